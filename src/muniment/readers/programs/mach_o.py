"""The libraries that a Mach-O file loads.   Source: Apple `mach-o/loader.h`."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDE = b"\xcf\xfa\xed\xfe"
_LIBRARY = frozenset({0xC, 0xD, 0x80000018, 0x8000001F, 0x80000023})
"""Commands that load a library, weakly or not, load it for others, or say which library this is."""
_MOST_COMMANDS = 5000
_LONGEST = 512


def libraries(data: bytes) -> Iterator[str]:
    """Yield the path of each. Raises: struct.error where the file is cut off."""
    (count,) = struct.unpack_from("<I", data, 16)
    at = 32 if data.startswith(_WIDE) else 28
    for _ in range(min(count, _MOST_COMMANDS)):
        command, size = struct.unpack_from("<II", data, at)
        if size < 8:  # noqa: PLR2004 (the two numbers themselves)
            return
        if command in _LIBRARY:
            (offset,) = struct.unpack_from("<I", data, at + 8)
            yield data[at + offset : at + min(size, _LONGEST)].partition(b"\0")[0].decode("utf-8", "replace")
        at += size
