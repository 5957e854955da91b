"""How files were when they were read, so that a later scan sees which of them may have changed without reading them."""

from __future__ import annotations

import hashlib
import os
from array import array
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELDS: Final = 4
LARGEST: Final = 2**63 - 1
GRAIN: Final = 2_000_000_000
"""Nanoseconds within which some file systems give two writes the same time."""


def note(found: os.stat_result, seen: array[int]) -> None:
    """Append size, times of change and number of a file to `seen`, which is an array of kind `q`."""
    seen.extend((found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino & LARGEST))


def glance(folder: str, names: Sequence[str]) -> array[int]:
    """Return how the files `names` in `folder` are now; shorter than it should be where one cannot be asked."""
    seen = array("q")
    try:
        at = os.open(folder, os.O_RDONLY)
    except OSError:
        return seen
    try:
        lstat = os.lstat
        for name in names:
            found = lstat(name, dir_fd=at)
            seen.extend((found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino & LARGEST))
    except OSError:
        return seen
    finally:
        os.close(at)
    return seen


def stamp(names: Sequence[str], seen: array[int], started: int) -> bytes:
    """Return 16 bytes that differ if a file of `names` was changed, or nothing where that could go unseen.

    `started` is when the scan began, in nanoseconds since 1970. What was written about then or later may have been
    written again since, within one tick of the file system's clock; so it is never believed to be unchanged.
    """
    if len(seen) != len(names) * _FIELDS:
        return b""
    newest = max(*seen[1::_FIELDS], *seen[2::_FIELDS])
    if newest >= started - GRAIN:
        return b""
    sha = hashlib.blake2b(os.fsencode("\0".join(names)), digest_size=16)
    sha.update(seen)
    return sha.digest()
