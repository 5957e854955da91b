import requests
from requests.auth import HTTPDigestAuth


def snapshot(host, user, pw):
    url = f"http://{host}/ISAPI/Streaming/channels/101/picture"
    return requests.get(url, auth=HTTPDigestAuth(user, pw)).content
