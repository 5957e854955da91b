from openai import OpenAI

client = OpenAI(base_url="https://api.longcat.chat/openai", api_key="k")
client.chat.completions.create(model="LongCat-Flash-Chat", messages=[])
