from volcenginesdkarkruntime import Ark

client = Ark(base_url="https://ark.cn-beijing.volces.com/api/v3")
client.chat.completions.create(model="ep-20240101-abc", messages=[])
