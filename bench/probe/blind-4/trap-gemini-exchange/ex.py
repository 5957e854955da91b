import requests

BASE = "https://api.gemini.com/v1"
GEMINI_API_KEY = None
print(requests.get(BASE + "/pubticker/btcusd").json())
