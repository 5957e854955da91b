import requests
requests.post("https://openrouter.ai/api/v1/chat/completions", json={"model": "qwen/qwen3-235b-a22b:free", "messages": []})
