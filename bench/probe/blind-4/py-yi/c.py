from openai import OpenAI

client = OpenAI(base_url="https://api.lingyiwanwu.com/v1")
client.chat.completions.create(model="yi-large", messages=[])
