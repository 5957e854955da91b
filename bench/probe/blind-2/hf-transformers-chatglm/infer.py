from transformers import AutoModel, AutoTokenizer

tok = AutoTokenizer.from_pretrained("THUDM/chatglm3-6b", trust_remote_code=True)
model = AutoModel.from_pretrained("THUDM/chatglm3-6b", trust_remote_code=True).half().cuda()
print(model.chat(tok, "hello", history=[])[0])
