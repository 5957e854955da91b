"""The tree of the commit at HEAD as a source of evidence: every entry of it accounted for, nothing checked out."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from muniment.app.scan import FileResult
from muniment.domain.evidence import FileRecord, FileStatus
from muniment.stores.git.blobs import Lost, contents
from muniment.stores.git.repository import opened
from muniment.stores.tree.contents import examined, result_of
from muniment.stores.tree.crew import Crew, can_fork, cores
from muniment.stores.tree.files import Entry, FileReader
from muniment.stores.tree.walking import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from muniment.app.ports import Progress
    from muniment.app.scan.examine import Examiner
    from muniment.stores.git.blobs import Content
    from muniment.stores.git.repository import Repository

_BATCH: Final = 200
_ALONE: Final = 600
"""So few blobs are read faster by one process than by several that have to be started."""
LINK: Final = b"120000"
COMMIT: Final = b"160000"
"""The mode of a submodule: an entry that names a commit of another repository."""
_HEAD_MISSING: Final = "there is no commit at HEAD, or it cannot be read"


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One entry of a git tree; its path with bytes that are no UTF-8 as the system's functions have them."""

    mode: bytes
    object_id: str
    path: str

    @property
    def record(self) -> FileRecord | None:
        """Return the record of what is not in this repository at all; nothing for a file or a link."""
        if self.mode != COMMIT:
            return None
        why = f"commit {self.object_id[:12]} of another repository, which is not looked at"
        return FileRecord(shown(self.path), FileStatus.SUBMODULE, detail=why)


def results(root: Path, examiner: Examiner, progress: Progress | None = None) -> Iterator[FileResult]:
    """Yield what became of every entry of the tree at HEAD. `progress` is told (done, known).

    Raises: InputError where git cannot read the repository.
    """
    with opened(root) as repository:
        commit = repository.head()
        if not commit:
            yield FileResult(FileRecord(".", FileStatus.UNREADABLE, detail=_HEAD_MISSING), (), ())
            return
        entries = listed(repository, commit)
        yield from (FileResult(entry.record, (), ()) for entry in entries if entry.record is not None)
        files = [entry for entry in entries if entry.record is None]
        yield from examined_blobs(repository, files, Paths(entry.path for entry in entries), examiner, progress)


def examined_blobs(
    repository: Repository,
    files: Sequence[TreeEntry],
    paths: Paths,
    examiner: Examiner,
    progress: Progress | None = None,
) -> Iterator[FileResult]:
    """Yield what became of each file or link of a tree with these `paths`, by several processes where it is much."""

    def examine(batch: Sequence[TreeEntry]) -> list[FileResult]:
        found = zip(batch, contents(repository, [each.object_id for each in batch]), strict=True)
        return [_result(entry, content, paths, examiner) for entry, content in found]

    batches = (files[at : at + _BATCH] for at in range(0, len(files), _BATCH))
    alone = len(files) < _ALONE or not can_fork()
    done = 0
    for batch in map(examine, batches) if alone else Crew(examine, cores()).run(batches):
        yield from batch
        done += len(batch)
        if progress is not None:
            progress(done, len(files))


def listed(repository: Repository, commit: str) -> list[TreeEntry]:
    """Return every entry below the top of the tree of `commit` that is no tree itself, in git's order.

    Raises: InputError where a tree is missing or damaged, so that nobody knows what is in it.
    """
    printed = repository.output("ls-tree", "-r", "-z", "--full-tree", commit)
    return [_entry(line) for line in printed.split(b"\0") if line]


def lost(path: str, *, missing: bool) -> FileRecord:
    """Return the record of a file whose object the repository does not have, or has only in pieces."""
    if missing:
        return FileRecord(path, FileStatus.MISSING_OBJECT)
    return FileRecord(path, FileStatus.UNREADABLE, detail="its object is damaged")


def _entry(line: bytes) -> TreeEntry:
    about, _, path = line.partition(b"\t")
    mode, _, object_id = about.split()
    return TreeEntry(mode, object_id.decode("ascii"), os.fsdecode(path))


class Paths:
    """Every path of a tree, its folders included, so that links can be followed in thought."""

    def __init__(self, files: Iterable[str]) -> None:
        """Take the paths of everything in the tree that is no folder; they are looked at when a link is."""
        self._files = files
        self._known: set[str] = set()

    def _all(self) -> set[str]:
        if not self._known:
            self._known.update(self._files)
            for path in tuple(self._known):
                while (path := posixpath.dirname(path)) and path not in self._known:
                    self._known.add(path)
        return self._known

    def link(self, path: str, target: str) -> str:
        """Return what a record says of a link: nothing where it leads to what is read from elsewhere in the tree."""
        to = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if to.startswith("/") or to.split("/")[0] == "..":
            return "leads out of the folder"
        return "" if to == "." or to in self._all() else "leads nowhere"


def _result(entry: TreeEntry, content: Content, paths: Paths, examiner: Examiner) -> FileResult:
    path = shown(entry.path)
    match content:
        case Lost(missing=missing):
            return FileResult(lost(path, missing=missing), (), ())
        case bytes() if entry.mode == LINK:
            detail = paths.link(entry.path, os.fsdecode(content))
            return FileResult(FileRecord(path, FileStatus.SYMLINK, detail=detail), (), ())
        case bytes():
            return result_of(path, content, examiner)
        case Path():
            return examined(Entry(path, str(content)), FileReader(), examiner)
