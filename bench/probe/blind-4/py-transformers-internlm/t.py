from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "internlm/internlm2_5-7b-chat"
tok = AutoTokenizer.from_pretrained(CKPT, trust_remote_code=True)
model = AutoModelForCausalLM.from_pretrained(CKPT, trust_remote_code=True)
