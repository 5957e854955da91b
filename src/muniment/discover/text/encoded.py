"""Base64 in a text: strings that a program decodes where it uses them, and data, whose letters spell words by chance.

Only what stands in the text is decoded.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from string import ascii_letters, digits
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
_ALPHABET: Final = f"{ascii_letters}{digits}+/"
_SHORTEST_DATA: Final = 200
"""So many characters in a row, of which some are digits and some large and small letters, are data and no name."""
_NEAR: Final = 100
_MOST_DIFFERENT: Final = 58
"""So many different characters among 200, and no blank but ends of lines, are no program however tightly written."""
_SHORTEST_LINE: Final = 40
"""Data is broken into lines no shorter; a list of names has shorter ones."""
_WRITTEN = lazily(r"[=:(,\[][\"'`]|[\"'`][,);:\]}]|\(\)|\)\{|\}\)")
"""Pairs of characters that stand in every program, and rarely by chance."""
_MOST_BY_CHANCE: Final = 5
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


def is_in_encoded(text: str, at: int) -> bool:
    """Say whether what stands at `at` of `text` lies inside of data, such as a map of sources or packed bytes."""
    if _is_in_short_line(text, at) or any(blank in text[max(0, at - _NEAR) : at + _NEAR] for blank in " \t"):
        return False
    before = text[max(0, at - _SHORTEST_DATA) : at].replace("\n", "").replace("\r", "")
    after = text[at : at + _SHORTEST_DATA].replace("\n", "").replace("\r", "")
    near = before[-_NEAR:] + after[:_NEAR]
    if len(set(near)) >= _MOST_DIFFERENT and len(near) == _NEAR + _NEAR:
        return len(_WRITTEN.findall(near)) < _MOST_BY_CHANCE
    run = before[len(before.rstrip(_ALPHABET)) :] + after[: len(after) - len(after.lstrip(_ALPHABET))]
    mixed = not run.islower() and not run.isupper() and any(each in run for each in digits)
    return len(run) >= _SHORTEST_DATA and mixed


def _is_in_short_line(text: str, at: int) -> bool:
    first, last = text.rfind("\n", max(0, at - _SHORTEST_LINE), at), text.find("\n", at, at + _SHORTEST_LINE)
    if last < 0 and at + _SHORTEST_LINE >= len(text):
        last = len(text)
    return (first >= 0 or at <= _SHORTEST_LINE) and 0 <= last - first <= _SHORTEST_LINE and last >= 0


def _plain(encoded: str) -> str:
    """Return the plain text that is encoded; the empty text for anything else."""
    body = encoded.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        text = b64decode(body + "=" * (-len(body) % 4), validate=True).decode("ascii")
    except (Error, UnicodeDecodeError):
        return ""
    return text if _PLAIN.fullmatch(text) else ""
