import requests

DC = "https://us5-cloud.acronis.com"


def tenants(client_id, secret):
    token = requests.post(f"{DC}/api/2/idp/token", auth=(client_id, secret), data={"grant_type": "client_credentials"}).json()["access_token"]
    return requests.get(f"{DC}/api/2/tenants", headers={"Authorization": f"Bearer {token}"}).json()
