"""Strings that a program keeps in Base64 and decodes where it uses them. Only what stands in the text is decoded."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from typing import TYPE_CHECKING, Final

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECODES: Final = (
    r"\batob|b64decode|base64_decode|decode64|FromBase64String|DecodeString|Decoder\(\)\.decode|Base64\.decode\w*"
)
_BASE64: Final = r"[A-Za-z0-9+/_-]{10,400}={0,2}"
ENCODED: Final = (
    rf"(?:{_DECODES})\s*\(\s*[bB]?(?P<called>[\"'`]{_BASE64}[\"'`])"
    rf"|(?P<named>[\"'`]{_BASE64}[\"'`])\s*,\s*[\"'`]base64[\"'`]"
    rf"|(?P<piped>[\"']?{_BASE64}[\"']?)\s*\|\s*base64\s+(?:-d\b|-D\b|--decode\b)"
)
"""A call, or a pipe, that decodes a string which stands there itself."""
MARKS: Final = (
    "atob(", "b64decode(", "base64_decode(", "decode64(", "FromBase64String(", ".DecodeString(", "getDecoder()",
    "Base64.decode", '"base64")', "'base64')", "base64 -d", "base64 --decode",
)  # fmt: skip
"""What stands in a file that decodes strings."""
_ENCODED = lazily(ENCODED)
_PLAIN = lazily(r"[\x20-\x7e]{4,300}")


def decoded(text: str, begin: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield where a string is decoded between `begin` and `end` of `text`, and what it comes to; only plain text."""
    if "64" not in text[begin:end] and "atob" not in text[begin:end]:
        return
    for found in _ENCODED.finditer(text, begin, end):
        group = found.lastgroup or ""
        value = _plain(found[group].strip("\"'`"))
        if value:
            yield *found.span(group), value


def _plain(encoded: str) -> str:
    """Return the plain text that is encoded; the empty text for anything else."""
    body = encoded.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        text = b64decode(body + "=" * (-len(body) % 4), validate=True).decode("ascii")
    except (Error, UnicodeDecodeError):
        return ""
    return text if _PLAIN.fullmatch(text) else ""
