import json
import os

import httpx

HEADERS = {"anthropic-version": "2023-06-01", "content-type": "application/json"}


async def stream(prompt: str):
    headers = HEADERS | {"x-api-key": os.environ["LLM_KEY"]}
    body = {"model": os.getenv("LLM_MODEL", "claude-3-5-haiku-latest"), "max_tokens": 800, "stream": True,
            "messages": [{"role": "user", "content": prompt}]}
    async with httpx.AsyncClient(timeout=60) as client:
        async with client.stream("POST", os.environ["LLM_URL"] + "/v1/messages", headers=headers, json=body) as r:
            async for line in r.aiter_lines():
                if line.startswith("data: "):
                    yield json.loads(line[6:])
