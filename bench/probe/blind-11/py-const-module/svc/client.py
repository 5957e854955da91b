import requests

from svc.consts import API_VERSION, SCHEME, VENDOR_DOMAIN

BASE = SCHEME + "api." + VENDOR_DOMAIN + "/" + API_VERSION


def complete(messages, token):
    reply = requests.post(BASE + "/chat/completions", json={"messages": messages}, headers={"Authorization": f"Bearer {token}"}, timeout=60)
    return reply.json()["choices"][0]["message"]["content"]
