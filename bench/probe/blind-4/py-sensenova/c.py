import requests

requests.post("https://api.sensenova.cn/v1/llm/chat-completions", json={"model": "SenseChat-5"})
