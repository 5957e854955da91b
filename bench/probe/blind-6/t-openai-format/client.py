import requests

# An OpenAI-compatible endpoint on our own machine.
URL = "http://inference.internal:8000/v1/chat/completions"


def ask(text: str) -> str:
    return requests.post(URL, json={"model": "acme-7b", "messages": [{"role": "user", "content": text}]}).json()["choices"][0]["message"]["content"]
