import requests
BASE = "https://api.gemini.com/v1"
def ticker(symbol="btcusd"):
    return requests.get(f"{BASE}/pubticker/{symbol}", timeout=5).json()
