"""The header of an RPM package: name, maker, what it needs.   Source: Linux Standard Base, "RPM Package Format"."""

from __future__ import annotations

import struct
from itertools import islice
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.technology import IdentifierKind
from muniment.readers.manifests.declared import declared
from muniment.readers.programs.linked import loads, seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_MAGIC = b"\xed\xab\xee\xdb"
_HEADER = b"\x8e\xad\xe8\1"
_LEAD = 96
_ENTRY = struct.Struct(">4I")
_NAME, _VERSION, _VENDOR, _REQUIRES = 1000, 1001, 1011, 1049
_MOST_ENTRIES = 10_000
_MOST_NEEDED = 5000
_LONGEST = 256


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield the package, its maker, and the packages and libraries that it needs."""
    del path, whole
    if not head.startswith(_MAGIC):
        return
    try:
        tags = _tags(head)
    except (struct.error, ValueError):
        yield NotUnderstood(0, "an RPM package whose header is damaged")
        return
    name, version = next(iter(tags.get(_NAME, [])), ""), next(iter(tags.get(_VERSION, [])), "")
    if name:
        yield declared("rpm", name, version, line=0, text=f"package {name} {version}")
    for vendor in tags.get(_VENDOR, []):
        yield seen(IdentifierKind.NAME, vendor, f"vendor {vendor}")
    for needed in dict.fromkeys(tags.get(_REQUIRES, [])):
        if ".so" in needed:
            yield from loads(needed.partition("(")[0])
        elif "(" not in needed and "/" not in needed:
            yield declared("rpm", needed, line=0, text=f"requires {needed}")


def _tags(data: bytes) -> dict[int, list[str]]:
    """Return the texts of the main header by tag. Raises: struct.error, ValueError."""
    at, count, size = _LEAD, 0, 0
    for fills in (8, 1):
        if not data.startswith(_HEADER, at):
            raise ValueError("no header")
        count, size = struct.unpack_from(">II", data, at + 8)
        start, at = at + 16, at + 16 + count * _ENTRY.size + size
        at += -at % fills
    store = start + count * _ENTRY.size
    found: dict[int, list[str]] = {}
    for number in range(min(count, _MOST_ENTRIES)):
        tag, _, offset, items = _ENTRY.unpack_from(data, start + number * _ENTRY.size)
        if tag in {_NAME, _VERSION, _VENDOR, _REQUIRES}:
            found[tag] = list(islice(_texts(data, store + offset, store + size), min(items, _MOST_NEEDED)))
    return found


def _texts(data: bytes, at: int, end: int) -> Iterator[str]:
    while at < end:
        stop = data.find(b"\0", at, at + _LONGEST)
        if stop < 0:
            return
        yield data[at:stop].decode("utf-8", "replace")
        at = stop + 1
