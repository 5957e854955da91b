import requests


class CgiCamera:
    def __init__(self, host, auth):
        self.host, self.auth = host, auth

    def name(self):
        return requests.get(f"http://{self.host}/cgi-bin/magicBox.cgi?action=getMachineName", auth=self.auth, timeout=5).text
