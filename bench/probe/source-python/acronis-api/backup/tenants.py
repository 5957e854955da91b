import requests

BASE = "https://eu2-cloud.acronis.com/api/2"


def tenants(token):
    return requests.get(f"{BASE}/users/me", headers={"Authorization": f"Bearer {token}"}, timeout=30).json()
