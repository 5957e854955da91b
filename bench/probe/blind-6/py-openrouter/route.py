import os
import requests

r = requests.post(
    "https://openrouter.ai/api/v1/chat/completions",
    headers={"Authorization": f"Bearer {os.environ['OPENROUTER_API_KEY']}"},
    json={"model": "tngtech/deepseek-r1t2-chimera:free", "messages": [{"role": "user", "content": "hi"}]},
)
