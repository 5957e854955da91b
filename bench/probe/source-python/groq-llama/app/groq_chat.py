from groq import Groq

print(Groq().chat.completions.create(model="llama-3.3-70b-versatile", messages=[{"role": "user", "content": "hi"}]))
