"""Archives as tests make them: whole, damaged and hostile."""

from __future__ import annotations

import hashlib
import io
import stat
import struct
import tarfile
import zipfile

from muniment.stores.archives import members
from muniment.stores.archives.unpacking import Limits, Member, Refused

MIB = 1024 * 1024
SMALL = Limits(total=4 * MIB, member=MIB, ratio=50, ratio_from=64 * 1024, count=20)


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(*files: tuple[str | tarfile.TarInfo, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(content) if info.isreg() else info.size
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def linked(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def zip_link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def noise(size: int) -> bytes:
    """Return bytes that nothing packs well."""
    return hashlib.shake_128(b"").digest(size)


def encrypted(name: str) -> bytes:
    """Return an archive whose one member says that it is encrypted."""
    data = bytearray(zipped((name, b"secret")))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def found(data: bytes, name: str = "a.zip", limits: Limits = SMALL) -> tuple[dict[str, bytes], dict[str, str]]:
    seen = list(members(data, name, limits))
    read = {member.path: member.content for member in seen if isinstance(member, Member)}
    return read, {refused.path: refused.why for refused in seen if isinstance(refused, Refused)}


FILES = (("a.txt", b"first"), ("deep/b.bin", bytes(range(256)) * 40), ("empty", b""))
TAR = tarred(*FILES)


def dex(*names: bytes) -> bytes:
    """Return an Android program that defines the classes, as far as its tables of names go."""
    tables = 112
    texts = tables + len(names) * 40
    content = bytearray(texts)
    content[:8] = b"dex\n035\0"
    struct.pack_into("<4I", content, 0x38, len(names), tables, len(names), tables + 4 * len(names))
    struct.pack_into("<2I", content, 0x60, len(names), tables + 8 * len(names))
    for number, name in enumerate(names):
        struct.pack_into("<I", content, tables + 4 * number, len(content))
        struct.pack_into("<I", content, tables + 4 * (len(names) + number), number)
        struct.pack_into("<I", content, tables + 8 * len(names) + 32 * number, number)
        content += bytes([len(name)]) + name + b"\0"
    return bytes(content)
