from openai import OpenAI
client = OpenAI(base_url="https://api.minimaxi.com/v1", api_key=KEY)
client.chat.completions.create(model="MiniMax-M2", messages=m)
