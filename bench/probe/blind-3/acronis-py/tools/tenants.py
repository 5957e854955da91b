import os, requests

BASE = "https://eu2-cloud.acronis.com/api/2"
token = requests.post(f"{BASE}/idp/token", auth=(os.environ["ID"], os.environ["SECRET"]), data={"grant_type": "client_credentials"}).json()["access_token"]
print(requests.get(f"{BASE}/tenants", headers={"Authorization": f"Bearer {token}"}).json())
