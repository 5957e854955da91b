from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

base = AutoModelForCausalLM.from_pretrained("01-ai/Yi-1.5-9B-Chat-16K")
model = get_peft_model(base, LoraConfig(r=16, target_modules=["q_proj", "v_proj"]))
