import requests
requests.post("https://api.fireworks.ai/inference/v1/chat/completions", json={"model": "accounts/fireworks/models/kimi-k2-instruct", "messages": []})
