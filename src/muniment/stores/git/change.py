"""The two sides of a change in a git repository, file by file; only what is asked for is read."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.app.scan import FileResult
from muniment.app.scan.change import Side
from muniment.domain.evidence import FileRecord, FileStatus
from muniment.stores.git.head import COMMIT, LINK, Paths, TreeEntry, examined_blobs, listed
from muniment.stores.tree.contents import examined
from muniment.stores.tree.files import Entry, FileReader
from muniment.stores.tree.together import read_together
from muniment.stores.tree.walking import reason, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from muniment.app.scan.examine import Examiner
    from muniment.stores.git.repository import Repository

_ON_DISK: Final = ""
_IN_CONFLICT: Final = "conflict"
_REGULAR: Final = frozenset({b"100644", b"100755"})
_MERGED: Final = b"0"


@dataclass(frozen=True, slots=True)
class Version:
    """What lies at a path on one side: a mode of git's and the id of an object, or a file that is on disk."""

    mode: bytes
    object_id: str


def of_commit(repository: Repository, commit: str) -> dict[str, Version]:
    """Return what the tree of `commit` has at each path. Raises: InputError where a tree cannot be read."""
    return {entry.path: Version(entry.mode, entry.object_id) for entry in listed(repository, commit)}


def of_index(repository: Repository, top: Path) -> dict[str, Version]:
    """Return what is staged at each path; a path with a conflict is there without a content."""
    found: dict[str, Version] = {}
    for line in _lines(repository.output("-C", str(top), "ls-files", "--stage", "--full-name", "-z")):
        about, _, path = line.partition(b"\t")
        mode, object_id, stage = about.split()
        staged = object_id.decode("ascii") if stage == _MERGED else _IN_CONFLICT
        found[os.fsdecode(path)] = Version(mode, staged)
    return found


def of_work_tree(repository: Repository, top: Path) -> dict[str, Version]:
    """Return what is on disk at each path that git tracks or would add; what it is told to ignore is not there."""
    found = of_index(repository, top)
    asked = ("diff", "--raw", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=dirty")
    changes = iter(_lines(repository.output("-C", str(top), *asked)))
    for about in changes:
        path, status = os.fsdecode(next(changes)), about.rpartition(b" ")[2]
        if status == b"D":
            found.pop(path, None)
        else:
            found[path] = _on_disk(top, path, about.split()[1])
    return found | {path: _on_disk(top, path, b"") for path in _untracked(repository, top)}


def _untracked(repository: Repository, top: Path) -> Iterator[str]:
    rules = ["--exclude-per-directory=.gitignore"]
    excluded = repository.folder.common / "info" / "exclude"
    if excluded.is_file():
        rules.append(f"--exclude-from={excluded.resolve()}")
    for line in _lines(repository.output("-C", str(top), "ls-files", "--others", "-z", *rules)):
        yield os.fsdecode(line).rstrip("/")


def _lines(printed: bytes) -> list[bytes]:
    return [line for line in printed.split(b"\0") if line]


def _on_disk(top: Path, path: str, mode: bytes) -> Version:
    """Return the version on disk. A folder is another repository, whatever git was told of it before."""
    try:
        found = (top / path).lstat().st_mode
    except OSError:
        return Version(mode, _ON_DISK)
    if stat.S_ISDIR(found):
        return Version(COMMIT, _ON_DISK)
    return Version(LINK if stat.S_ISLNK(found) else b"100644", _ON_DISK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """A whole repository before and after a change. `top` is its work tree, or where the records of a bare one are.

    `on_disk`: what comes after is the work tree, so that what did not change can be read there.
    """

    repository: Repository
    top: Path
    before: Mapping[str, Version]
    after: Mapping[str, Version]
    bare: bool
    on_disk: bool = False

    def within(self, folder: str, without: Collection[str]) -> tuple[Mapping[str, Version], Mapping[str, Version]]:
        """Return both sides of what lies in `folder`, seen from there, but not in one of `without`."""
        before, after = (_within(side, folder, without) for side in (self.before, self.after))
        return before, after

    def differ_at(self, path: str) -> bool:
        """Say whether the change alters the file at `path`, or one in the folder there."""
        below = f"{path}/"
        paths = {each for side in (self.before, self.after) for each in side if each == path or each.startswith(below)}
        return any(_differ(self.before.get(each), self.after.get(each)) for each in paths)


def _within(side: Mapping[str, Version], folder: str, without: Collection[str]) -> dict[str, Version]:
    if folder in side:
        return {folder.rpartition("/")[2]: side[folder]}
    prefix = f"{folder}/" if folder else ""
    left_out = tuple(f"{each}/" for each in without)
    inside = {path.removeprefix(prefix): version for path, version in side.items() if path.startswith(prefix)}
    if not without:
        return inside
    return {path: each for path, each in inside.items() if path not in without and not path.startswith(left_out)}


class GitTree:
    """One folder of a repository before and after a change."""

    def __init__(
        self, sides: Sides, examiner: Callable[[], Examiner], *, folder: str = "", without: Collection[str] = ()
    ) -> None:
        """Take the `folder`, seen from the top, but what is in `without`, seen from the folder."""
        before, after = sides.within(folder, without)
        self.root = str(sides.top / folder)
        self._sides = sides
        self._examiner = examiner
        self._versions = {Side.BEFORE: before, Side.AFTER: after}
        self._named = {shown(path): path for path in (*before, *after)}
        self._top_marks = not folder and not sides.bare
        differ = {path for path in self._named.values() if _differ(before.get(path), after.get(path))}
        self.changed = {each for each, path in self._named.items() if path in differ}
        self.unchanged = self._named.keys() - self.changed

    def projects(self, side: Side) -> list[str]:
        """Return the folders that are projects whatever lies in them."""
        inner = [shown(path) for path, version in self._versions[side].items() if version.mode == COMMIT]
        return [*inner, ""] if self._top_marks else inner

    def read(self, side: Side, paths: Sequence[str]) -> Iterator[FileResult]:
        """Yield what became of those of `paths` that are there on that side.

        Raises: InputError where git cannot be asked.
        """
        versions = self._versions[side]
        wanted = [(path, versions[path]) for path in (self._named[each] for each in paths) if path in versions]
        blobs: list[TreeEntry] = []
        reader = FileReader() if wanted else None
        for path, version in wanted:
            if version.object_id == _ON_DISK and reader is not None:
                yield self._from_disk(path, version, reader)
            elif (record := _absent(path, version)) is not None:
                yield FileResult(record, (), ())
            else:
                blobs.append(TreeEntry(version.mode, version.object_id, path))
        if blobs:
            yield from examined_blobs(self._sides.repository, blobs, Paths(versions), self._examiner())

    def around(self, paths: Sequence[str]) -> Iterator[FileResult]:
        """Yield what unchanged `paths` show: from disk, which is faster, or else from git."""
        if not self._sides.on_disk:
            yield from self.read(Side.AFTER, paths)
            return
        regular: list[str] = []
        others: list[str] = []
        for path in paths:
            plain = self._versions[Side.AFTER][self._named[path]].mode in _REGULAR
            (regular if plain else others).append(path)
        for result in read_together(self.root, [self._named[each] for each in regular], self._examiner()):
            if result.record.status in {FileStatus.UNREADABLE, FileStatus.SPECIAL, FileStatus.CHANGED}:
                others.append(result.record.path)
            else:
                yield result
        yield from self.read(Side.AFTER, others)

    def _from_disk(self, path: str, version: Version, reader: FileReader) -> FileResult:
        full = f"{self.root}/{path}"
        if version.mode == COMMIT:
            why = "another repository, which is not looked at"
            return FileResult(FileRecord(shown(path), FileStatus.SUBMODULE, detail=why), (), ())
        if version.mode != LINK:
            return examined(Entry(shown(path), full), reader, self._examiner())
        try:
            detail = Paths(self._versions[Side.AFTER]).link(path, os.readlink(full))  # noqa: PTH115  (a path may hold bytes that are no text)
        except OSError as error:
            return FileResult(FileRecord(shown(path), FileStatus.UNREADABLE, detail=reason(error)), (), ())
        return FileResult(FileRecord(shown(path), FileStatus.SYMLINK, detail=detail), (), ())


def _differ(before: Version | None, after: Version | None) -> bool:
    """Say whether there is another content; that a file may be run now, or not any more, changes none."""
    if before is None or after is None:
        return before is not after
    return before.object_id != after.object_id or _kind(before) != _kind(after)


def _kind(version: Version) -> bytes:
    return version.mode if version.mode in {LINK, COMMIT} else b""


def _absent(path: str, version: Version) -> FileRecord | None:
    if version.object_id == _IN_CONFLICT:
        return FileRecord(shown(path), FileStatus.UNREADABLE, detail="has a conflict; nothing is staged for it")
    return TreeEntry(version.mode, version.object_id, path).record
