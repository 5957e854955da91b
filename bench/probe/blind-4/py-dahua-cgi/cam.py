import requests
from requests.auth import HTTPDigestAuth


def events(host, auth):
    # Dahua NVR
    return requests.get(f"http://{host}/cgi-bin/eventManager.cgi?action=attach&codes=[VideoMotion]", auth=auth, stream=True)
