"""Folders and files: every entry accounted for, every byte of a readable file handed on once, with its digest."""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from muniment.domain.evidence import FileRecord, FileStatus
from muniment.domain.ids import Digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PIECE: Final = 32 * 1024 * 1024
"""Bytes of a file that are looked at together; nothing longer than `_OVERLAP` can be missed where two pieces meet."""
_OVERLAP: Final = 64 * 1024
_SMALL: Final = 1024 * 1024
_HEAD: Final = 4096
Look: TypeAlias = "Callable[[str, bytes | memoryview, int], None]"
_VCS = frozenset({".git", ".hg", ".svn", ".jj", ".bzr", "CVS"})
_ARCHIVES = (
    ".zip", ".jar", ".war", ".ear", ".aar", ".apk", ".whl", ".egg", ".nupkg", ".gem", ".crate", ".tar", ".tgz", ".tbz2",
    ".txz", ".gz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".deb", ".rpm", ".iso", ".dmg", ".cab", ".msi", ".docx", ".xlsx",
)  # fmt: skip
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """A regular file to be read: its path inside the tree, and where it is."""

    path: str
    full: str


def walk(root: str) -> Iterator[Entry | FileRecord]:
    """Yield every regular file below `root`, and a record for whatever else is there. Follows no symbolic link."""
    if os.path.isfile(root):
        yield Entry(_shown(os.path.basename(root)), root)
        return
    stack = [("", root)]
    while stack:
        prefix, folder = stack.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield FileRecord(_shown(prefix) or ".", FileStatus.UNREADABLE, detail=_reason(error))
            continue
        below: list[tuple[str, str]] = []
        for entry in entries:
            path = f"{prefix}/{entry.name}" if prefix else entry.name
            if entry.is_symlink():
                yield _link(root, path, entry.path)
            elif entry.is_dir(follow_symlinks=False):
                if entry.name in _VCS:
                    yield FileRecord(_shown(path), FileStatus.VCS)
                else:
                    below.append((path, entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield _vcs_link(path) if entry.name in _VCS else Entry(_shown(path), entry.path)
            else:
                yield FileRecord(_shown(path), FileStatus.SPECIAL, detail="a FIFO, socket or device")
        stack.extend(reversed(below))


class FileReader:
    """Reads files one after the other through one buffer. Not to be shared between threads."""

    def __init__(self) -> None:
        """Set the buffer up; files larger than it are read in pieces."""
        self._buffer = bytearray(_SMALL)
        self._view = memoryview(self._buffer)

    def read(self, entry: Entry, look: Look) -> FileRecord:
        """Hand the file's bytes to `look(path, bytes, first line)` piece by piece, and return the record of it.

        Text in UTF-16 or UTF-32 arrives as UTF-8. Nothing is handed on from what is not a regular file. The bytes are
        good only while `look` runs.
        """
        try:
            descriptor = os.open(entry.full, _FLAGS)
        except OSError as error:
            return FileRecord(entry.path, FileStatus.UNREADABLE, detail=_reason(error))
        try:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                return FileRecord(entry.path, FileStatus.SPECIAL, detail="no longer a regular file")
            digest, size, status = self._read(descriptor, entry.path, look)
            after = os.fstat(descriptor)
        except OSError as error:
            return FileRecord(entry.path, FileStatus.UNREADABLE, detail=_reason(error))
        finally:
            os.close(descriptor)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
            return FileRecord(entry.path, FileStatus.CHANGED, size, digest)
        if status is FileStatus.READ_BINARY and entry.path.lower().endswith(_ARCHIVES):
            status = FileStatus.ARCHIVE
        return FileRecord(entry.path, status, size, digest)

    def _read(self, descriptor: int, path: str, look: Look) -> tuple[Digest, int, FileStatus]:
        count = os.readv(descriptor, [self._buffer])
        head = bytes(self._view[: min(count, _HEAD)])
        encoding = _encoding(head)
        status = _status(head, encoding)
        if count == _SMALL or encoding:
            start = bytes(self._view[:count])
            return (*_pieces(descriptor, start, path, look, encoding), status)
        data = self._view[:count]
        look(path, data, 1)
        return Digest(f"sha256:{hashlib.sha256(data).hexdigest()}"), count, status


def _pieces(descriptor: int, start: bytes, path: str, look: Look, encoding: str) -> tuple[Digest, int]:
    sha = hashlib.sha256()
    data = start + _read_fully(descriptor, PIECE - len(start))
    decode = _decoder(encoding)
    size, line, kept = 0, 1, b""
    while data:
        sha.update(data)
        size += len(data)
        following = _read_fully(descriptor, PIECE) if len(data) == PIECE else b""
        text = kept + (decode(data, not following) if decode else data)
        look(path, text, line)
        if following:
            cut = max(text.rfind(b"\n", len(text) - _OVERLAP) + 1, len(text) - _OVERLAP)
            line += text.count(b"\n", 0, cut)
            kept = text[cut:]
        data = following
    return Digest(f"sha256:{sha.hexdigest()}"), size


def _read_fully(descriptor: int, count: int) -> bytes:
    data = os.read(descriptor, count)
    if not data or len(data) == count:
        return data
    parts, missing = [data], count - len(data)
    while missing and (more := os.read(descriptor, missing)):
        parts.append(more)
        missing -= len(more)
    return b"".join(parts) if len(parts) > 1 else data


def _status(head: bytes, encoding: str) -> FileStatus:
    if encoding:
        return FileStatus.READ_TRANSCODED
    return FileStatus.READ_BINARY if b"\0" in head else FileStatus.READ


def _encoding(head: bytes) -> str:
    """Return the name of a wide encoding that the beginning of a file shows, or nothing."""
    if b"\0" not in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    ):  # fmt: skip
        if head.startswith(mark):
            return name
    even, odd = head[::2], head[1::2]
    if len(head) >= 8 and b"\0" not in even and odd.count(0) > len(odd) * 0.7:
        return "utf-16-le"
    if len(head) >= 8 and b"\0" not in odd and even.count(0) > len(even) * 0.7:
        return "utf-16-be"
    return ""


def _decoder(encoding: str) -> Callable[[bytes, bool], bytes] | None:
    if not encoding:
        return None
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return lambda data, final: decoder.decode(data, final).encode("utf-8", "replace")


def _link(root: str, path: str, full: str) -> FileRecord:
    """Record a symbolic link; one that leads out of the tree leads to something that was not looked at."""
    target = os.path.realpath(full)
    if not os.path.exists(target):
        return FileRecord(_shown(path), FileStatus.SYMLINK, detail="leads nowhere")
    inside = os.path.commonpath([os.path.realpath(root), target]) == os.path.realpath(root)
    return FileRecord(_shown(path), FileStatus.SYMLINK, detail="" if inside else "leads out of the folder")


def _vcs_link(path: str) -> FileRecord:
    return FileRecord(_shown(path), FileStatus.VCS, detail="a submodule or work tree's link")


def _shown(path: str) -> str:
    """Return `path` with bytes that are no UTF-8 spelled out, so that every path can be written and signed."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return path


def _reason(error: OSError) -> str:
    return f"{errno.errorcode.get(error.errno or 0, 'error')}: {error.strerror}"
