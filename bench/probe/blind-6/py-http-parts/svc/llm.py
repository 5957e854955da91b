import httpx

_SCHEME = "https"
_DOMAIN = "moonshot"
_TLD = "cn"
API = f"{_SCHEME}://api.{_DOMAIN}.{_TLD}/v1"


async def ask(key: str, question: str) -> str:
    async with httpx.AsyncClient(base_url=API, headers={"Authorization": f"Bearer {key}"}) as client:
        answer = await client.post("/chat/completions", json={"model": "kimi-k2-turbo-preview", "messages": [{"role": "user", "content": question}]})
    return answer.json()["choices"][0]["message"]["content"]
