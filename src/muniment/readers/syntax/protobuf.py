"""Messages of protocol buffers without their schema: numbered fields, as far as the bytes make sense.

Source: protobuf.dev, "Encoding".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5
_LONGEST_VARINT = 10
_MOST_FIELDS = 200_000
_LONGEST_TEXT = 4096


class Field(NamedTuple):
    """A field that holds bytes: its number, and where they stand; `cut` where they go on after what is at hand."""

    number: int
    start: int
    end: int
    cut: bool


def fields(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Field]:
    """Yield the fields of a message that hold bytes, and stop where the message makes no sense or is cut off."""
    at, end = start, len(data) if end is None else end
    for _ in range(_MOST_FIELDS):
        tag, at = _number(data, at, end)
        number, kind = tag >> 3, tag & 7
        if tag <= 0 or not number:
            return
        if kind == _BYTES:
            size, at = _number(data, at, end)
            if size < 0:
                return
            yield Field(number, at, min(end, at + size), at + size > end)
            at += size
        elif kind == _VARINT:
            value, at = _number(data, at, end)
            if value < 0:
                return
        elif kind in {_FIXED_64, _FIXED_32}:
            at += 8 if kind == _FIXED_64 else 4
        else:
            return
        if at > end:
            return


def text(data: bytes, field: Field) -> str:
    """Return the text that a field holds, at most 4 KiB of it."""
    return data[field.start : min(field.end, field.start + _LONGEST_TEXT)].decode("utf-8", "replace")


def entry(data: bytes, field: Field) -> tuple[str, str]:
    """Return key and value of an entry of a map of texts."""
    parts = {inner.number: text(data, inner) for inner in fields(data, field.start, field.end)}
    return parts.get(1, ""), parts.get(2, "")


def _number(data: bytes, at: int, end: int) -> tuple[int, int]:
    """Return a number and where it ends; -1 where there is none."""
    value = 0
    for shift in range(_LONGEST_VARINT):
        if at >= end:
            return -1, at
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:  # noqa: PLR2004 (the bit that says that more follows)
            return value, at
    return -1, at
