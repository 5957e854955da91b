import openai

client = openai.OpenAI(base_url="https://api.lingyiwanwu.com/v1", api_key="unset")
print(client.chat.completions.create(model="yi-lightning", messages=[{"role": "user", "content": "hi"}]))
