from zai import ZaiClient
client = ZaiClient(api_key=k)
client.chat.completions.create(model="glm-4.6", messages=m)
