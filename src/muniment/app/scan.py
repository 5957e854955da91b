"""Scan one source: every entry accounted for, findings settled, one digest over the content."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.discover.collect import settle
from muniment.domain.evidence import Coverage, FileStatus, Gap, Inventory
from muniment.domain.ids import Digest

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
            sha.update(f"{result.record.digest.removeprefix('sha256:')}  {result.record.path}\n".encode())
    return Digest(f"sha256:{sha.hexdigest()}")


def _coverage(results: list[FileResult]) -> Coverage:
    statuses: Counter[FileStatus] = Counter()
    size = 0
    for result in results:
        status = result.record.status
        statuses[FileStatus.NOT_UNDERSTOOD if status.was_read and result.not_understood else status] += 1
        size += result.record.size
    return Coverage(
        entries=len(results),
        read=sum(count for status, count in statuses.items() if status.was_read),
        bytes_read=size,
        by_status=tuple(sorted(statuses.items(), key=lambda item: (-item[1], item[0].value))),
        gaps=tuple(gap for result in results for gap in _gaps(result)),
    )


def _gaps(result: FileResult) -> Iterator[Gap]:
    record = result.record
    for unclear in result.not_understood:
        yield Gap(path=record.path, line=unclear.line, status=FileStatus.NOT_UNDERSTOOD, why=unclear.why)
    if record.status.was_read:
        return
    harmless = record.status is FileStatus.VCS or (
        record.status is FileStatus.SYMLINK and record.detail != "leads out of the folder"
    )
    yield Gap(path=record.path, status=record.status, why=record.detail or record.status.value, limits=not harmless)
