import os
from volcenginesdkarkruntime import Ark

client = Ark(api_key=os.environ["ARK_API_KEY"])
def write(topic):
    return client.chat.completions.create(model="doubao-pro-32k", messages=[{"role": "user", "content": topic}])
