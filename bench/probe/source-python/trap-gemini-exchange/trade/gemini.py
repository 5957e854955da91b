import hashlib
import hmac

import requests

GEMINI_URL = "https://api.gemini.com/v1"


class GeminiClient:
    def ticker(self, pair="btcusd"):
        return requests.get(f"{GEMINI_URL}/pubticker/{pair}", timeout=10).json()

    def sign(self, payload, secret):
        return hmac.new(secret, payload, hashlib.sha384).hexdigest()
