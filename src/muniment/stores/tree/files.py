"""Files by themselves: every byte of a readable file is handed on once, with its digest."""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from muniment.discover.paths.own_files import begins_a_ledger
from muniment.domain.evidence import FileRecord, FileStatus
from muniment.domain.ids import Digest
from muniment.stores.encodings import is_no_text, to_utf8, wide_encoding, with_line_feeds
from muniment.stores.tree.walking import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WHOLE: Final = 16 * 1024 * 1024
"""Bytes of the largest file that is looked at as a whole."""
SLICE: Final = 2 * 1024 * 1024
"""Bytes of a larger file that are looked at together; nothing longer than `_OVERLAP` is missed where two meet."""
_OVERLAP: Final = 64 * 1024
_SMALL: Final = 1024 * 1024
HEAD: Final = 4096
"""Bytes by which what a file holds is told."""
_LFS = b"version https://git-lfs.github.com/spec/"
_ARCHIVES = (
    *(".zip", ".jar", ".war", ".ear", ".aar", ".apk", ".whl", ".egg", ".nupkg", ".gem", ".crate", ".docx", ".xlsx"),
    *(".tar", ".tgz", ".tbz2", ".txz", ".gz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".deb", ".rpm", ".iso", ".dmg"),
    *(".cab", ".msi"),
)
_PACKED = (
    *(b"PK\3\4", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"),
    b"\x28\xb5\x2f\xfd",
)
"""How archives and compressed files begin, whatever their name."""
_TAR = (slice(257, 262), b"ustar")
_MARKS: Final = (*_PACKED, _LFS, codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FIRST_OF_MARKS: Final = frozenset(mark[0] for mark in _MARKS)
OPEN_FLAGS: Final = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A regular file to be read: its path inside the tree, and where it is."""

    path: str
    full: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of one file from `first_line` on, good only while they are looked at.

    `whole`: they are all of the file; `begins`: the file begins with them. `inside_line`: they begin where no line
    begins, so that nobody knows whether inside a string. `binary`: the file holds zero bytes and is no text in a wide
    encoding. `places` are those of the literals in it, where they are known already.
    """

    path: str
    data: bytes | memoryview
    first_line: int = 1
    whole: bool = True
    begins: bool = True
    inside_line: bool = False
    binary: bool = False
    places: Sequence[tuple[int, int]] | None = None


Look: TypeAlias = "Callable[[Piece], None]"


def status_of(path: str, head: bytes, encoding: str) -> FileStatus:
    """Return what was read, by how the file begins; `encoding` is the wide one that its text is in, if any."""
    if encoding:
        return FileStatus.READ_TRANSCODED
    if head.startswith(_LFS):
        return FileStatus.LFS_POINTER
    binary = b"\0" in head
    place, mark = _TAR
    if head.startswith(_PACKED) or head[place] == mark or (binary and path.lower().endswith(_ARCHIVES)):
        return FileStatus.ARCHIVE
    return FileStatus.READ_BINARY if binary else FileStatus.READ


def begins_specially(data: bytearray, start: int) -> bool:
    """Say whether what begins at `start` has the mark of an encoding, of something packed, or of an LFS pointer."""
    return data[start] in _FIRST_OF_MARKS and data.startswith(_MARKS, start)


class FileReader:
    """Reads files one after the other through one buffer. Not to be shared between threads."""

    def __init__(self) -> None:
        """Set the buffer up; files larger than it are read in pieces."""
        self._buffer = bytearray(_SMALL)
        self._view = memoryview(self._buffer)

    def read(self, entry: Entry, look: Look) -> FileRecord:
        """Hand the file's bytes to `look` piece by piece, and return the record of it.

        Text arrives as UTF-8 without a mark, with lines that end with a line feed. Nothing is handed on from what is
        not a regular file. The digest is that of the bytes in the file.
        """
        try:
            descriptor = os.open(entry.full, OPEN_FLAGS)
        except OSError as error:
            return FileRecord(entry.path, FileStatus.UNREADABLE, detail=reason(error))
        try:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                return FileRecord(entry.path, FileStatus.SPECIAL, detail="no longer a regular file")
            digest, size, status = self._read(descriptor, entry.path, before.st_size, look)
            after = os.fstat(descriptor)
        except OSError as error:
            return FileRecord(entry.path, FileStatus.UNREADABLE, detail=reason(error))
        finally:
            os.close(descriptor)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
            return FileRecord(entry.path, FileStatus.CHANGED, size, digest)
        return FileRecord(entry.path, status, size, digest)

    def _read(self, descriptor: int, path: str, expected: int, look: Look) -> tuple[Digest, int, FileStatus]:
        count = os.readv(descriptor, [self._buffer])
        data = self._view[:count]
        head = bytes(data[:HEAD])
        encoding = wide_encoding(head)
        status = status_of(path, head, encoding)
        if count == _SMALL or encoding or count < expected:
            digest, size = _pieces(descriptor, bytes(data), path, look, encoding)
            return digest, size, status
        text: bytes | memoryview = data[3:] if head.startswith(codecs.BOM_UTF8) else data
        binary = b"\0" in head
        if self._buffer.find(b"\r", 0, count) >= 0 and not (binary or is_no_text(head)):
            text = with_line_feeds(bytes(text))
        look(Piece(path, text, binary=binary))
        return Digest(f"sha256:{hashlib.sha256(data).hexdigest()}"), count, status


def _pieces(descriptor: int, start: bytes, path: str, look: Look, encoding: str) -> tuple[Digest, int]:
    sha = hashlib.sha256()
    decode = to_utf8(encoding) if encoding else None
    binary = not encoding and b"\0" in start[:HEAD]
    size, line, kept, inside_line = 0, 1, b"", False
    ours = begins_a_ledger(start)
    for data, last in _blocks(descriptor, start):
        sha.update(data)
        if ours and size:
            size += len(data)
            continue
        text = kept + (decode(data, last) if decode else data if size else data.removeprefix(codecs.BOM_UTF8))
        if not (binary or is_no_text(start)):
            text = with_line_feeds(text, last=last)
        begins = not size
        look(Piece(path, text, line, whole=last and begins, begins=begins, inside_line=inside_line, binary=binary))
        size += len(data)
        if last:
            break
        begin = text.rfind(b"\n", max(0, len(text) - _OVERLAP)) + 1
        inside_line = not begin
        cut = begin or max(0, len(text) - _OVERLAP)
        line += text.count(b"\n", 0, cut)
        kept = text[cut:]
    return Digest(f"sha256:{sha.hexdigest()}"), size


def _blocks(descriptor: int, start: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield the bytes of a file that begins with `start`, and whether they are the last: all at once, or in slices."""
    first = start + _read_fully(descriptor, WHOLE - len(start))
    following = _read_fully(descriptor, SLICE) if len(first) == WHOLE else b""
    if not following:
        yield first, True
        return
    yield from ((first[at : at + SLICE], False) for at in range(0, WHOLE, SLICE))
    del first
    while following:
        data, following = following, _read_fully(descriptor, SLICE)
        yield data, not following


def _read_fully(descriptor: int, count: int) -> bytes:
    parts: list[bytes] = []
    missing = count
    while missing > 0 and (more := os.read(descriptor, missing)):
        parts.append(more)
        missing -= len(more)
    return parts[0] if len(parts) == 1 else b"".join(parts)
