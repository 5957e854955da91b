import os
import requests

URL = "https://api.minimax.io/v1/t2a_v2"


def speak(text: str) -> bytes:
    answer = requests.post(
        URL,
        headers={"Authorization": "Bearer " + os.environ["MINIMAX_API_KEY"]},
        json={"model": "speech-2.5-hd-preview", "text": text, "voice_setting": {"voice_id": "English_Graceful_Lady"}},
        timeout=60,
    )
    return bytes.fromhex(answer.json()["data"]["audio"])
