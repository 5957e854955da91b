import requests
requests.post(f"https://eu2-cloud.acronis.com/api/2/idp/token", auth=(cid, sec), data={"grant_type": "client_credentials"})
