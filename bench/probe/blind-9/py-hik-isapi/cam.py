import requests
from requests.auth import HTTPDigestAuth
r = requests.get(f"http://{ip}/ISAPI/Streaming/channels/101/picture", auth=HTTPDigestAuth(u, p))
