import requests

def record_state(host, auth):
    r = requests.get(f"http://{host}/cgi-bin/recordManager.cgi?action=getCaps", auth=auth, timeout=5)
    e = requests.get(f"http://{host}/cgi-bin/eventManager.cgi?action=attach&codes=[VideoMotion]", auth=auth, stream=True)
    return r.text, e
