from groq import Groq
Groq().chat.completions.create(model="llama-3.3-70b-versatile", messages=m)
