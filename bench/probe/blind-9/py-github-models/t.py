from openai import OpenAI
c = OpenAI(base_url="https://models.github.ai/inference", api_key=tok)
c.chat.completions.create(model="openai/gpt-4.1-mini", messages=m)
