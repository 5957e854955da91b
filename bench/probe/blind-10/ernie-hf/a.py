from transformers import AutoModel
m = AutoModel.from_pretrained("baidu/ERNIE-4.5-0.3B-PT", trust_remote_code=True)
