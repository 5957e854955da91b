import requests


class IsapiCamera:
    PATH = "/ISAPI/ContentMgmt/record/tracks"

    def __init__(self, host, auth):
        self.host, self.auth = host, auth

    def tracks(self):
        return requests.get(f"http://{self.host}{self.PATH}", auth=self.auth, timeout=5).text
