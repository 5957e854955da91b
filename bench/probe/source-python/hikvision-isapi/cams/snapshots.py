import requests
from requests.auth import HTTPDigestAuth


class HikvisionCamera:
    def __init__(self, host, user, password):
        self.host, self.auth = host, HTTPDigestAuth(user, password)

    def snapshot(self, channel=101):
        url = f"http://{self.host}/ISAPI/Streaming/channels/{channel}/picture"
        return requests.get(url, auth=self.auth, timeout=10).content

    def device_info(self):
        return requests.get(f"http://{self.host}/ISAPI/System/deviceInfo", auth=self.auth, timeout=10).text
