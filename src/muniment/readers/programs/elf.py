"""The libraries that an ELF file needs (`DT_NEEDED`), and its own name (`DT_SONAME`).   Source: ELF gABI, chapter 5."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOAD, _DYNAMIC = 1, 2
_NEEDED, _STRINGS, _NAME = 1, 5, 14
_MOST_SEGMENTS = 4096
_MOST_ENTRIES = 10_000
_LONGEST = 256
_WIDE, _BIG = 2, 2


class _Segment(NamedTuple):
    kind: int
    offset: int
    address: int
    size: int


def libraries(data: bytes) -> Iterator[str]:
    """Yield each name. Raises: struct.error, IndexError where the file is cut off or makes no sense."""
    wide, order = data[4] == _WIDE, ">" if data[5] == _BIG else "<"
    segments = list(_segments(data, order, wide=wide))
    entries = [entry for each in segments if each.kind == _DYNAMIC for entry in _entries(data, each, order, wide=wide)]
    table = next((value for tag, value in entries if tag == _STRINGS), 0)
    start = next((s.offset + table - s.address for s in segments if s.kind == _LOAD and _holds(s, table)), None)
    if start is None:
        return
    for tag, value in entries:
        if tag in {_NEEDED, _NAME}:
            at = start + value
            end = data.index(b"\0", at, at + _LONGEST) if b"\0" in data[at : at + _LONGEST] else at
            yield data[at:end].decode("utf-8", "replace")


def _holds(segment: _Segment, address: int) -> bool:
    return segment.address <= address < segment.address + segment.size


def _segments(data: bytes, order: str, *, wide: bool) -> Iterator[_Segment]:
    if wide:
        (at,) = struct.unpack_from(order + "Q", data, 32)
        size, count = struct.unpack_from(order + "HH", data, 54)
    else:
        (at,) = struct.unpack_from(order + "I", data, 28)
        size, count = struct.unpack_from(order + "HH", data, 42)
    for number in range(min(count, _MOST_SEGMENTS)):
        place = at + number * size
        if wide:
            kind, _, offset, address, _, length = struct.unpack_from(order + "IIQQQQ", data, place)
        else:
            kind, offset, address, _, length = struct.unpack_from(order + "5I", data, place)
        yield _Segment(kind, offset, address, length)


def _entries(data: bytes, segment: _Segment, order: str, *, wide: bool) -> Iterator[tuple[int, int]]:
    form = struct.Struct(order + ("QQ" if wide else "II"))
    for number in range(min(segment.size // form.size, _MOST_ENTRIES)):
        tag, value = form.unpack_from(data, segment.offset + number * form.size)
        if not tag:
            return
        yield tag, value
