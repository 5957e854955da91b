import httpx

from desk.constants import TIMEOUT, Endpoint


def post(endpoint: Endpoint, body: dict, headers: dict) -> dict:
    return httpx.post(endpoint, json=body, headers=headers, timeout=TIMEOUT).json()
