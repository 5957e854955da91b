"""A ledger as static files that other programs know how to read (c2sp.org/tlog-tiles)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from muniment.prove.merkle import Subtrees

WIDTH: Final = 256
"""Hashes in a full tile."""
_HEIGHT: Final = 8
"""Levels of the tree from one level of tiles to the next."""


def hash_tiles(subtrees: Subtrees, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every tile of hashes for a tree of `size` entries."""
    level = 0
    while count := size >> (_HEIGHT * level):
        for number in range((count + WIDTH - 1) // WIDTH):
            first, last = number * WIDTH, min((number + 1) * WIDTH, count)
            hashes = (subtrees(_HEIGHT * level, index) for index in range(first, last))
            yield _path(str(level), number, last - first), b"".join(hashes)
        level += 1


def entry_bundles(entries: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every bundle of entries, which are at most 65,535 bytes each."""
    bundle, number, count = bytearray(), 0, 0
    for entry in entries:
        bundle += len(entry).to_bytes(2) + entry
        count += 1
        if count == WIDTH:
            yield _path("entries", number, count), bytes(bundle)
            bundle, number, count = bytearray(), number + 1, 0
    if count:
        yield _path("entries", number, count), bytes(bundle)


def _path(level: str, number: int, width: int) -> str:
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    return "/".join(("tile", level, *parts)) + (f".p/{width}" if width < WIDTH else "")
