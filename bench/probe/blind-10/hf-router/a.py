import requests
requests.post("https://router.huggingface.co/hf-inference/models/meta-llama/Llama-3.1-8B-Instruct", json=p)
