import requests


def complete(prompt):
    body = {"model": "local-model", "messages": [{"role": "user", "content": prompt}]}
    return requests.post("http://localhost:8080/v1/chat/completions", json=body, timeout=60).json()
