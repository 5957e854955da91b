import requests

BASE_URL = "https://api.gemini.com"


def ticker(symbol: str = "btcusd") -> dict:
    return requests.get(f"{BASE_URL}/v1/pubticker/{symbol}", timeout=5).json()


GEMINI_API_KEY_HEADER = "X-GEMINI-APIKEY"
