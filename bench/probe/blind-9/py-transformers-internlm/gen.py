from transformers import AutoModelForCausalLM
m = AutoModelForCausalLM.from_pretrained("internlm/internlm2_5-7b-chat", trust_remote_code=True)
