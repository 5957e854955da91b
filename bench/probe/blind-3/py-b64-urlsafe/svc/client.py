import base64, requests

_HOST = base64.urlsafe_b64decode(b"YXJrLmNuLWJlaWppbmcudm9sY2VzLmNvbQ==").decode()

def call(payload):
    return requests.post(f"https://{_HOST}/api/v3/chat/completions", json=payload, timeout=30)
