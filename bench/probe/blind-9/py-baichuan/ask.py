import requests
requests.post("https://api.baichuan-ai.com/v1/chat/completions", json={"model": "Baichuan4-Turbo", "messages": []})
