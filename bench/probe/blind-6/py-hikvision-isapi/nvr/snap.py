import requests
from requests.auth import HTTPDigestAuth


def snapshot(host: str, channel: int, user: str, password: str) -> bytes:
    url = f"http://{host}/ISAPI/Streaming/channels/{channel}01/picture"
    return requests.get(url, auth=HTTPDigestAuth(user, password), timeout=10).content
