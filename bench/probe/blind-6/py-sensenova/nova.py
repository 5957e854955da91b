import requests

ENDPOINT = "https://api.sensenova.cn/compatible-mode/v1/chat/completions"


def ask(key, text):
    return requests.post(ENDPOINT, headers={"Authorization": f"Bearer {key}"}, json={"model": "SenseNova-V6-5-Pro", "messages": [{"role": "user", "content": text}]}).json()
