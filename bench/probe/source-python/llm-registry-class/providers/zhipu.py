import httpx


class ZhipuProvider:
    name = "zhipu"
    base_url = "https://open.bigmodel.cn/api/paas/v4"

    def __init__(self, key):
        self.http = httpx.Client(base_url=self.base_url, headers={"Authorization": f"Bearer {key}"})

    def chat(self, messages, model="glm-4-plus"):
        return self.http.post("/chat/completions", json={"model": model, "messages": messages}).json()
