import os
import httpx

BASE = "https://api.anthropic.com"

def ask(text):
    r = httpx.post(f"{BASE}/v1/messages", headers={"x-api-key": os.environ["LLM_KEY"], "anthropic-version": "2023-06-01"},
                   json={"model": "claude-3-5-haiku-latest", "max_tokens": 200, "messages": [{"role": "user", "content": text}]})
    return r.json()
