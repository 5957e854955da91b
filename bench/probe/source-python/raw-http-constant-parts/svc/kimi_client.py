import httpx

SCHEME = "https"
HOST = "api.moonshot.cn"
BASE = SCHEME + "://" + HOST + "/v1"


async def ask(prompt: str, key: str) -> str:
    async with httpx.AsyncClient(base_url=BASE, headers={"Authorization": f"Bearer {key}"}) as http:
        reply = await http.post("/chat/completions", json={"model": "moonshot-v1-8k", "messages": [{"role": "user", "content": prompt}]})
        return reply.json()["choices"][0]["message"]["content"]
