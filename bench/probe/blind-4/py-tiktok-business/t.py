import requests

HOST = "business-api.tiktok.com"
requests.get(f"https://{HOST}/open_api/v1.3/report/integrated/get/", headers={"Access-Token": "x"})
