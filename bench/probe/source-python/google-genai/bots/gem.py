from google import genai
from google.genai import types

client = genai.Client(vertexai=True, project="acme", location="us-central1")
print(client.models.generate_content(model="gemini-2.5-flash", contents="hello",
      config=types.GenerateContentConfig(temperature=0)).text)
