"""Whether a signature in a PDF can be over the whole file. Whether it is good, a program has to verify."""

from __future__ import annotations

from muniment.domain.patterns import lazily

_BYTE_RANGE = lazily(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
"""The two stretches of a file that a signature in it is over: where each begins, and its bytes."""


def why_unsigned(raw: bytes) -> str:
    """Return why no signature in a PDF is over all of it; empty where one says to be.

    Whoever adds to a signed file leaves the signature intact, and may change every page by that.
    Source: ISO 32000-1, 7.5.6 and 12.8.1.
    """
    signed = [tuple(map(int, found)) for found in _BYTE_RANGE.findall(raw)]
    if not signed:
        return "holds no signature"
    if any(begin == 0 and size < at and at + more == len(raw) for begin, size, at, more in signed):
        return ""
    return "was added to after it was signed, and holds no signature over the whole file"
