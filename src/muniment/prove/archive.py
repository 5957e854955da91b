"""A zip archive that can be written in one way only: no compression, one order, one date, no room between its parts.

So equal contents are equal bytes, nothing unpacks to more than it takes, and whatever somebody puts before, between or
after the files is seen. Any program for zip archives opens one.   Source: APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16.
"""

from __future__ import annotations

import re
import stat
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from muniment.errors import Problem, ProofError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_UNIX: Final = 3 << 8
_DAY: Final = 33
"""1 January 1980 as the format writes it."""
_MODE: Final = 0o100644 << 16
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_PART: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.+=@, -]*[A-Za-z0-9_+=@-])?")
_LONGEST_NAME: Final = 240
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""Names that are no files on Windows, whatever follows a dot in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What an archive of one kind may hold: bytes in all, bytes of one file, files, and the names that come first."""

    kind: str
    largest: int
    largest_file: int
    most_files: int
    first: tuple[str, ...]
    help: str


class _Listed(NamedTuple):
    """One entry of the directory, as it stands there."""

    name: str
    flags: int
    method: int
    packed: int
    size: int
    mode: int
    at: int


def packed(contents: Mapping[str, bytes], form: Form) -> bytes:
    """Return the archive with `contents`, by name. The caller has asked `misnamed` about each name."""
    return b"".join(_pieces(contents, form))


def unpacked(raw: bytes, form: Form, where: str) -> dict[str, bytes]:
    """Return what the archive `raw` holds, by name, if it is one that `packed` could have written.

    The directory at the end is read first, and refused are in it: encryption, compression, links and other things that
    are no files, names that lead out or are there twice, also in other letters, and more than `form` allows. Then the
    archive is written again and compared byte for byte.
    Raises: ProofError at `where`, and nothing else.
    """
    if len(raw) > form.largest:
        raise _refused(form, where, f"is larger than {form.largest // 2**20} MiB")
    listed = _directory(raw, form, where)
    _refuse_strange(listed, form, where)
    contents = {each.name: raw[each.at : each.at + each.size] for each in listed}
    place = 0
    for piece in _pieces(contents, form):
        if raw[place : place + len(piece)] != piece:
            raise _refused(form, where, f"is not what was packed, from byte {place} on")
        place += len(piece)
    if place != len(raw):
        raise _refused(form, where, f"goes on after byte {place}, where it should end")
    return contents


def misnamed(name: str) -> str:
    """Return why `name` can be no name of a file in an archive; nothing where it can."""
    if len(name) > _LONGEST_NAME:
        return f"has more than {_LONGEST_NAME} characters"
    for part in name.split("/"):
        if not _PART.fullmatch(part):
            return "is no plain name: letters of ASCII, digits and `_ . + = @ , -`, and none that begins with a dot"
        if _DEVICES.fullmatch(part):
            return "is the name of a device on some machines"
    return ""


def _directory(raw: bytes, form: Form, where: str) -> list[_Listed]:
    """Return the entries of the directory, which lies right before the end."""
    if len(raw) < _END.size or raw[-_END.size :][:4] != b"PK\5\6":
        raise _refused(form, where, f"is no {form.kind}, or is cut off, or something follows its end")
    _, _, _, _, count, length, at, _ = _END.unpack(raw[-_END.size :])
    if count > form.most_files:
        raise _refused(form, where, f"holds {count} files, and {form.most_files} are the most")
    if at + length != len(raw) - _END.size:
        raise _refused(form, where, "has something before, after or in place of the list of its files")
    found = []
    for _ in range(count):
        entry, at = _entry(raw, at, form, where)
        found.append(entry)
    return found


def _entry(raw: bytes, at: int, form: Form, where: str) -> tuple[_Listed, int]:
    """Return the entry at `at`, and where the next one begins."""
    if at + _ENTRY.size > len(raw) or raw[at : at + 4] != b"PK\1\2":
        raise _refused(form, where, "lists more files than it has, or is damaged")
    fields = _ENTRY.unpack_from(raw, at)
    _, _, _, flags, method, _, _, _, compressed, size, long, extra, comment, _, _, mode, start = fields
    name = raw[at + _ENTRY.size : at + _ENTRY.size + long].decode("ascii", "backslashreplace")
    entry = _Listed(name, flags, method, compressed, size, mode >> 16, start + _LOCAL.size + long)
    return entry, at + _ENTRY.size + long + extra + comment


def _refuse_strange(listed: list[_Listed], form: Form, where: str) -> None:
    if sum(each.size for each in listed) > form.largest:  # entries may share their bytes, so the file can be smaller
        raise _refused(form, where, f"holds more than {form.largest // 2**20} MiB")
    seen: set[str] = set()
    for each in listed:
        if why := _strange(each, seen, form):
            raise _refused(form, where, f"`{each.name}` {why}")
        seen.add(each.name.casefold())
    folders = {name[:at] for name in seen for at, letter in enumerate(name) if letter == "/"}
    if both := sorted(folders & seen):
        raise _refused(form, where, f"`{both[0]}` is a file and a folder")


def _strange(entry: _Listed, seen: set[str], form: Form) -> str:
    if entry.flags & _ENCRYPTED or entry.method or entry.size != entry.packed:
        return "is compressed or encrypted"
    if stat.S_IFMT(entry.mode) not in {0, stat.S_IFREG}:
        return "is no regular file"
    if why := misnamed(entry.name):
        return why
    if entry.name.casefold() in seen:
        return "is there twice"
    return f"is larger than {form.largest_file // 2**20} MiB" if entry.size > form.largest_file else ""


def _pieces(contents: Mapping[str, bytes], form: Form) -> Iterator[bytes]:
    """Yield the archive from its first byte to its last."""
    first = [name for name in form.first if name in contents]
    names = [*first, *sorted(set(contents) - set(first))]
    directory, place = [], 0
    for name in names:
        content, written = contents[name], name.encode()
        told = (0, 0, 0, _DAY, crc32(content), len(content), len(content), len(written), 0)
        yield _LOCAL.pack(b"PK\3\4", _VERSION, *told) + written
        yield content
        entry = _ENTRY.pack(b"PK\1\2", _UNIX | _VERSION, _VERSION, *told, 0, 0, 0, _MODE, place)
        directory.append(entry + written)
        place += _LOCAL.size + len(written) + len(content)
    listed = b"".join(directory)
    yield listed
    yield _END.pack(b"PK\5\6", 0, 0, len(names), len(names), len(listed), place, 0)


def _refused(form: Form, where: str, what: str) -> ProofError:
    return ProofError(Problem(where=where, what=what, help=form.help))
