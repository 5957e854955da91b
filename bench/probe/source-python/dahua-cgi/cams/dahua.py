import requests
from requests.auth import HTTPDigestAuth


def dahua_events(host, user, password):
    url = f"http://{host}/cgi-bin/eventManager.cgi?action=attach&codes=[VideoMotion,CrossLineDetection]"
    with requests.get(url, auth=HTTPDigestAuth(user, password), stream=True, timeout=90) as stream:
        yield from stream.iter_lines()


def dahua_snapshot(host, auth):
    return requests.get(f"http://{host}/cgi-bin/snapshot.cgi?channel=1", auth=auth, timeout=10).content
