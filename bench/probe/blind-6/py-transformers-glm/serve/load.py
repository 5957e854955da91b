import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

REPO = "zai-org/GLM-4.5-Air"

tokenizer = AutoTokenizer.from_pretrained(REPO)
model = AutoModelForCausalLM.from_pretrained(REPO, torch_dtype=torch.bfloat16, device_map="auto")
