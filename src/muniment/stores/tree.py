"""A folder as a source of evidence: walked, read by all processors, examined, and accounted for entry by entry."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from muniment.app.scan import FileResult
from muniment.domain.evidence import FileRecord
from muniment.stores.archives import looked_into, may_be_archive
from muniment.stores.crew import Crew, can_fork, cores
from muniment.stores.files import Entry, FileReader, walk
from muniment.stores.looking import looks_at
from muniment.stores.pieces import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from muniment.app.examine import Examined, Examiner

_BATCH: Final = 200
_ALONE: Final = 600
"""So few files are read faster by one process than by several that have to be started."""


def results(
    root: str,
    examiner: Examiner,
    progress: Callable[[int, int], None] | None = None,
    without: Collection[str] = (),
) -> Iterator[FileResult]:
    """Yield what became of every entry below `root` but `without`. `progress` is told (done, found so far)."""
    done = known = 0
    reader = FileReader()

    def examine(entries: list[Entry]) -> list[FileResult]:
        return [examined(entry, reader, examiner) for entry in entries]

    others: list[FileResult] = []
    listing = _listed(walk(root, without), others)
    first = list(islice(listing, _ALONE))

    def batches() -> Iterator[list[Entry]]:
        nonlocal known
        entries = chain(first, listing)
        while batch := list(islice(entries, _BATCH)):
            known += len(batch)
            yield batch

    alone = len(first) < _ALONE or not can_fork()
    for batch in map(examine, batches()) if alone else Crew(examine, cores()).run(batches()):
        yield from batch
        done += len(batch)
        if progress is not None:
            progress(done, known)
    yield from others


def _listed(entries: Iterator[Entry | FileRecord], others: list[FileResult]) -> Iterator[Entry]:
    """Yield the files, and keep the record of everything else."""
    for entry in entries:
        if isinstance(entry, FileRecord):
            others.append(FileResult(entry, (), ()))
        else:
            yield entry


def examined(entry: Entry, reader: FileReader, examiner: Examiner) -> FileResult:
    """Return what became of one file, and what it and its members show."""
    looks: list[Examined] = []
    record = reader.read(entry, lambda piece: looks.extend(looks_at(piece, examiner)))
    result = FileResult(record, *joined(looks))
    return looked_into(result, entry.full, examiner) if may_be_archive(record) else result
