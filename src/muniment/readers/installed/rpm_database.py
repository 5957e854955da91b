"""The database of installed RPM packages, in the form that it has today.   Source: rpm's documentation, "Database".

The older forms (Berkeley DB, ndb) are reported and not read.
"""

from __future__ import annotations

import sqlite3
import struct
from typing import TYPE_CHECKING, Final

from muniment.domain.evidence import NotUnderstood
from muniment.domain.technology import IdentifierKind
from muniment.readers.manifests.declared import declared
from muniment.readers.programs.linked import seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

SQLITE: Final = b"SQLite format 3\0"
_ENTRY: Final = struct.Struct(">4I")
_NAME, _VERSION, _RELEASE, _VENDOR = 1000, 1001, 1002, 1011
_TEXTS: Final = frozenset({6, 8, 9})
"""Types of entries that are texts: one, a list of which the first counts, one for each language."""
_MOST: Final = 100_000
_LARGEST: Final = 16 * 1024 * 1024
"""Bytes of the largest header of a package."""
_STEP: Final = 10_000
_MOST_STEPS: Final = 1_000
"""So many times so many instructions may a database take: what is called its table may be a view that never ends."""
_MOST_ENTRIES: Final = 10_000
_LONGEST: Final = 256


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield every installed package, with its version, and who made it."""
    if not path.rpartition("/")[2].lower().startswith("rpmdb"):
        return
    if not whole or not head.startswith(SQLITE):
        yield NotUnderstood(0, "a database of installed packages of a form or size that is not read")
        return
    try:
        yield from _packages(head)
    except sqlite3.Error as error:
        yield NotUnderstood(0, f"a database of installed packages that is damaged ({error})")
    except UnicodeError:
        yield NotUnderstood(0, "a database of installed packages that is damaged (its own description is no text)")


def _packages(content: bytes) -> Iterator[Seen]:
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(content)
        database.execute("pragma trusted_schema=off")
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
        steps = iter(range(_MOST_STEPS))
        database.set_progress_handler(lambda: next(steps, None) is None, _STEP)
        for (blob,) in database.execute(f"select blob from Packages limit {_MOST}"):  # noqa: S608  (a number of ours)
            yield from _package(blob)
    finally:
        database.close()


def _package(blob: bytes) -> Iterator[Seen]:
    try:
        tags = _texts(blob)
    except (struct.error, ValueError, TypeError):
        yield NotUnderstood(0, "an installed package whose header is damaged")
        return
    name = tags.get(_NAME, "")
    version = "-".join(part for part in (tags.get(_VERSION, ""), tags.get(_RELEASE, "")) if part)
    if not name:
        yield NotUnderstood(0, "an installed package without a name")
        return
    yield declared("rpm", name, version, line=0, text=f"package {name} {version}")
    if vendor := tags.get(_VENDOR, ""):
        yield seen(IdentifierKind.NAME, vendor, f"vendor {vendor}")


def _texts(blob: bytes) -> dict[int, str]:
    """Return the first text of each tag. Raises: struct.error, ValueError."""
    count, size = struct.unpack_from(">II", blob)
    if count > _MOST_ENTRIES:
        raise ValueError("too many entries")
    store = 8 + count * _ENTRY.size
    found: dict[int, str] = {}
    for at in range(count):
        tag, kind, offset, _ = _ENTRY.unpack_from(blob, 8 + at * _ENTRY.size)
        if kind in _TEXTS and offset < size:
            begin = store + offset
            end = blob.find(b"\0", begin, begin + _LONGEST)
            found[tag] = blob[begin : end if end >= 0 else begin + _LONGEST].decode("utf-8", "replace")
    return found
