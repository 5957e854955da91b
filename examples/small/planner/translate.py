"""Translate a note."""

import os

import httpx

SERVICE = "https://api.deepseek.com/chat/completions"


def translated(note: str) -> str:
    """Return `note` in English."""
    question = {"model": "deepseek-chat", "messages": [{"role": "user", "content": note}]}
    reply = httpx.post(SERVICE, json=question, headers={"Authorization": "Bearer " + os.environ["TRANSLATE_KEY"]})
    return str(reply.raise_for_status().json()["choices"][0]["message"]["content"])
