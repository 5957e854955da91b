import os
import requests
from requests.auth import HTTPDigestAuth

CAMERAS = os.environ["CAMERAS"].split(",")

def snapshot(host: str, channel: int = 101) -> bytes:
    url = f"http://{host}/ISAPI/Streaming/channels/{channel}/picture"
    return requests.get(url, auth=HTTPDigestAuth(os.environ["CAM_USER"], os.environ["CAM_PASS"]), timeout=10).content
