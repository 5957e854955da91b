from google import genai
client = genai.Client()
client.models.generate_content(model="gemini-2.5-flash", contents="hi")
