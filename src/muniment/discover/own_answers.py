"""Answers of this program that lie in a tree: what they name was found elsewhere, and proves nothing the next time."""

from __future__ import annotations

import re
from typing import Final

from muniment.domain.evidence import NotUnderstood

_OWN: Final = re.compile(rb'(?m)^"format": "muniment\.[a-z-]+/\d+"|"driver": \{"name": "muniment"')
"""How answers in JSON and SARIF say who wrote them."""
ANSWER: Final = NotUnderstood(1, "an answer of muniment; what it names is not found a second time", harmless=True)


def is_answer(data: bytes) -> bool:
    """Say whether `data` is what a scan or a check wrote, as JSON or SARIF."""
    return data.startswith(b"{") and b'"muniment' in data and _OWN.search(data) is not None
