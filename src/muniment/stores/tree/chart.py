"""How a whole tree was when it was read: one look at its folders and files tells that nothing changed, or what did.

A folder that has the times it had holds the same names, so it need not be listed. What a link leads to is looked up.
"""

from __future__ import annotations

import os
import threading
from array import array
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.stores.tree.stamps import GRAIN, glance, stamp
from muniment.stores.tree.walking import LinkAt, Notes, Stretch, link_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from muniment.domain.evidence import FileRecord

MOST_FILES: Final = 400_000
"""Files of the largest tree of which a chart is kept: their names have to fit into memory."""
_FIELDS: Final = 3
_WORTH_TWO: Final = 8_000
"""So many files are asked by two processes sooner than by one."""


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
    if unsure or len(notes.states) != _FIELDS * len(notes.folders) or _newest(notes.states) >= started - GRAIN:
        return None
    return Chart(tuple(notes.folders), notes.states, tuple(notes.links), tuple(entries), tuple(stamps))


def differing(known: Chart, started: int) -> frozenset[int] | None:
    """Return the places of the stretches that are not as they were; nothing where the tree has to be walked again."""
    if _states(known.folders) != known.states or any(map(_leads_elsewhere, known.links)):
        return None
    places = [place for place, entry in enumerate(known.entries) if isinstance(entry, Stretch)]
    files = sum(len(entry.names) for entry in known.entries if isinstance(entry, Stretch))
    if files < _WORTH_TWO or not hasattr(os, "fork") or threading.active_count() > 1:
        return frozenset(_changed(known, places, started))
    return frozenset(_in_two(known, places, started))


def _states(folders: Iterable[str]) -> array[int]:
    notes = Notes()
    for folder in folders:
        notes.at(folder)
    return notes.states


def _leads_elsewhere(link: LinkAt) -> bool:
    return link_record(link.root, link.record.path, link.full) != link.record


def _newest(states: array[int]) -> int:
    return max((*states[0::_FIELDS], *states[1::_FIELDS]), default=0)


def _changed(known: Chart, places: Sequence[int], started: int) -> array[int]:
    found = array("i")
    for place in places:
        entry = known.entries[place]
        assert isinstance(entry, Stretch)  # noqa: S101  (its place is that of one)
        if stamp(entry.names, glance(entry.folder, entry.names), started) != known.stamps[place]:
            found.append(place)
    return found


def _in_two(known: Chart, places: Sequence[int], started: int) -> Iterable[int]:
    """Ask about one half in a process of its own; where that fails, ask about it here."""
    middle = len(places) // 2
    here, there = os.pipe()
    child = os.fork()
    if not child:
        _answer(known, places[middle:], started, there)
    os.close(there)
    try:
        found = _changed(known, places[:middle], started)
        with os.fdopen(here, "rb") as answer:
            told = array("i")
            with suppress(ValueError):
                told.frombytes(answer.read())
    finally:
        ended = os.waitpid(child, 0)[1]
    return [*found, *(told if ended == 0 else _changed(known, places[middle:], started))]


def _answer(known: Chart, places: Sequence[int], started: int, there: int) -> None:
    """Tell the parent what changed, and end."""
    code = 1
    try:
        with os.fdopen(there, "wb") as answer:
            answer.write(_changed(known, places, started).tobytes())
        code = 0
    finally:
        os._exit(code)
