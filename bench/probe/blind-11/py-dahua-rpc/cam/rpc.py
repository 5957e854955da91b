import requests


class Cam:
    def __init__(self, host):
        self.url = f"http://{host}/RPC2_Login"

    def login(self, user):
        body = {"method": "global.login", "params": {"userName": user, "password": "", "clientType": "Dahua3.0-Web3.0"}, "id": 1}
        return requests.post(self.url, json=body, timeout=5).json()
