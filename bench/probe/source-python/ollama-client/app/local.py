import ollama

print(ollama.chat(model="deepseek-r1:14b", messages=[{"role": "user", "content": "Why?"}])["message"]["content"])
