"""Accounts of stretches as bytes and back, for a process of our own or what an earlier scan left.

There are thousands of them, and most have no findings. So they are taken apart into plain values here, which takes a
fifth of the time that naming every class and member again for each of them would. The lines of digests, which are most
of the bytes, stay as they are.
"""

from __future__ import annotations

import pickle
from typing import Final, NamedTuple

from muniment.app.scan import Tally
from muniment.discover.paths.projects import Mark, Marked
from muniment.domain.file_status import FileStatus
from muniment.domain.surface import Surface
from muniment.stores.packed import packed, unpacked

_SURFACES: Final = tuple(Surface)
_STATUSES: Final = tuple(FileStatus)
_MARKS: Final = tuple(Mark)
_NUMBER: Final = {
    member: number for kind in (_SURFACES, _STATUSES, _MARKS) for number, member in enumerate[object](kind)
}


class PackedAccount(NamedTuple):
    """The account of a stretch as bytes: its lines as they are, and all `other` that it holds."""

    lines: bytes
    other: bytes


def packed_account(account: Tally) -> PackedAccount:
    """Return `account` as bytes."""
    counts = [(_NUMBER[surface], _NUMBER[status], count) for (surface, status), count in account.counts]
    marks = [(folder, _NUMBER[mark]) for folder, mark in account.marks]
    results = packed(account.results) if account.results else b""
    other = pickle.dumps((account.first, counts, account.size, results, marks), pickle.HIGHEST_PROTOCOL)
    return PackedAccount(account.lines, other)


def unpacked_account(content: PackedAccount) -> Tally:
    """Return what `packed_account` made bytes of. For bytes that only this user could have written.

    Raises: whatever damaged bytes may raise.
    """
    first, counts, size, results, marks = pickle.loads(content.other)  # noqa: S301  (as said above)
    return Tally(
        first=first,
        lines=content.lines,
        counts=tuple([((_SURFACES[surface], _STATUSES[status]), count) for surface, status, count in counts]),
        size=size,
        results=unpacked(results) if results else (),
        marks=frozenset([Marked(folder, _MARKS[mark]) for folder, mark in marks]),
    )
