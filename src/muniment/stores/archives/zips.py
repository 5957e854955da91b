"""Members of archives in the ZIP family: `.zip`, `.jar`, `.aar`, `.war`, `.whl`, `.nupkg`, `.apk` and so on."""

from __future__ import annotations

import stat
import struct
import zipfile
from typing import TYPE_CHECKING, BinaryIO, Final

from muniment.domain.patterns import lazily
from muniment.stores.archives.unpacking import BROKEN, LimitError, Member, Names, Refused, in_words, leads_inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.stores.archives.unpacking import Budget

_END = struct.Struct("<4s4H2LH")
_END_64: Final = 56
_LOCATOR_64: Final = 20
_LONGEST_COMMENT: Final = 65_535
_LARGEST_DIRECTORY: Final = 32 * 1024 * 1024
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_TENSOR: Final = lazily(r"[^/]+/data/\d+")
_UNIX: Final = 3
_LONGEST_TARGET: Final = 4096
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Those that the standard library unpacks in bounded memory."""


def zip_members(source: BinaryIO, budget: Budget) -> Iterator[Member | Refused]:
    """Yield every member that the directory of `source` lists, folders left out.

    Raises: one of `BROKEN` where the directory cannot be read or the budget is spent.
    """
    _check_directory(source, budget)
    names = Names()
    with zipfile.ZipFile(source) as archive:
        tensors = _tensors(archive)
        for info in archive.infolist():
            budget.take_member()
            if info.is_dir() and not info.file_size:
                continue
            if info.orig_filename in tensors:
                yield Refused(info.orig_filename, "numbers of a model", harmless=True)
                continue
            path, why = names.take(info.orig_filename)
            why = why or _refusal(info, budget)
            if why:
                yield Refused(path, why)
                continue
            budget.take(info.file_size)
            yield _member(archive, info, path)


def _tensors(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the members that hold nothing but the numbers of a model, as PyTorch writes them; most often none."""
    names = archive.namelist()
    if not any(name.endswith("/data.pkl") for name in names):
        return frozenset()
    return frozenset(name for name in names if _TENSOR.fullmatch(name))


def _refusal(info: zipfile.ZipInfo, budget: Budget) -> str:
    if info.flag_bits & _ENCRYPTED:
        return "encrypted"
    if info.is_dir():
        return "a folder that holds data"
    if info.compress_type not in _METHODS:
        return f"packed by method {info.compress_type}, which is not read"
    if info.file_size > budget.limits.member:
        return f"larger than {in_words(budget.limits.member)}"
    if budget.bloated(info.file_size, info.compress_size):
        return f"unpacks to more than {budget.limits.ratio} times its size"
    return ""


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> Member | Refused:
    try:
        with archive.open(info) as stream:
            content = stream.read(info.file_size)
    except BROKEN as error:
        return Refused(path, f"damaged: {error}")
    if len(content) != info.file_size:
        return Refused(path, "damaged: cut off")
    mode = info.external_attr >> 16 if info.create_system == _UNIX else 0
    if stat.S_ISLNK(mode):
        target = content[:_LONGEST_TARGET].decode("utf-8", "replace")
        return Refused(path, "a symbolic link", harmless=leads_inside(path, target))
    return Member(path, content)


def _check_directory(source: BinaryIO, budget: Budget) -> None:
    """Refuse a directory that would fill the memory, before the standard library reads it as a whole.

    Finds the directory as `zipfile` does.   Source: APPNOTE.TXT 4.3.14 to 4.3.16.
    """
    size = source.seek(0, 2)
    source.seek(max(0, size - _END.size - _LONGEST_COMMENT))
    tail = source.read()
    at = len(tail) - _END.size
    if tail[at : at + 4] != b"PK\5\6" or tail[-2:] != b"\0\0":
        at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise zipfile.BadZipFile("no directory at its end")
    length = _END.unpack_from(tail, at)[5]
    end = size - len(tail) + at
    source.seek(max(0, end - _END_64 - _LOCATOR_64))
    before = source.read(min(end, _END_64 + _LOCATOR_64))
    if before[_END_64 : _END_64 + 4] == b"PK\6\7" and before.startswith(b"PK\6\6"):
        length = struct.unpack_from("<Q", before, 40)[0]
    if length > _LARGEST_DIRECTORY:
        raise LimitError(f"its directory is larger than {in_words(_LARGEST_DIRECTORY)}")
    source.seek(max(0, end - _END_64 - _LOCATOR_64 - length))
    if source.read(length + _END_64 + _LOCATOR_64).count(b"PK\1\2") > budget.limits.count:
        raise LimitError(f"more than {budget.limits.count:,} members")
