"""Archives, looked into without unpacking anything to disk."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final

from muniment.app.scan import FileResult
from muniment.discover.text.spots import EXCERPT
from muniment.domain.evidence import Context, FileStatus, Identifier, NotUnderstood, Observation, Rung
from muniment.domain.technology import IdentifierKind
from muniment.stores.archives.jvm_names import dex_classes, jvm_package
from muniment.stores.archives.system_packages import DEBIAN, RPM, deb_members, rpm_members
from muniment.stores.archives.tars import is_tar, tar_members
from muniment.stores.archives.unpacking import BROKEN, Budget, Limits, Member, Refused, in_words
from muniment.stores.archives.zips import zip_members
from muniment.stores.tree.files import HEAD, OPEN_FLAGS
from muniment.stores.tree.looking import piece_of, shown_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.app.scan.examine import Examiner
    from muniment.domain.evidence import FileRecord, Finding
    from muniment.domain.ids import SignatureId, VendorId

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of the largest file that is opened as an archive."""
_MOSTLY_NUMBERS: Final = (".pt", ".pth", ".ckpt", ".bin")
"""Endings of models, which are as large as they like: their numbers are not unpacked."""
_MOST_REFUSED: Final = 50
_ZIPS = frozenset(
    [".zip", ".jar", ".aar", ".war", ".ear", ".whl", ".egg", ".nupkg", ".apk", ".aab", ".ipa", ".vsix", ".xpi"]
)
_NOT_READ = {
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive is not read",
    b"\x28\xb5\x2f\xfd": "Zstandard is not read",
    b"Rar!\x1a\x07": "a RAR archive is not read",
    b"MSCF\0\0\0\0": "a cabinet is not read",
    b"xar!\0": "a XAR archive is not read",
    b"LZIP\1": "lzip is not read",
    b"\x04\x22\x4d\x18": "LZ4 is not read",
}


def members(data: bytes | BinaryIO, name: str, limits: Limits | None = None) -> Iterator[Member | Refused]:
    """Yield every file in the archive `data`, called `name`, and in the archives in it, one at a time.

    `data` can be sought in, and is not closed. An archive inside is yielded itself and then what it holds, as
    `inner.jar!/path`. Whatever cannot be read is a `Refused`; nothing is raised.
    """
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    yield from _opened(source, name, Budget(limits or Limits()), 1)


def may_be_archive(record: FileRecord) -> bool:
    """Say whether to look into a file: it begins like an archive, or is called one whose beginning may be anything."""
    return record.status is FileStatus.ARCHIVE or (record.status.was_read and is_called_archive(record.path))


def is_called_archive(path: str) -> bool:
    """Say whether a file is called as archives are that may begin with anything."""
    return path[path.rfind(".") :].lower() in _ZIPS


def looked_into(result: FileResult, full: str, examiner: Examiner) -> FileResult:
    """Return what became of the archive at `full`, which was only searched as bytes so far, with what its members show.

    It has changed where it is not what was read before.
    """
    record = result.record
    try:
        with open(full, "rb", opener=lambda path, _: os.open(path, OPEN_FLAGS)) as source:
            if _digest(source) == record.digest:
                found = with_members(result, source, examiner)
                if _digest(source) == record.digest:
                    return found
    except OSError as error:
        return _closed(result, f"not opened: {error.strerror}")
    return replace(result, record=replace(record, status=FileStatus.CHANGED))


def with_members(result: FileResult, source: BinaryIO, examiner: Examiner) -> FileResult:
    """Return `result` with what the members of the archive `source` show, which can be sought in.

    It stays a gap where it is too large or cannot be opened.
    """
    record = result.record
    if record.size > LARGEST and not record.path.lower().endswith(_MOSTLY_NUMBERS):
        return _closed(result, f"not opened: larger than {in_words(LARGEST)}")
    look = _Look(record.path, examiner)
    for found in members(source, record.path):
        look.at(found)
    if look.closed:
        return _closed(result, look.closed)
    return FileResult(
        replace(record, status=FileStatus.ARCHIVE_READ, detail=look.detail()),
        (*result.findings, *look.findings),
        (*result.not_understood, *look.not_understood()),
    )


def _closed(result: FileResult, why: str) -> FileResult:
    """Return `result` with the reason why the archive is a gap; a text that is only called one is none."""
    if result.record.status is not FileStatus.ARCHIVE:
        return result
    return replace(result, record=replace(result.record, detail=why))


def _digest(source: io.BufferedReader) -> str:
    source.seek(0)
    return f"sha256:{hashlib.file_digest(source, 'sha256').hexdigest()}"


class _Look:
    """What the members of one archive show. `closed` says why it could not be opened at all, or nothing."""

    def __init__(self, outer: str, examiner: Examiner) -> None:
        self.findings: list[Finding] = []
        self.closed = ""
        self._outer = outer
        self._examiner = examiner
        self._unclear: list[NotUnderstood] = []
        self._members = self._refused = self._harmless = 0
        self._named: set[tuple[str, str, VendorId, SignatureId]] = set()

    def at(self, found: Member | Refused) -> None:
        if isinstance(found, Member):
            self._members += 1
            self._member(found)
        elif found.harmless:
            self._harmless += 1
        elif not found.path and not self._members and not self._refused:
            self.closed = f"not opened: {found.why}"
        else:
            self._refused += 1
            if self._refused <= _MOST_REFUSED:
                self._unclear.append(NotUnderstood(0, found.why, found.path))

    def not_understood(self) -> Iterator[NotUnderstood]:
        yield from self._unclear
        if self._refused > _MOST_REFUSED:
            yield NotUnderstood(0, f"{self._refused - _MOST_REFUSED:,} more members were not read")

    def detail(self) -> str:
        links = f", {self._harmless:,} links or numbers of models not read" if self._harmless else ""
        return f"{self._members:,} members read{links}"

    def _member(self, member: Member) -> None:
        examined = shown_by(piece_of(f"{self._outer}!/{member.path}", member.content), self._examiner)
        self.findings += examined.findings
        self._unclear += [replace(each, inside=member.path) for each in examined.not_understood]
        around, _, path = f"{self._outer}!/{member.path}".rpartition("!/")
        if path.endswith(".class"):
            self._class(around, path)
        for defined in dex_classes(member.content):
            self._class(f"{around}!/{path}", defined)

    def _class(self, holder: str, path: str) -> None:
        """Keep what the name of a class shows; in each package of each archive, the same thing once."""
        name = jvm_package(path)
        if name is None:
            return
        seen = Observation(
            Identifier(IdentifierKind.IMPORT, f"jvm:{name}"), 0, Context.FIELD, Rung.DECLARED, path[:EXCERPT]
        )
        for finding in self._examiner.recognised(holder, seen):
            key = (holder, name.rpartition(".")[0], finding.vendor, finding.signature)
            if key not in self._named:
                self._named.add(key)
                self.findings.append(finding)


def _opened(source: BinaryIO, name: str, budget: Budget, depth: int) -> Iterator[Member | Refused]:
    """Yield what is in `source`; the paths of what is nested in it begin with the path of the archive in between."""
    try:
        for found in _direct(source, name, budget):
            yield found
            if isinstance(found, Member):
                yield from _nested(found, budget, depth)
    except BROKEN as error:
        yield Refused("", str(error) or "damaged")


def _direct(source: BinaryIO, name: str, budget: Budget) -> Iterator[Member | Refused]:
    source.seek(0)
    head = source.read(HEAD)
    source.seek(0)
    if why := _unread(head):
        return iter([Refused("", why)])
    if _is_zip(name, head, source):
        return zip_members(source, budget)
    if head.startswith(DEBIAN):
        return deb_members(source, budget)
    if head.startswith(RPM):
        return rpm_members(source, budget)
    return tar_members(source, name, budget)


def _nested(member: Member, budget: Budget, depth: int) -> Iterator[Member | Refused]:
    head, content = member.content[:HEAD], io.BytesIO(member.content)
    if why := _unread(head):
        yield Refused(member.path, why)
    elif _is_packed(head) or _is_zip(member.path, head, content):
        if depth == budget.limits.depth:
            yield Refused(member.path, f"an archive inside {depth} others is not opened")
            return
        for found in _opened(content, member.path, budget, depth + 1):
            inner = f"{member.path}!/{found.path}" if found.path else member.path
            yield replace(found, path=inner)


def _is_zip(name: str, head: bytes, source: BinaryIO) -> bool:
    """Say whether this is a ZIP archive; one for the JVM may begin with a script that starts it."""
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return True
    return is_called_archive(name) and zipfile.is_zipfile(source)


def _is_packed(head: bytes) -> bool:
    bzip2 = head.startswith(b"BZh") and head[4:10] in {b"1AY&SY", b"\x17rE8P\x90"}
    return bzip2 or head.startswith((b"\x1f\x8b\x08", b"\xfd7zXZ\0", DEBIAN, RPM)) or is_tar(head)


def _unread(head: bytes) -> str:
    return next((why for magic, why in _NOT_READ.items() if head.startswith(magic)), "")
