from openai import OpenAI
MODEL = "z-ai/glm-4.5-air"
c = OpenAI(base_url="https://openrouter.ai/api/v1", api_key=k)
c.chat.completions.create(model=MODEL, messages=m)
