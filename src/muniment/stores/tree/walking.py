"""Folders as they lie on disk: every entry either part of a stretch of files to be read, or recorded as what it is."""

from __future__ import annotations

import errno
import os
from array import array
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.domain.evidence import FileRecord, FileStatus
from muniment.stores.tree.stamps import LARGEST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LONGEST: Final = 400
"""Files of one stretch at most."""
VCS: Final = frozenset({".git", ".hg", ".svn", ".jj", ".bzr", "CVS"})
_SMALL: Final = 4096
"""Bytes of the largest file that can be a link to version control's records."""


class Stretch(NamedTuple):
    """Regular files of one folder that follow each other in the order of whole paths.

    `folder` is where they are; `prefix` is its path inside the tree as shown, empty or with a `/` at its end. A single
    file that was named by a link is shown as it was `called`.
    """

    folder: str
    prefix: str
    names: tuple[str, ...]
    called: str = ""

    @property
    def first(self) -> str:
        """Return the path of the first file as shown, by which stretches are put in order."""
        return self.path(self.names[0])

    def path(self, name: str) -> str:
        """Return the path of a file as shown."""
        return self.called or self.prefix + shown(name)


class LinkAt(NamedTuple):
    """A symbolic link at `full`, seen from `root`, and what was recorded of it."""

    root: str
    full: str
    record: FileRecord


@dataclass(slots=True)
class Notes:
    """What a walk noted, so that a later one can be spared: the times of each folder before it was listed, and links.

    Whatever else decides what is recorded is noted like a folder.
    """

    folders: list[str] = field(default_factory=list)
    states: array[int] = field(default_factory=lambda: array("q"))
    links: list[LinkAt] = field(default_factory=list)

    def at(self, path: str) -> None:
        """Note how the folder at `path` is; one that cannot be asked leaves the notes incomplete."""
        self.folders.append(path)
        with suppress(OSError):
            found = os.stat(path)
            self.states.extend((found.st_mtime_ns, found.st_ctime_ns, found.st_ino & LARGEST))


def walk(root: str, without: Collection[str] = (), notes: Notes | None = None) -> Iterator[Stretch | FileRecord]:
    """Yield every regular file below `root`, and a record for whatever else is there, in order of their paths.

    Follows no symbolic link. `root` itself may be a file, or a link to one. `without` are paths inside `root` that are
    to be left out. `notes` are filled where they are given; those of a single file stay incomplete.
    """
    if os.path.isfile(root):
        folder, name = os.path.split(os.path.realpath(root))
        if notes is not None:
            notes.folders.append(root)
        yield Stretch(folder, "", (name,), called=shown(os.path.basename(root)))
        return
    yield from _Walk(root, frozenset(without), notes or Notes()).below("", root, "")


def listed(root: str, folder: str, without: Collection[str], notes: Notes) -> Iterator[Stretch | FileRecord]:
    """Yield what stands in `folder`, which is `root` or below it, as `walk` does; folders in it go into `notes`."""
    inside = folder[len(root) :].lstrip(os.sep)
    prefix = f"{shown(inside)}/" if inside else ""
    for found in _Walk(root, frozenset(without), notes).listed(inside, folder, prefix):
        if isinstance(found, _Folder):
            notes.folders.append(found.full)
        else:
            yield found


class _Walk:
    """One walk below one root."""

    def __init__(self, root: str, without: frozenset[str], notes: Notes) -> None:
        self._root = root
        self._without = without
        self._notes = notes

    def below(self, inside: str, folder: str, prefix: str) -> Iterator[Stretch | FileRecord]:
        """Yield what is in `folder` and below, whose path in the tree is `inside`, or `prefix` as shown."""
        stack = [self.listed(inside, folder, prefix)]
        while stack:
            found = next(stack[-1], None)
            if found is None:
                stack.pop()
            elif isinstance(found, _Folder):
                stack.append(self.listed(found.inside, found.full, found.prefix))
            else:
                yield found

    def listed(self, inside: str, folder: str, prefix: str) -> Iterator[Stretch | FileRecord | _Folder]:
        """Yield the entries of one folder in the order that the whole paths below it have."""
        self._notes.at(folder)
        try:
            with os.scandir(folder) as entries:
                ordered = sorted(entries, key=_whole)
        except OSError as error:
            yield FileRecord(prefix.removesuffix("/") or ".", FileStatus.UNREADABLE, detail=reason(error))
            return
        names: list[str] = []
        for entry in ordered:
            if self._without and _inside(inside, entry) in self._without:
                continue
            found = self._kind(inside, entry, prefix)
            if found is None:
                names.append(entry.name)
            elif isinstance(found, FileRecord):
                yield found
                continue
            if names and (found is not None or len(names) == LONGEST):
                yield Stretch(folder, prefix, tuple(names))
                names = []
            if found is not None:
                yield found
        if names:
            yield Stretch(folder, prefix, tuple(names))

    def _kind(self, inside: str, entry: os.DirEntry[str], prefix: str) -> _Folder | FileRecord | None:
        """Return the folder to be entered or the record of what is not read; nothing for a file to be read."""
        try:
            if entry.is_file(follow_symlinks=False):
                return self._link_to_records(entry, prefix) if entry.name in VCS else None
            at = prefix + shown(entry.name)
            if entry.is_symlink():
                found = link_record(self._root, at, entry.path)
                self._notes.links.append(LinkAt(self._root, entry.path, found))
                return found
            if entry.is_dir(follow_symlinks=False):
                if entry.name in VCS and self._is_vcs(entry):
                    return FileRecord(at, FileStatus.VCS)
                return _Folder(_inside(inside, entry), entry.path, f"{at}/")
        except OSError as error:
            return FileRecord(prefix + shown(entry.name), FileStatus.UNREADABLE, detail=reason(error))
        return FileRecord(at, FileStatus.SPECIAL, detail="a FIFO, socket or device")

    def _link_to_records(self, entry: os.DirEntry[str], prefix: str) -> FileRecord | None:
        """Return the record of the small file by which a submodule or work tree names where its records are."""
        self._notes.at(entry.path)
        if entry.stat(follow_symlinks=False).st_size >= _SMALL:
            return None
        return FileRecord(prefix + shown(entry.name), FileStatus.VCS, detail="a submodule or work tree's link")

    def _is_vcs(self, folder: os.DirEntry[str]) -> bool:
        """Say whether version control keeps its records there; `CVS` is a name that other folders have as well."""
        if folder.name != "CVS":
            return True
        self._notes.at(folder.path)
        entries = os.path.join(folder.path, "Entries")
        return os.path.isfile(entries) and not os.path.islink(entries)


def link_record(root: str, at: str, full: str) -> FileRecord:
    """Record a symbolic link; the detail says so where it leads to what is not read from below `root`."""
    target = os.path.realpath(full)
    if not os.path.exists(target):
        detail = "leads nowhere"
    elif covers(root, target):
        detail = ""
    else:
        top = os.path.realpath(root)
        inside = top == os.path.commonpath([top, target])
        detail = "leads into version control" if inside else "leads out of the folder"
    return FileRecord(at, FileStatus.SYMLINK, detail=detail)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to be entered: its path in the tree, where it is, and its path as shown with a `/`."""

    inside: str
    full: str
    prefix: str


def _inside(folder: str, entry: os.DirEntry[str]) -> str:
    """Return the path in the tree of an entry of `folder`."""
    return f"{folder}/{entry.name}" if folder else entry.name


def _whole(entry: os.DirEntry[str]) -> str:
    """Return by what to sort an entry, so that what is in a folder stands where its whole paths do."""
    name = shown(entry.name)
    try:
        return f"{name}/" if entry.is_dir(follow_symlinks=False) else name
    except OSError:
        return name


def covers(folder: str, other: str) -> bool:
    """Say whether reading `folder` reads `other` as well, which is the same place or one below it."""
    outer, inner = os.path.realpath(folder), os.path.realpath(other)
    if inner == outer:
        return True
    below = os.path.relpath(inner, outer).split(os.sep)
    return os.path.isdir(outer) and below[0] != os.pardir and VCS.isdisjoint(below)


def shown(path: str) -> str:
    r"""Return `path` so that it can be written and signed, and no two paths look the same.

    Bytes that are no UTF-8 are spelled `\xff`; in a name that holds such bytes, or `\x` itself, `\` is doubled.
    """
    if path.isascii() and "\\x" not in path:
        return path
    return "/".join(_spelled(name) for name in path.split("/"))


def _spelled(name: str) -> str:
    raw = os.fsencode(name)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return raw.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")
    return text.replace("\\", "\\\\") if "\\x" in text else text


def reason(error: OSError) -> str:
    """Return what the system says, with its short name."""
    return f"{errno.errorcode.get(error.errno or 0, 'error')}: {error.strerror}"
