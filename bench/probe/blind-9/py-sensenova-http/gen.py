import requests
requests.post("https://api.sensenova.cn/v1/llm/chat-completions", json=p, headers={"Authorization": "Bearer " + tok})
