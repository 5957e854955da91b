from llama_index.core import Settings
from llama_index.llms.google_genai import GoogleGenAI

Settings.llm = GoogleGenAI(model="gemini-2.5-pro")
