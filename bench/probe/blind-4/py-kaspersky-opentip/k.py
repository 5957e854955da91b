import requests

r = requests.get("https://opentip.kaspersky.com/api/v1/search/hash", params={"request": "abc"}, headers={"x-api-key": "k"})
