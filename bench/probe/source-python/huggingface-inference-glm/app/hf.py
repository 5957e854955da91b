from huggingface_hub import InferenceClient

client = InferenceClient(model="zai-org/GLM-4.5", token=True)
print(client.chat_completion(messages=[{"role": "user", "content": "hi"}]))
