"""How a whole tree was when it was read: one look at its folders and files tells that nothing changed, or what did.

A folder that has the times it had holds the same names, so it need not be listed. What a link leads to is looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.stores.tree.stamps import GRAIN
from muniment.stores.tree.walking import LinkAt, Notes, Stretch

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from muniment.domain.evidence import FileRecord

MOST_FILES: Final = 400_000
"""Files of the largest tree of which a chart is kept: their names have to fit into memory."""
FIELDS: Final = 3
"""Numbers that tell how a folder is."""


class Chart(NamedTuple):
    """A tree: the state of its folders, every entry in the order of paths, and the stamp of each stretch of files.

    `stamps` are empty for entries that are no stretch.
    """

    folders: tuple[str, ...]
    states: array[int]
    links: tuple[LinkAt, ...]
    entries: tuple[Stretch | FileRecord, ...]
    stamps: tuple[bytes, ...]


def chart_of(
    notes: Notes, entries: Sequence[Stretch | FileRecord], stamps: Sequence[bytes], started: int
) -> Chart | None:
    """Return the chart of a tree as it was walked; nothing where a later change of it could go unseen."""
    unsure = any(isinstance(entry, Stretch) and not mark for entry, mark in zip(entries, stamps, strict=True))
    if unsure or len(notes.states) != FIELDS * len(notes.folders) or is_fresh(notes.states, started):
        return None
    return Chart(tuple(notes.folders), notes.states, tuple(notes.links), tuple(entries), tuple(stamps))


def is_fresh(states: array[int], started: int) -> bool:
    """Say whether a folder changed so shortly before `started`, in nanoseconds, that a later change could go unseen."""
    return max((*states[0::FIELDS], *states[1::FIELDS]), default=0) >= started - GRAIN
