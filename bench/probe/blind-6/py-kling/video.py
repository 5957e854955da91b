import time
import jwt
import requests

BASE = "https://api-singapore.klingai.com"


def token(access: str, secret: str) -> str:
    return jwt.encode({"iss": access, "exp": int(time.time()) + 1800, "nbf": int(time.time()) - 5}, secret, headers={"alg": "HS256"})


def text_to_video(prompt: str, access: str, secret: str) -> str:
    answer = requests.post(f"{BASE}/v1/videos/text2video", json={"model_name": "kling-v2-1", "prompt": prompt}, headers={"Authorization": f"Bearer {token(access, secret)}"})
    return answer.json()["data"]["task_id"]
