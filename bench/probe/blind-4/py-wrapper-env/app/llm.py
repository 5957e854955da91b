import os

import httpx


class ChatBackend:
    def __init__(self) -> None:
        self.base = os.getenv("LLM_BASE", "https://api.deepseek.com/v1").rstrip("/")
        self.key = os.environ["LLM_KEY"]

    def ask(self, prompt: str) -> str:
        r = httpx.post(f"{self.base}/chat/completions", headers={"Authorization": f"Bearer {self.key}"},
                       json={"model": os.getenv("LLM_MODEL", "deepseek-reasoner"), "messages": [{"role": "user", "content": prompt}]})
        return r.json()["choices"][0]["message"]["content"]
