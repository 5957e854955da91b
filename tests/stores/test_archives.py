"""Every member of an archive is read, whatever packs it."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from stores.archives import FILES, TAR, found, linked, tarred, zipped

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.jar", zipped(*FILES), id="zip"),
        pytest.param("a.whl", zipped(*FILES, method=zipfile.ZIP_STORED), id="zip that packs nothing"),
        pytest.param("app.jar", b"#!/bin/sh\nexec java -jar $0\n" + zipped(*FILES), id="zip behind a script"),
        pytest.param("a.tar", TAR, id="tar"),
        pytest.param("a.tar.gz", gzip.compress(TAR), id="tar packed by gzip"),
        pytest.param("a.tar.bz2", bz2.compress(TAR), id="tar packed by bzip2"),
        pytest.param("a.tar.xz", lzma.compress(TAR), id="tar packed by xz"),
        pytest.param("a.txz", lzma.compress(TAR[:1000]) + lzma.compress(TAR[1000:]), id="xz in two streams"),
        pytest.param("a.tgz", gzip.compress(TAR[:1000]) + gzip.compress(TAR[1000:]), id="gzip in two streams"),
    ],
)
def test_every_member_of_an_archive_is_read(name: str, data: bytes) -> None:
    assert found(data, name) == (dict(FILES), {})


def test_the_numbers_of_a_model_are_not_unpacked_and_nothing_else_is_left_out() -> None:
    model = zipped(("m/data.pkl", b"\x80\2."), ("m/data/0", b"\0" * 9), ("m/code/a.py", b"import northwind"))
    other = zipped(("m/data/0", b"northwind"))

    assert found(model, "a.pt") == (
        {"m/data.pkl": b"\x80\2.", "m/code/a.py": b"import northwind"},
        {"m/data/0": "numbers of a model"},
    )
    assert found(other, "a.zip") == ({"m/data/0": b"northwind"}, {})


def debian(*members: tuple[str, bytes]) -> bytes:
    """Return an `ar` archive as `dpkg-deb` writes it."""
    parts = [b"!<arch>\n"]
    for name, content in members:
        parts.append(f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode())
        parts.append(content + b"\n" * (len(content) % 2))
    return b"".join(parts)


def cpio(*files: tuple[str, bytes]) -> bytes:
    parts: list[bytes] = []
    for name, content in (*files, ("TRAILER!!!", b"")):
        numbers = [0, 0o100644, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name) + 1, 0]
        header = b"070701" + b"".join(b"%08x" % number for number in numbers) + name.encode() + b"\0"
        parts += [header + b"\0" * (-len(header) % 4), content + b"\0" * (-len(content) % 4)]
    return b"".join(parts)


def rpm(payload: bytes) -> bytes:
    """Return a package whose headers hold nothing but some bytes."""
    headers = [b"\x8e\xad\xe8\1\0\0\0\0" + struct.pack(">II", 0, size) + b"x" * size for size in (5, 3)]
    return b"\xed\xab\xee\xdb".ljust(96, b"\0") + headers[0] + b"\0" * 3 + headers[1] + payload


def test_the_files_of_a_debian_package_are_read() -> None:
    data = debian(("debian-binary", b"2.0\n"), ("data.tar.xz", lzma.compress(TAR)), ("odd", b"1"))

    read, refused = found(data, "a.deb")

    inside = {path.removeprefix("data.tar.xz!/"): content for path, content in read.items() if "!/" in path}
    assert (inside, refused) == (dict(FILES), {})
    assert {"debian-binary", "data.tar.xz", "odd"} <= read.keys()


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress, bytes])
def test_the_files_of_an_rpm_package_are_read(pack: Callable[[bytes], bytes]) -> None:
    assert found(rpm(pack(cpio(*FILES))), "a.rpm") == (dict(FILES), {})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(debian(("debian-binary", b"2.0\n")) + b"x" * 60, "damaged: a member without its header", id="ar"),
        pytest.param(rpm(b"")[:110], "damaged: a header is missing", id="no second header"),
        pytest.param(rpm(b"\x28\xb5\x2f\xfd"), "its files are packed by Zstandard, which is not read", id="zstd"),
        pytest.param(rpm(gzip.compress(b"nothing")), "damaged, or of a format that is not read", id="no cpio"),
    ],
)
def test_a_damaged_package_of_a_distribution_says_so(data: bytes, why: str) -> None:
    assert found(data, "a")[1] == {"": why}


def test_a_compressed_file_that_is_no_archive_is_one_member() -> None:
    assert found(gzip.compress(b"northwind"), "logs/app.log.gz") == ({"app.log": b"northwind"}, {})


def test_folders_are_no_members() -> None:
    folder = linked("deep", "", tarfile.DIRTYPE)

    assert found(zipped(("deep/", b""))) == ({}, {})
    assert found(tarred((folder, b"")), "a.tar") == ({}, {})


def test_archives_in_archives_are_read_down_to_a_depth() -> None:
    innermost = zipped(("d.txt", b"hidden"))
    inner = zipped(("b.txt", b"seen"), ("c.jar", zipped(("c.txt", b"deep"), ("d.jar", innermost))))

    read, refused = found(zipped(("lib/b.jar", inner), ("a.tgz", gzip.compress(tarred(("t", b"too"))))))

    assert {"lib/b.jar!/b.txt": b"seen", "lib/b.jar!/c.jar!/c.txt": b"deep", "a.tgz!/t": b"too"}.items() <= read.items()
    assert refused == {"lib/b.jar!/c.jar!/d.jar": "an archive inside 3 others is not opened"}
