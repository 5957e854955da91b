import ollama

for part in ollama.chat(model="deepseek-r1:32b", messages=[{"role": "user", "content": "Why is the sky blue?"}], stream=True):
    print(part["message"]["content"], end="")
