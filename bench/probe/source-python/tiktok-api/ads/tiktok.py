import requests

OPEN_API = "https://business-api.tiktok.com/open_api/v1.3"


def report(advertiser, token):
    return requests.get(f"{OPEN_API}/report/integrated/get/", params={"advertiser_id": advertiser},
                        headers={"Access-Token": token}, timeout=60).json()
