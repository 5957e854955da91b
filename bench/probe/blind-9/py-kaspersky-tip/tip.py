import requests
requests.get("https://opentip.kaspersky.com/api/v1/search/hash", params={"request": h}, headers={"x-api-key": k})
