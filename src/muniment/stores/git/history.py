"""Every content that any commit of a repository ever had, read once under each path that it had."""

from __future__ import annotations

import codecs
import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from muniment.app.scan import FileResult, gaps_of
from muniment.app.scan.history import Past, with_company
from muniment.app.scan.versions import FileVersions, Numbering
from muniment.discover.findings.attribution import NOWHERE, Change, Commits, ancestors
from muniment.discover.identifiers.trailers import trailers
from muniment.discover.paths.projects import Mark, Marked, Projects, marked
from muniment.domain.evidence import Coverage, FileRecord, FileStatus, Gap
from muniment.stores.encodings import wide_encoding, with_line_feeds
from muniment.stores.git.blobs import Lost, contents
from muniment.stores.git.head import COMMIT, lost
from muniment.stores.git.log import changes, entries
from muniment.stores.git.repository import opened
from muniment.stores.tree.contents import examined, result_of
from muniment.stores.tree.crew import Crew, can_fork, cores
from muniment.stores.tree.files import HEAD, Entry, FileReader, status_of
from muniment.stores.tree.walking import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from muniment.app.ports import Progress
    from muniment.app.scan.versions import Versions
    from muniment.domain.evidence import Finding, NotUnderstood
    from muniment.stores.git.blobs import Content
    from muniment.stores.git.log import Changes
    from muniment.stores.git.repository import Repository

_BATCH: Final = 1000
"""Versions of files that one worker reads at a time."""
_ALONE: Final = 400
"""So few are read faster by one process than by several that have to be started."""
_Version: TypeAlias = "tuple[bytes, int, str]"
"""A path, and the number and id of a version of the file there."""


@dataclass(slots=True)
class _Batch:
    """What some versions show: their uses, and, by number, which of them each version shows."""

    uses: list[Finding] = field(default_factory=list)
    shows: dict[int, frozenset[int]] = field(default_factory=dict)
    statuses: Counter[FileStatus] = field(default_factory=Counter)
    size: int = 0
    gaps: list[Gap] = field(default_factory=list)


def read(root: Path, versions: Versions, progress: Progress | None = None) -> Past:
    """Read the history of the repository at `root`. `progress` is told of versions of files.

    Raises: InputError where git cannot read the repository.
    """
    with opened(root) as repository:
        ids, commits, said = _commits(repository)
        line = ancestors(commits)
        found = changes(repository, ids, commits.parents, line)
        refs = repository.output("for-each-ref", "--format=%(objecttype) %(*objecttype) %(refname)").splitlines()
        whole = _Batch(gaps=list(_incomplete(repository, found, ids, refs)))
        _account_for_others(found, whole)
        numbering = Numbering(versions.signatures)
        for batch in _batches_read(repository, versions, found, progress):
            _join(whole, batch, numbering)
    whole.shows = _counting(found, whole.shows, numbering.uses, versions)
    return Past(
        root=str(root),
        ids=[commit.decode("ascii") for commit in ids],
        commits=commits,
        refs=len(refs),
        blobs=found.blobs(),
        uses=numbering.uses,
        changes=_telling(found, whole.shows, line),
        path_of=lambda version: shown(os.fsdecode(found.paths[found.path_of[version]])),
        trailers=said,
        coverage=_coverage(whole),
    )


def _commits(repository: Repository) -> tuple[list[bytes], Commits, Mapping[str, Sequence[int]]]:
    """Return the ids of all commits, who descends from whom, and in which of them each trailer stands."""
    numbers: dict[bytes, int] = {}
    above: list[tuple[bytes, ...]] = []
    when: list[int] = []
    said: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries(repository)):
        numbers[entry.commit] = number
        above.append(entry.parents)
        when.append(entry.when)
        for trailer in set(trailers(entry.author, entry.committer, entry.message)):
            said[trailer].append(number)
    parents = [tuple(numbers[parent] for parent in each if parent in numbers) for each in above]
    head = numbers.get(repository.head().encode("ascii"), -1)
    return list(numbers), Commits(parents=parents, when=when, head=head), said


def _incomplete(repository: Repository, found: Changes, ids: Sequence[bytes], refs: Sequence[bytes]) -> Iterator[Gap]:
    """Yield what of the history itself is not there to be read."""
    if repository.shallow:
        why = "a shallow clone: what was before its oldest commits is not there; `git fetch --unshallow` gets it"
        yield Gap(path="history", status=FileStatus.MISSING_OBJECT, why=why)
    for number in found.unread:
        why = "git cannot compare this commit with the one before"
        yield Gap(path=ids[number].decode("ascii"), status=FileStatus.UNREADABLE, why=why)
    for ref in refs:
        direct, _, rest = ref.partition(b" ")
        behind, _, name = rest.partition(b" ")
        if b"commit" not in {direct, behind}:
            why = "leads to no commit; what it leads to was not looked at"
            yield Gap(path=shown(os.fsdecode(name)), status=FileStatus.SPECIAL, why=why)


def _account_for_others(found: Changes, whole: _Batch) -> None:
    """Count each path at which a link or a submodule ever was; what a submodule held is in another repository."""
    for path, mode in found.others.items():
        status = FileStatus.SUBMODULE if mode == COMMIT else FileStatus.SYMLINK
        whole.statuses[status] += 1
        if status is FileStatus.SUBMODULE:
            whole.gaps.append(Gap(path=shown(os.fsdecode(path)), status=status, why=status.value))


def _batches_read(
    repository: Repository, versions: Versions, found: Changes, progress: Progress | None
) -> Iterator[_Batch]:
    def work(batch: list[_Version]) -> _Batch:
        return _read(repository, versions, batch)

    batches = list(_batches(found))
    alone = len(found.path_of) < _ALONE or not can_fork()
    done = size = 0
    for batch in map(work, batches) if alone else Crew(work, cores()).run(iter(batches)):
        yield batch
        done += batch.statuses.total()
        size += batch.size
        if progress is not None:
            progress(done, len(found.path_of), size)


def _batches(found: Changes) -> Iterator[list[_Version]]:
    """Yield all versions, those of one path together, so that git finds what it makes each from still at hand."""
    batch: list[_Version] = []
    for path, at in sorted((path, at) for at, path in enumerate(found.paths)):
        for content, number in found.versions[at].items():
            batch.append((path, number, content.decode("ascii")))
            if len(batch) == _BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _read(repository: Repository, versions: Versions, batch: Sequence[_Version]) -> _Batch:
    found = _Batch()
    numbering = Numbering(versions.signatures)
    last, file = b"", None
    for (path, number, object_id), content in zip(
        batch, contents(repository, [each[2] for each in batch]), strict=True
    ):
        if file is None or path != last:
            last, file = path, _File(shown(os.fsdecode(path)), versions, numbering)
        uses = file.look(object_id, content, found)
        if uses:
            found.shows[number] = uses
    found.uses = numbering.uses
    return found


class _File:
    """One path, of which one content after the other is looked at."""

    def __init__(self, path: str, versions: Versions, numbering: Numbering) -> None:
        self._path = path
        self._examiner = versions.examiner
        self._numbering = numbering
        self._versions = FileVersions(path, versions, numbering)
        self._record = FileRecord(path, FileStatus.READ)
        self._told: set[str] = set()

    def look(self, object_id: str, content: Content, into: _Batch) -> frozenset[int]:
        """Return the numbers of the uses that `content` shows, and note in `into` what became of it."""
        if isinstance(content, bytes):
            into.size += len(content)
            head = content[:HEAD]
            if status_of(self._path, head, wide_encoding(head)) is FileStatus.READ:
                uses = self._versions.uses(with_line_feeds(content.removeprefix(codecs.BOM_UTF8)))
                if self._versions.not_understood:
                    self._account_for(FileResult(self._record, (), self._unclear()), object_id, into)
                else:
                    into.statuses[FileStatus.READ] += 1
                return uses
        result = self._result(content)
        self._account_for(result, object_id, into)
        return self._numbering.of_file(result.findings)

    def _unclear(self) -> tuple[NotUnderstood, ...]:
        """Return what of the last version nobody could use, without what an earlier one told of."""
        found = self._versions.not_understood
        new = tuple(each for each in found if each.why not in self._told)
        self._told.update(each.why for each in new)
        return new

    def _account_for(self, result: FileResult, object_id: str, into: _Batch) -> None:
        into.statuses[result.status] += 1
        into.gaps += (_in_version(gap, object_id) for gap in gaps_of(result))

    def _result(self, content: Content) -> FileResult:
        match content:
            case Lost(missing=missing):
                return FileResult(lost(self._path, missing=missing), (), ())
            case bytes():
                return result_of(self._path, content, self._examiner)
            case Path():
                return examined(Entry(self._path, str(content)), FileReader(), self._examiner)


def _in_version(gap: Gap, object_id: str) -> Gap:
    return Gap(path=f"{gap.path}@{object_id[:12]}", line=gap.line, status=gap.status, why=gap.why, limits=gap.limits)


def _join(whole: _Batch, batch: _Batch, numbering: Numbering) -> None:
    """Add `batch`, whose uses are numbered for itself."""
    numbers = [numbering.number(finding) for finding in batch.uses]
    same: dict[frozenset[int], frozenset[int]] = {}
    for version, uses in batch.shows.items():
        if uses not in same:
            same[uses] = frozenset(numbers[use] for use in uses)
        whole.shows[version] = same[uses]
    whole.statuses.update(batch.statuses)
    whole.size += batch.size
    whole.gaps += batch.gaps


def _counting(
    found: Changes, shows: Mapping[int, frozenset[int]], uses: Sequence[Finding], versions: Versions
) -> dict[int, frozenset[int]]:
    """Return of what each version shows the uses that count in the project of its path."""
    paths = [shown(os.fsdecode(path)) for path in found.paths]
    surface_of = versions.examiner.surface_of
    marks = [mark for path in paths if (mark := marked(path, surface_of(path)))]
    marks += [Marked(shown(os.fsdecode(path)), Mark.MANIFEST) for path, mode in found.others.items() if mode == COMMIT]
    at = {version: (paths[found.path_of[version]], each) for version, each in shows.items()}
    counting = with_company(uses, set(at.values()), versions.signatures, Projects(marks))
    return {version: counting[each] for version, each in at.items() if counting[each]}


def _telling(
    found: Changes, shows: Mapping[int, frozenset[int]], line: frozenset[int]
) -> Mapping[int, Sequence[Change]]:
    """Return the changes of each commit that say something about a use."""
    telling: dict[int, list[Change]] = defaultdict(list)
    get = shows.get
    for commit, before, after in zip(found.commit, found.before, found.after, strict=True):
        old, new = get(before, NOWHERE), get(after, NOWHERE)
        if old != new or (new and commit not in line):
            telling[commit].append(Change(old, new, after))
    return telling


def _coverage(whole: _Batch) -> Coverage:
    return Coverage(
        entries=whole.statuses.total(),
        read=sum(count for status, count in whole.statuses.items() if status.was_read),
        bytes_read=whole.size,
        by_status=tuple(sorted(whole.statuses.items(), key=lambda item: (-item[1], item[0].value))),
        gaps=tuple(whole.gaps),
    )
