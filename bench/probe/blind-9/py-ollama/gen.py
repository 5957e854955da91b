import ollama
ollama.chat(model="llama3.2:3b", messages=m)
