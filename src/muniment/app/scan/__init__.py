"""Scan one source: every entry accounted for, findings settled, one digest over the content."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from muniment.discover.findings.collect import settle
from muniment.discover.paths.classify import is_fixture
from muniment.discover.paths.projects import Mark, Marked, Projects, marked
from muniment.discover.paths.surfaces import Surfaces
from muniment.domain.evidence import Coverage, FileStatus, Gap, Inventory
from muniment.domain.ids import Digest
from muniment.domain.surface import Surface, SurfaceCoverage
from muniment.domain.tooling import NO_TOOLS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from muniment.domain.evidence import FileRecord, Finding, NotUnderstood
    from muniment.domain.ids import SignatureId
    from muniment.domain.technology import Signature

SurfaceOf: TypeAlias = "Callable[[str], Surface]"
_WITHOUT_TOOLS: Final[SurfaceOf] = Surfaces(NO_TOOLS).of


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one entry, and what it shows."""

    record: FileRecord
    findings: tuple[Finding, ...]
    not_understood: tuple[NotUnderstood, ...]

    @property
    def status(self) -> FileStatus:
        """Return what the entry counts as: a file that was read, but not all of it understood, is not understood."""
        status = self.record.status
        unclear = status.was_read and not all(each.harmless for each in self.not_understood)
        return FileStatus.NOT_UNDERSTOOD if unclear else status

    @property
    def tells(self) -> bool:
        """Say whether there is more to say than that the file was read."""
        return bool(self.findings or self.not_understood) or not self.record.status.was_read


@dataclass(frozen=True, slots=True)
class Tally:
    """The account of entries that follow each other in the order of whole paths, `first` being the first of them.

    `lines` are what `sha256sum` prints for those that have a digest. `counts` are how many of them are of each surface
    and status. `size` is in bytes. `results` are those of which
    there is more to say than that they were read; the others are only counted.
    """

    first: str
    lines: bytes
    counts: tuple[tuple[tuple[Surface, FileStatus], int], ...]
    size: int
    results: tuple[FileResult, ...]
    marks: frozenset[Marked] = frozenset()


def tally(results: Sequence[FileResult], surface_of: SurfaceOf) -> Tally:
    """Return the account of `results`, at least one, in the order of their paths."""
    return Tally(
        first=results[0].record.path,
        lines=b"".join(digest_line(each.record.path, each.record.digest) for each in results if each.record.digest),
        counts=tuple(Counter((surface_of(each.record.path), each.status) for each in results).items()),
        size=sum(each.record.size for each in results),
        results=tuple(each for each in results if each.tells),
        marks=frozenset(mark for each in results if (mark := _mark(each, surface_of))),
    )


def _mark(result: FileResult, surface_of: SurfaceOf) -> Marked | None:
    path = result.record.path
    if result.status is FileStatus.SUBMODULE:
        return Marked(path, Mark.MANIFEST)
    return marked(path, surface_of(path))


def digest_lines(paths: Sequence[str], digests: Sequence[str]) -> bytes:
    """Return the lines that `sha256sum` prints for the files at `paths`, each with its digest in hexadecimal."""
    if _TWO_LINES.search("\0".join(paths)) is None:
        return "".join([f"{digest}  {path}\n" for path, digest in zip(paths, digests, strict=True)]).encode()
    return b"".join(map(digest_line, paths, digests))


def digest_line(path: str, digest: str) -> bytes:
    """Return the line that `sha256sum` prints for the file at `path`, which it escapes if it could be taken for two."""
    name = digest.removeprefix("sha256:")
    if _TWO_LINES.search(path) is None:
        return f"{name}  {path}\n".encode()
    printed = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"\\{name}  {printed}\n".encode()


_TWO_LINES = re.compile(r"[\\\n\r]")


def inventory(
    root: str,
    parts: Iterable[FileResult | Tally],
    signatures: Mapping[SignatureId, Signature],
    rulebook: Digest,
    surface_of: SurfaceOf = _WITHOUT_TOOLS,
) -> Inventory:
    """Return the inventory of the tree at `root`, whatever the order of `parts`. `surface_of` knows it by the path."""
    tallies = sorted(
        (part if isinstance(part, Tally) else tally([part], surface_of) for part in parts), key=lambda part: part.first
    )
    findings = (finding for part in tallies for result in part.results for finding in result.findings)
    projects = Projects(mark for part in tallies for mark in part.marks)
    return Inventory(
        root=root,
        content=_content(tallies),
        findings=settle(findings, signatures, projects, cache(surface_of)),
        coverage=_coverage(tallies),
        rulebook=rulebook,
    )


def _content(tallies: list[Tally]) -> Digest:
    """Return the digest of the lines that `sha256sum` prints for the files, in order of path."""
    sha = hashlib.sha256()
    for part in tallies:
        sha.update(part.lines)
    return Digest(f"sha256:{sha.hexdigest()}")


def _coverage(tallies: list[Tally]) -> Coverage:
    statuses: Counter[FileStatus] = Counter()
    surfaces: Counter[tuple[Surface, FileStatus]] = Counter()
    for part in tallies:
        for (surface, status), count in part.counts:
            statuses[status] += count
            surfaces[surface, status] += count
    return Coverage(
        entries=statuses.total(),
        read=sum(count for status, count in statuses.items() if status.was_read),
        bytes_read=sum(part.size for part in tallies),
        by_status=tuple(sorted(statuses.items(), key=lambda item: (-item[1], item[0].value))),
        gaps=tuple(gap for part in tallies for result in part.results for gap in gaps_of(result)),
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


def gaps_of(result: FileResult) -> Iterator[Gap]:
    """Yield what was not looked at or not understood. Test data cannot hide a use: nothing in it is run or shipped."""
    record = result.record
    if record.status.was_read and not result.not_understood:
        return
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
