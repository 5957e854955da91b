import requests


def chat(messages, key):
    return requests.post(
        "https://api.longcat.chat/openai/v1/chat/completions",
        headers={"Authorization": f"Bearer {key}"},
        json={"model": "LongCat-Flash-Chat", "messages": messages},
        timeout=30,
    ).json()
