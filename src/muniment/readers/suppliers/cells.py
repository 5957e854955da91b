"""Text of a table whose bytes may be of several encodings: a cell is mended by itself, and what was done is told."""

from __future__ import annotations

import codecs
from typing import Final

from muniment.domain.patterns import lazily

_WIDE: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 4096
_MOSTLY: Final = 0.4
_ESCAPED = lazily("[\udc80-\udcff]")
_TWICE = lazily(r"[ÃÂâÅÄ][\u0080-\u00bf\u2018-\u203a\u20ac\u0152-\u017e\u02c6\u02dc]")
_SPACE = lazily(r"\s+")
_HIDDEN = lazily(r"[\0-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
UNREADABLE: Final = "\ufffd"


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding. Bytes that are no UTF-8 stay as escapes, for `mended` to read."""
    for mark, name in _WIDE:
        if data.startswith(mark):
            return data.decode(name, "replace"), name.upper()
    if encoding := _unmarked(data[:_SAMPLE]):
        return data.decode(encoding, "replace"), encoding.upper()
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    return text, "UTF-8"


def mended(cell: str) -> tuple[str, str]:
    """Return the text of a cell, spaces folded, and what had to be done to it; the second is mostly empty."""
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split()), ""
    note = ""
    if _ESCAPED.search(cell):
        cell = cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
        note = "read as Windows-1252"
        if _TWICE.search(cell):
            note = "its bytes are of two encodings"
    if _TWICE.search(cell) and (once := _encoded_once(cell)):
        cell, note = once, "was encoded twice, and is read as it was before"
    if UNREADABLE in cell:
        note = "holds bytes that are no text in any encoding that was tried"
    return _SPACE.sub(" ", _HIDDEN.sub("", cell)).strip(), note


def _encoded_once(cell: str) -> str:
    try:
        return cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


def _unmarked(head: bytes) -> str:
    """Return the wide encoding that the zeros of the beginning show, where there is no mark."""
    even, odd = head[::2], head[1::2]
    if not even or not odd:
        return ""
    if odd.count(0) > len(odd) * _MOSTLY and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > len(even) * _MOSTLY and not odd.count(0) else ""
