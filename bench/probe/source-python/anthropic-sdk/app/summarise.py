"""Summaries of incoming letters."""

import anthropic

client = anthropic.Anthropic()


def summarise(letter: str) -> str:
    message = client.messages.create(
        model="claude-sonnet-4-20250514",
        max_tokens=512,
        messages=[{"role": "user", "content": f"Summarise:\n{letter}"}],
    )
    return message.content[0].text
