"""Source text with its comments blanked out, so that every offset and line stays."""

from __future__ import annotations

import re

_STRINGS = r"(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
_SLASHES = re.compile(_STRINGS + r"|//[^\n]*|/\*.*?\*/", re.DOTALL)
_HASH = re.compile(_STRINGS + r"|#(?!\{)[^\n]*")


def without_slashes(text: str) -> str:
    """Blank out `//` and `/* */`."""
    return _SLASHES.sub(_kept, text)


def without_hashes(text: str) -> str:
    """Blank out `#` to the end of the line."""
    return _HASH.sub(_kept, text)


def _kept(found: re.Match[str]) -> str:
    return found[1] or re.sub(r"[^\n]", " ", found[0])
