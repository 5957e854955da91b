"""A folder as a source of evidence: walked, read by all processors, examined, and accounted for entry by entry."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING, Final

from muniment.app.scan import FileResult
from muniment.domain.evidence import FileRecord
from muniment.stores.crew import Crew, cores
from muniment.stores.files import Entry, FileReader, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from muniment.app.examine import Examiner
    from muniment.domain.evidence import Finding, NotUnderstood

_BATCH: Final = 200
_ALONE: Final = 600
"""So few files are read faster by one process than by several that have to be started."""


def results(root: str, examiner: Examiner, progress: Callable[[int, int], None] | None) -> Iterator[FileResult]:
    """Yield what became of every entry below `root`. `progress` is told (done, found so far)."""
    done = known = 0

    reader = FileReader()

    def examine(entries: list[Entry]) -> list[FileResult]:
        return [_examined(entry, reader, examiner) for entry in entries]

    others: list[FileResult] = []
    listing = _listed(walk(root), others)
    first = [entry for entry, _ in zip(listing, range(_ALONE), strict=False)]
    small = len(first) < _ALONE or "fork" not in multiprocessing.get_all_start_methods()

    def tasks() -> Iterator[list[Entry]]:
        nonlocal known
        batch: list[Entry] = []
        for source in (first, listing):
            for entry in source:
                batch.append(entry)
                known += 1
                if len(batch) >= _BATCH:
                    yield batch
                    batch = []
        if batch:
            yield batch

    ready = map(examine, tasks()) if small else Crew(examine, cores()).run(tasks())
    for batch in ready:
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
    findings: list[Finding] = []
    unclear: list[NotUnderstood] = []

    def look(path: str, data: bytes | memoryview, first_line: int) -> None:
        examined = examiner.examine(path, data, first_line)
        findings.extend(examined.findings)
        unclear.extend(examined.not_understood)

    return FileResult(reader.read(entry, look), tuple(findings), tuple(unclear))
