import requests
s = requests.Session()
s.get("https://cloud.acronis.com/api/2/tenants/x", headers=h)
