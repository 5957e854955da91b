import requests


def lookup(sha256: str, key: str) -> dict:
    return requests.get("https://opentip.kaspersky.com/api/v1/search/hash", params={"request": sha256}, headers={"x-api-key": key}).json()
