from transformers import AutoModelForCausalLM as A
A.from_pretrained("FreedomIntelligence/openPangu-Embedded-7B")
