import jwt, time, requests

token = jwt.encode({"iss": AK, "exp": int(time.time()) + 1800}, SK, headers={"alg": "HS256"})
r = requests.post("https://api-singapore.klingai.com/v1/videos/text2video", headers={"Authorization": f"Bearer {token}"}, json={"model_name": "kling-v2-1-master", "prompt": "a river"}, timeout=30)
