from openai import OpenAI
c = OpenAI(base_url="https://api.x.ai/v1", api_key=k)
