import requests


class Api(requests.Session):
    root = "https://api.mistral.ai"

    def request(self, method, url, *a, **k):
        return super().request(method, self.root + url, *a, **k)


ocr = Api().post("/v1/ocr", json={"document": {}})
