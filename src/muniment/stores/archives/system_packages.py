"""Members of packages of Linux distributions: Debian's, which are `ar` archives, and RPM, whose payload is `cpio`.

Source: deb(5); Linux Standard Base, "RPM Package Format"; cpio(5), "New ASCII Format".
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, BinaryIO, Final

from muniment.stores.archives.tars import Unpacked
from muniment.stores.archives.unpacking import LimitError, Member, Names, Refused, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

    from muniment.stores.archives.unpacking import Budget

DEBIAN: Final = b"!<arch>\ndebian"
RPM: Final = b"\xed\xab\xee\xdb"
_AR: Final = b"!<arch>\n"
_AR_HEADER: Final = 60
_LEAD: Final = 96
_HEADER: Final = b"\x8e\xad\xe8\1"
_COUNTS: Final = struct.Struct(">II")
_LARGEST_HEADER: Final = 64 * 1024 * 1024
_CPIO: Final = (b"070701", b"070702")
_CPIO_HEADER: Final = 110
_MODE, _SIZE, _NAME_SIZE = 1, 6, 11
_LAST: Final = "TRAILER!!!"
_KIND: Final = 0o170000
_REGULAR, _FOLDER, _LINK = 0o100000, 0o040000, 0o120000
_LONGEST_NAME: Final = 4096


def deb_members(source: BinaryIO, budget: Budget) -> Iterator[Member | Refused]:
    """Yield the members of a Debian package, two of which are tar archives. Raises: one of `BROKEN`."""
    names = Names()
    source.seek(len(_AR))
    while header := source.read(_AR_HEADER):
        budget.take_member()
        if len(header) < _AR_HEADER or not header.endswith(b"`\n"):
            yield Refused("", "damaged: a member without its header")
            return
        size = int(header[48:58])
        path, why = names.take(header[:16].decode("utf-8", "surrogateescape").strip().rstrip("/"))
        if size > budget.limits.member:
            why = f"larger than {in_words(budget.limits.member)}"
        if why:
            yield Refused(path, why)
            source.seek(size + size % 2, 1)
            continue
        budget.take(size)
        content = source.read(size)
        source.seek(size % 2, 1)
        yield Member(path, content) if len(content) == size else Refused(path, "damaged: cut off")


def rpm_members(source: BinaryIO, budget: Budget) -> Iterator[Member | Refused]:
    """Yield the files that an RPM package installs. Raises: one of `BROKEN`."""
    payload = io.BufferedReader(_Rest(source, _payload(source)))
    if payload.read(4) == b"\x28\xb5\x2f\xfd":
        yield Refused("", "its files are packed by Zstandard, which is not read")
        return
    yield from _cpio_members(Unpacked(payload, budget), budget)


def _payload(source: BinaryIO) -> int:
    """Return where the files begin: after a lead and two headers, the first of which fills eight bytes."""
    at = _LEAD
    for fills in (8, 1):
        source.seek(at)
        start = source.read(16)
        if len(start) < 16 or not start.startswith(_HEADER):  # noqa: PLR2004 (of the header's own beginning)
            raise LimitError("damaged: a header is missing")
        entries, size = _COUNTS.unpack_from(start, 8)
        if entries * 16 + size > _LARGEST_HEADER:
            raise LimitError("damaged: a header of an impossible size")
        at += 16 + entries * 16 + size
        at += -at % fills
    return at


class _Rest(io.RawIOBase):
    """What follows a place in a file, as a file."""

    def __init__(self, source: BinaryIO, start: int) -> None:
        super().__init__()
        self._source = source
        self._start = start
        source.seek(start)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._source.read(len(view))
        view[: len(data)] = data
        return len(data)

    def seek(self, position: int, whence: int = 0) -> int:
        return self._source.seek(position + (0 if whence else self._start), whence) - self._start


def _cpio_members(stream: Unpacked, budget: Budget) -> Iterator[Member | Refused]:
    names = Names()
    while True:
        budget.take_member()
        header = stream.take(_CPIO_HEADER)
        if not header.startswith(_CPIO) or len(header) < _CPIO_HEADER:
            yield Refused("", "damaged, or of a format that is not read")
            return
        fields = [int(header[at : at + 8], 16) for at in range(6, _CPIO_HEADER, 8)]
        if fields[_NAME_SIZE] > _LONGEST_NAME:
            raise LimitError("damaged: a name of an impossible length")
        name = stream.take(fields[_NAME_SIZE]).rstrip(b"\0").decode("utf-8", "surrogateescape")
        stream.take(-(_CPIO_HEADER + fields[_NAME_SIZE]) % 4)
        if name == _LAST:
            return
        yield from _cpio_member(
            stream, name.removeprefix("./").lstrip("/"), fields[_MODE] & _KIND, fields[_SIZE], names
        )


def _cpio_member(stream: Unpacked, name: str, kind: int, size: int, names: Names) -> Iterator[Member | Refused]:
    limit = stream.limits.member
    if kind == _FOLDER:
        return
    path, why = names.take(name)
    if size > limit:
        why = why or f"larger than {in_words(limit)}"
    if why:
        yield Refused(path, why)
        stream.seek(stream.tell() + size)
    else:
        content = stream.take(size)
        if kind == _LINK:
            yield Refused(path, "a symbolic link", harmless=True)
        elif kind != _REGULAR:
            yield Refused(path, "not a regular file")
        else:
            yield Member(path, content) if len(content) == size else Refused(path, "damaged: cut off")
    stream.take(-size % 4)
