import os
from volcenginesdkarkruntime import Ark

client = Ark(api_key=os.environ["ARK_API_KEY"])
completion = client.chat.completions.create(
    model="doubao-seed-1-6-250615",
    messages=[{"role": "user", "content": "Translate to English."}],
)
print(completion.choices[0].message.content)
