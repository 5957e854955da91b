"""Scan one source: every entry accounted for, findings settled, one digest over the content."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.discover.classify import is_fixture
from muniment.discover.collect import settle
from muniment.discover.surfaces import surface_of
from muniment.domain.evidence import Coverage, FileStatus, Gap, Inventory
from muniment.domain.ids import Digest
from muniment.domain.surface import Surface, SurfaceCoverage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from muniment.domain.evidence import FileRecord, Finding, NotUnderstood
    from muniment.domain.ids import SignatureId
    from muniment.domain.technology import Signature


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one entry, and what it shows."""

    record: FileRecord
    findings: tuple[Finding, ...]
    not_understood: tuple[NotUnderstood, ...]


def inventory(
    root: str, results: Iterable[FileResult], signatures: Mapping[SignatureId, Signature], rulebook: Digest
) -> Inventory:
    """Return the inventory of the tree at `root`, whatever the order of `results`."""
    kept = sorted(results, key=lambda result: result.record.path)
    return Inventory(
        root=root,
        content=_content(kept),
        findings=settle((finding for result in kept for finding in result.findings), signatures),
        coverage=_coverage(kept),
        rulebook=rulebook,
    )


def _content(results: list[FileResult]) -> Digest:
    """Return the digest of the lines that `sha256sum` prints for the files, in order of path."""
    sha = hashlib.sha256()
    for result in results:
        if result.record.digest is not None:
            mark, path = _as_printed(result.record.path)
            sha.update(f"{mark}{result.record.digest.removeprefix('sha256:')}  {path}\n".encode())
    return Digest(f"sha256:{sha.hexdigest()}")


def _as_printed(path: str) -> tuple[str, str]:
    """Return the mark and the form that `sha256sum` gives to a path that could be taken for two lines."""
    escaped = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return ("", path) if escaped == path else ("\\", escaped)


def _coverage(results: list[FileResult]) -> Coverage:
    statuses: Counter[FileStatus] = Counter()
    surfaces: Counter[tuple[Surface, FileStatus]] = Counter()
    size = 0
    for result in results:
        status = result.record.status
        unclear = status.was_read and not all(each.harmless for each in result.not_understood)
        status = FileStatus.NOT_UNDERSTOOD if unclear else status
        statuses[status] += 1
        surfaces[surface_of(result.record.path), status] += 1
        size += result.record.size
    return Coverage(
        entries=len(results),
        read=sum(count for status, count in statuses.items() if status.was_read),
        bytes_read=size,
        by_status=tuple(sorted(statuses.items(), key=lambda item: (-item[1], item[0].value))),
        gaps=tuple(gap for result in results for gap in _gaps(result)),
        by_surface=tuple(by_surface(surfaces)),
    )


def by_surface(counted: Mapping[tuple[Surface, FileStatus], int]) -> Iterator[SurfaceCoverage]:
    """Yield the account of each surface that has entries, from their number for each status."""
    for surface in Surface:
        of_surface = {status: number for (each, status), number in counted.items() if each is surface}
        unclear = of_surface.pop(FileStatus.NOT_UNDERSTOOD, 0)
        read = sum(number for status, number in of_surface.items() if status.was_read)
        if total := sum(of_surface.values()) + unclear:
            left = total - read - unclear
            yield SurfaceCoverage(surface=surface, read=read, not_understood=unclear, not_looked_at=left)


def _gaps(result: FileResult) -> Iterator[Gap]:
    """Yield what was not looked at or not understood. Test data cannot hide a use: nothing in it is run or shipped."""
    record = result.record
    made_up = is_fixture(record.path)
    for unclear in dict.fromkeys(result.not_understood):
        status = FileStatus.NOT_UNDERSTOOD
        path = f"{record.path}!/{unclear.inside}" if unclear.inside else record.path
        limits = not (made_up or unclear.harmless)
        yield Gap(path=path, line=unclear.line, status=status, why=unclear.why, limits=limits)
    if record.status.was_read:
        return
    harmless = record.status is FileStatus.VCS or (record.status is FileStatus.ARCHIVE and made_up)
    leads_to_nothing_else = record.status is FileStatus.SYMLINK and record.detail in _HARMLESS_LINKS
    yield Gap(
        path=record.path,
        status=record.status,
        why=record.detail or record.status.value,
        limits=not (harmless or leads_to_nothing_else),
    )


_HARMLESS_LINKS = frozenset({"", "leads nowhere"})
"""Details of links that lead to what is read from elsewhere in the folder, or to nothing at all."""
