"""What this program or its user wrote about a tree, and lies in it: it names vendors, and is no evidence of any use."""

from __future__ import annotations

from typing import Final

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily

_ANSWER: Final = lazily(rb'(?m)^"format": "muniment\.[a-z-]+/\d+"|"driver": \{"name": "muniment"')
"""How answers in JSON and SARIF say who wrote them."""
_ESTATE: Final = lazily(rb"(?ms)^\s*\[organisation\].*^\s*\[\[(?:contracts|systems)\]\]")
"""Tables of an estate file, and of no other known format."""


def own_file(path: str, data: bytes) -> NotUnderstood | None:
    """Return what to say of the file at `path` in place of examining it; nothing for any other file.

    It is told as something that was not searched, so that nobody can hide a use in it unseen.
    """
    if data.startswith(b"{") and b'"muniment' in data and _ANSWER.search(data):
        return NotUnderstood(1, "an answer of muniment; what it names is not found a second time", harmless=True)
    if path.endswith(".toml") and _ESTATE.search(data):
        return NotUnderstood(1, "an estate file; what it records is no evidence", harmless=True)
    return None
