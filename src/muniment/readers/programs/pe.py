"""The libraries that a program for Windows imports, at once or when they are first needed.

Source: Microsoft, "PE Format", the optional header's data directories.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDE = 0x20B
_IMPORTS, _DELAYED = 1, 13
_SIZES = {_IMPORTS: (20, 12), _DELAYED: (32, 4)}
"""Bytes of an entry of each directory, and where in it the address of the name stands."""
_MOST_SECTIONS = 256
_MOST_ENTRIES = 4096
_LONGEST = 256


class _Section(NamedTuple):
    address: int
    size: int
    offset: int


def libraries(data: bytes) -> Iterator[str]:
    """Yield the name of each. Raises: struct.error where the file is cut off."""
    (at,) = struct.unpack_from("<I", data, 0x3C)
    if data[at : at + 4] != b"PE\0\0":
        return
    count, options = struct.unpack_from("<H", data, at + 6)[0], struct.unpack_from("<H", data, at + 20)[0]
    start = at + 24
    directories = start + (112 if struct.unpack_from("<H", data, start)[0] == _WIDE else 96)
    (held,) = struct.unpack_from("<I", data, directories - 4)
    sections = [_section(data, start + options + number * 40) for number in range(min(count, _MOST_SECTIONS))]
    for directory, (size, name) in _SIZES.items():
        if directory < held:
            (address,) = struct.unpack_from("<I", data, directories + directory * 8)
            yield from _names(data, _offset(sections, address), sections, size, name)


def _section(data: bytes, at: int) -> _Section:
    size, address, raw, offset = struct.unpack_from("<4I", data, at + 8)
    return _Section(address, max(size, raw), offset)


def _names(data: bytes, at: int, sections: list[_Section], size: int, name: int) -> Iterator[str]:
    for number in range(_MOST_ENTRIES if at else 0):
        (address,) = struct.unpack_from("<I", data, at + number * size + name)
        place = _offset(sections, address)
        if not place:
            return
        yield data[place : place + _LONGEST].partition(b"\0")[0].decode("utf-8", "replace")


def _offset(sections: list[_Section], address: int) -> int:
    """Return where in the file an address of the loaded program lies, or 0."""
    return next((s.offset + address - s.address for s in sections if s.address <= address < s.address + s.size), 0)
