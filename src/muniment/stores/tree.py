"""A folder as a source of evidence: walked, read by all processors, examined, and accounted for entry by entry."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from muniment.app.examine import Examined
from muniment.app.scan import FileResult
from muniment.domain.evidence import FileRecord, NotUnderstood
from muniment.stores.archives import looked_into, may_be_archive
from muniment.stores.crew import Crew, can_fork, cores
from muniment.stores.encodings import with_narrow_text
from muniment.stores.files import Entry, FileReader, walk
from muniment.stores.pieces import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from muniment.app.examine import Examiner
    from muniment.stores.files import Piece

_BATCH: Final = 200
_ALONE: Final = 600
"""So few files are read faster by one process than by several that have to be started."""
_QUOTES: Final = (b'"', b"'", b"`")
_NOTHING: Final = Examined((), ())


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
        return [_examined(entry, reader, examiner) for entry in entries]

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


def _examined(entry: Entry, reader: FileReader, examiner: Examiner) -> FileResult:
    looks: list[Examined] = []
    record = reader.read(entry, lambda piece: looks.extend(_safely(piece, examiner)))
    result = FileResult(record, *joined(looks))
    if not may_be_archive(record):
        return result
    return looked_into(result, entry.full, lambda piece: Examined(*joined(list(_safely(piece, examiner)))), examiner)


def _safely(piece: Piece, examiner: Examiner) -> Iterator[Examined]:
    try:
        yield from _looks(piece, examiner)
    except Exception as fault:  # noqa: BLE001  (one file must not end the whole scan; it stays in the account)
        why = f"a fault of muniment, please report it: {fault!r}"[:300]
        yield Examined((), (NotUnderstood(piece.first_line, why),))


def _looks(piece: Piece, examiner: Examiner) -> Iterator[Examined]:
    """Yield what `piece` shows, read in each way in which it could have been meant."""
    yield examiner.examine(piece.path, piece.data, piece.first_line, whole=piece.whole)
    if piece.inside_line:
        for quote in _QUOTES:
            yield examiner.examine(piece.path, quote + bytes(piece.data), piece.first_line, whole=piece.whole)
    if piece.binary:
        squeezed = bytes(piece.data).translate(None, b"\0")
        if examiner.examine(piece.path, squeezed, piece.first_line, whole=piece.whole) != _NOTHING:
            narrow = with_narrow_text(bytes(piece.data))
            yield examiner.examine(piece.path, narrow, piece.first_line, whole=piece.whole)
