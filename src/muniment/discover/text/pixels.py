"""Words in a picture: what stands there as text, and what its pixels happen to spell."""

from __future__ import annotations

from string import printable
from typing import Final

_PICTURES: Final = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
"""How pictures begin whose pixels are packed: PNG, JPEG, GIF, WebP."""
_PRINTABLE: Final = printable.encode()
_SHORTEST: Final = 16
"""So many printable characters in a row are hardly ever packed pixels."""


def is_picture(data: bytes) -> bool:
    """Say whether `data` begins like a picture whose pixels are packed."""
    return data.startswith(_PICTURES)


def is_text(data: bytes, start: int, end: int) -> bool:
    """Say whether `data[start:end]`, in a picture, is part of a text, as in what is said about the picture."""
    before, after = data[max(0, start - _SHORTEST) : start], data[end : end + _SHORTEST]
    length = end - start + len(before) - len(before.rstrip(_PRINTABLE)) + len(after) - len(after.lstrip(_PRINTABLE))
    return length >= _SHORTEST
