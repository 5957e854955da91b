import requests

requests.post("https://api.klingai.com/v1/videos/text2video", json={"model_name": "kling-v1-6", "prompt": "x"})
