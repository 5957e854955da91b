import os

from volcenginesdkarkruntime import Ark

client = Ark(api_key=os.environ["ARK_API_KEY"], base_url="https://ark.cn-beijing.volces.com/api/v3")
print(client.chat.completions.create(model="doubao-pro-32k-241215", messages=[{"role": "user", "content": "hi"}]))
