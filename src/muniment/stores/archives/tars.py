"""Members of tar archives, plain or compressed, and the one file in what is compressed and no tar archive."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from typing import TYPE_CHECKING, BinaryIO, Final

from muniment.domain.patterns import lazily
from muniment.stores.archives.unpacking import LimitError, Member, Names, Refused, in_words, leads_inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from muniment.stores.archives.unpacking import Budget

_STEP: Final = 64 * 1024
_BLOCK: Final = 512
_LARGEST_HEADER: Final = 64 * 1024
_XZ_MEMORY: Final = 128 * 1024 * 1024
_MANY_DIGITS = lazily(rb"\d{64}")
"""No header holds such a number, and some versions of the standard library take very long over one."""


def tar_members(source: BinaryIO, name: str, budget: Budget) -> Iterator[Member | Refused]:
    """Yield every member of `source`, folders left out, or the one file that it is where it is no tar archive.

    Raises: one of `BROKEN` where what follows cannot be read or the budget is spent.
    """
    stream = Unpacked(source, budget)
    head = stream.peek(_BLOCK)
    if is_tar(head):
        yield from _members(stream, budget)
    elif stream.compressed:
        yield _alone(stream, name, budget)
    else:
        yield Refused("", "of a format that is not read")


def is_tar(head: bytes) -> bool:
    """Say whether a file that starts with `head` is a tar archive, by the checksum of its first block."""
    if len(head) < _BLOCK:
        return False
    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


def _members(stream: Unpacked, budget: Budget) -> Iterator[Member | Refused]:
    names = Names()
    with tarfile.TarFile(fileobj=stream, encoding="utf-8", errors="surrogateescape") as tar:
        while (info := tar.next()) is not None:
            tar.members.clear()  # type: ignore[attr-defined]  # or they would all be kept
            budget.take_member()
            if not info.isdir():
                yield _member(info, stream, names, budget)
    yield from _end(stream)


def _member(info: tarfile.TarInfo, stream: Unpacked, names: Names, budget: Budget) -> Member | Refused:
    path, why = names.take(info.name)
    if why:
        return Refused(path, why)
    if info.issym():
        return Refused(path, "a symbolic link", harmless=leads_inside(path, info.linkname))
    if info.islnk():
        return Refused(path, "a link to another member", harmless=info.linkname in names)
    if not info.isreg() or info.issparse():
        return Refused(path, "a sparse file" if info.issparse() else "not a regular file")
    if info.size > budget.limits.member:
        return Refused(path, f"larger than {in_words(budget.limits.member)}")
    stream.seek(info.offset_data)
    content = stream.take(info.size)
    return Member(path, content) if len(content) == info.size else Refused(path, "damaged: cut off")


def _end(stream: Unpacked) -> Iterator[Refused]:
    """Report an archive that does not end as it should: `tarfile` takes a damaged header for the end."""
    if stream.last.strip(b"\0"):
        yield Refused("", "damaged: what follows was not read")
        return
    if len(stream.last) < _BLOCK:
        yield Refused("", "cut off: the mark of the end is missing")
    while piece := stream.take(_STEP):
        if piece.strip(b"\0"):
            yield Refused("", "holds more after its end, which was not read")
            return


def _alone(stream: Unpacked, name: str, budget: Budget) -> Member | Refused:
    stem = name.rpartition("/")[2].rpartition(".")[0] or "content"
    path, why = Names().take(stem)
    if why:
        return Refused(path, why)
    content = stream.take(budget.limits.member + 1)
    if len(content) > budget.limits.member:
        return Refused(path, f"larger than {in_words(budget.limits.member)}")
    return Member(path, content)


class Unpacked(io.RawIOBase):
    """The unpacked bytes of a file, read forward only, and never more of them than the budget allows.

    `last` is what the last `read` returned: the block at which `tarfile` stopped.
    """

    def __init__(self, source: BinaryIO, budget: Budget) -> None:
        super().__init__()
        self._packed = source.seek(0, 2)
        source.seek(0)
        opened = next((opened for magic, opened in _PACKINGS.items() if _starts(source, magic)), None)
        self.compressed = opened is not None
        self._pieces = (opened or _plain)(source)
        self._budget = budget
        self.limits = budget.limits
        self._unpacked = 0
        self._at = 0
        self._ahead = b""
        self.last = b""

    def tell(self) -> int:
        """Return how many unpacked bytes were taken."""
        return self._at

    def seek(self, position: int, whence: int = 0) -> int:
        """Go forward. Raises: ValueError for a way back, which only a damaged header asks for."""
        if whence or position < self._at:
            raise ValueError("damaged: a member that lies before its header")
        while self._at < position and self.take(min(_STEP, position - self._at)):
            pass
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes of a header, or fewer at the end. Raises: LimitError for no size that a header has."""
        if not 0 <= size <= _LARGEST_HEADER:
            raise LimitError("damaged: a header of an impossible size")
        self.last = self.take(size)
        if size > _BLOCK and _MANY_DIGITS.search(self.last):
            raise LimitError("damaged: a header with an impossible number")
        return self.last

    def take(self, size: int) -> bytes:
        """Return `size` bytes, or fewer at the end."""
        data = self.peek(size)
        self._ahead = self._ahead[len(data) :]
        self._at += len(data)
        return data

    def peek(self, size: int) -> bytes:
        """Return what `take` would, without going forward."""
        if len(self._ahead) < size:
            parts, have = [self._ahead], len(self._ahead)
            while have < size and (piece := next(self._pieces, b"")):
                self._meter(len(piece))
                parts.append(piece)
                have += len(piece)
            self._ahead = b"".join(parts)
        return self._ahead[:size]

    def _meter(self, size: int) -> None:
        self._unpacked += size
        self._budget.take(size)
        if self._budget.bloated(self._unpacked, self._packed):
            raise LimitError(f"unpacks to more than {self._budget.limits.ratio} times its size")


def _starts(source: BinaryIO, magic: bytes) -> bool:
    found = source.read(len(magic)) == magic
    source.seek(0)
    return found


def _plain(source: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: source.read(_STEP), b"")


def _gzip(source: BinaryIO) -> Iterator[bytes]:
    stream = gzip.GzipFile(fileobj=source, mode="rb")
    return iter(lambda: stream.read(_STEP), b"")


def _bzip2(source: BinaryIO) -> Iterator[bytes]:
    stream = bz2.BZ2File(source)
    return iter(lambda: stream.read(_STEP), b"")


def _xz(source: BinaryIO) -> Iterator[bytes]:
    """Yield what is in every stream of the file; unlike `lzma.LZMAFile`, in bounded memory."""
    decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY)
    data = source.read(_STEP)
    while data or not decoder.eof:
        if decoder.eof:
            decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY)
        elif decoder.needs_input and not data:
            raise EOFError("cut off")
        piece = decoder.decompress(data, _STEP)
        if piece:
            yield piece
        data = decoder.unused_data.lstrip(b"\0") if decoder.eof else b""
        if decoder.eof or decoder.needs_input:
            data = data or source.read(_STEP)


_PACKINGS: Final[dict[bytes, Callable[[BinaryIO], Iterator[bytes]]]] = {
    b"\x1f\x8b\x08": _gzip,
    b"BZh": _bzip2,
    b"\xfd7zXZ\0": _xz,
}
