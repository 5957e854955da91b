import requests
requests.get("https://business-api.tiktok.com/open_api/v1.3/report/integrated/get/", headers={"Access-Token": t}, params=p)
