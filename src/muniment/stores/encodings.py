"""Bytes as text in one form: UTF-8 without a mark, lines that end with a line feed, whatever stood in the file."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Callable

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FEW: Final = 4
_MOSTLY: Final = 0.7
"""Share of every other byte that is zero in text of a wide encoding without a mark."""
_ASCII = rb"[\t\n\r -~]"
_NARROW_IN = {"le": lazily(_ASCII + rb"{12,}(?!\0)"), "be": lazily(rb"(?<!\0)" + _ASCII + rb"{12,}")}
"""Characters of one byte each inside a wide text; the neighbour of a zero byte belongs to a wide character."""
_WIDE_IN = lazily(rb"(?<![\t -~])(?:" + _ASCII + rb"\0){6,}")
_NO_TEXT = lazily(rb"%PDF-|[\0-\x08\x0e-\x1a\x1c-\x1f\x80]")
_LONE_RETURN = lazily(rb"\r(?!\n)")
_LONE_RETURN_BEFORE_THE_END = lazily(rb"\r(?!\n|\Z)")


def wide_encoding(head: bytes) -> str:
    """Return the name of a wide encoding that the beginning of a file shows, by its mark or its zeros, or nothing."""
    if b"\0" not in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    even, odd = head[::2], head[1::2]
    if min(len(even), len(odd)) < _FEW:
        return ""
    if b"\0" not in even and odd.count(0) > len(odd) * _MOSTLY:
        return "utf-16-le"
    return "utf-16-be" if b"\0" not in odd and even.count(0) > len(even) * _MOSTLY else ""


def to_utf8(encoding: str) -> Callable[[bytes, bool], bytes]:
    """Return what turns one piece after the other into UTF-8; its second argument says whether the piece is the last.

    A stretch of twelve characters of one byte, as a program leaves that appends to a file of another encoding, is kept.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    narrow = _NARROW_IN[encoding[-2:]]

    def decoded(data: bytes, last: bool) -> bytes:  # noqa: FBT001  (as the decoders of the standard library)
        parts: list[bytes] = []
        at = 0
        for stretch in narrow.finditer(data):
            parts += [decoder.decode(data[at : stretch.start()], final=True).encode(), stretch[0]]
            at = stretch.end()
        parts.append(decoder.decode(data[at:], final=last).encode())
        return b"".join(parts).replace(codecs.BOM_UTF8, b"")

    return decoded


def with_narrow_text(data: bytes) -> bytes:
    """Return `data`, which is no text as a whole, with what stands in UTF-16 in it as one byte a character."""
    return _WIDE_IN.sub(lambda stretch: stretch[0][::2], data)


def is_no_text(head: bytes) -> bool:
    """Say whether a file that begins so is no text, even where no zero byte stands near: its bytes must stay.

    Such are PDF, pickles, and messages of protocol buffers, which begin with the tag of their first field.
    """
    return _NO_TEXT.match(head) is not None


def with_line_feeds(data: bytes, *, last: bool = True) -> bytes:
    """Return `data` with a line feed for each carriage return that stands alone; its length stays.

    One at the end stays as it is where more follows, because a line feed may come next.
    """
    if b"\r" not in data or data.count(b"\r") == data.count(b"\r\n"):
        return data
    return (_LONE_RETURN if last else _LONE_RETURN_BEFORE_THE_END).sub(b"\n", data)
