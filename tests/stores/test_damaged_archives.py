"""What of an archive is refused, with the reason; no damage makes reading fail."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.stores.archives import members
from muniment.stores.archives.unpacking import Refused
from stores.archives import FILES, MIB, SMALL, TAR, encrypted, found, linked, noise, tarred, zip_link, zipped

if TYPE_CHECKING:
    from collections.abc import Iterable


@pytest.mark.parametrize(
    ("data", "path", "why"),
    [
        pytest.param(zipped(("/etc/a", b"")), "/etc/a", "an absolute path", id="absolute in a zip"),
        pytest.param(zipped(("C:/a", b"")), "C:/a", "an absolute path", id="a drive"),
        pytest.param(tarred(("/etc/a", b"")), "/etc/a", "an absolute path", id="absolute in a tar"),
        pytest.param(zipped(("x/../../a", b"")), "x/../../a", "a path that leads out of the archive", id="up in a zip"),
        pytest.param(
            zipped(("x\\..\\..\\a", b"")), "x/../../a", "a path that leads out of the archive", id="backslash"
        ),
        pytest.param(tarred(("../a", b"")), "../a", "a path that leads out of the archive", id="up in a tar"),
        pytest.param(
            zipped(("b.jar!/a", b"")), "b.jar!/a", "a name that looks like a member of another archive", id="!"
        ),
        pytest.param(encrypted("a"), "a", "encrypted", id="encrypted"),
        pytest.param(zipped((zip_link("a"), b"/etc")), "a", "a symbolic link", id="link in a zip"),
        pytest.param(tarred((linked("a", "/etc"), b"")), "a", "a symbolic link", id="link in a tar"),
        pytest.param(tarred((linked("a", "b", tarfile.LNKTYPE), b"")), "a", "a link to another member", id="hard link"),
        pytest.param(tarred((linked("a", "", tarfile.FIFOTYPE), b"")), "a", "not a regular file", id="a FIFO"),
        pytest.param(zipped(("a", noise(MIB + 1))), "a", "larger than 1 MiB", id="large in a zip"),
        pytest.param(tarred(("a", bytes(MIB + 1))), "a", "larger than 1 MiB", id="large in a tar"),
        pytest.param(zipped(("a", bytes(MIB))), "a", "unpacks to more than 50 times its size", id="a bomb"),
        pytest.param(
            zipped(("a", b"x"), method=zipfile.ZIP_LZMA), "a", "packed by method 14, which is not read", id="lzma"
        ),
        pytest.param(gzip.compress(bytes(MIB)), "", "unpacks to more than 50 times its size", id="a gzip bomb"),
        pytest.param(zipped(*((str(n), b"") for n in range(21))), "", "more than 20 members", id="many in a zip"),
        pytest.param(
            tarred(*((str(n), b"") for n in range(21))), "", "more than 20 members; the rest was not read", id="many"
        ),
        pytest.param(b"7z\xbc\xaf\x27\x1c....", "", "a 7-Zip archive is not read", id="7-Zip"),
        pytest.param(b"something else", "", "of a format that is not read", id="no archive"),
        pytest.param(b"", "", "of a format that is not read", id="nothing"),
    ],
)
def test_what_is_not_read_is_refused_with_the_reason(data: bytes, path: str, why: str) -> None:
    _, refused = found(data, "a.bin")

    assert refused == {path: why}


def test_of_two_members_with_one_name_the_second_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a", b"1"), ("./a", b"2"), ("a", b"3"))

    assert found(data) == ({"a": b"1"}, {"a": "a second member of the same name"})


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(tarred(("a", b"1"), (linked("b", "a"), b"")), id="symbolic link to a member"),
        pytest.param(tarred(("a", b"1"), (linked("b", "a", tarfile.LNKTYPE), b"")), id="hard link to a member"),
        pytest.param(zipped(("a", b"1"), (zip_link("x/b"), b"../a")), id="symbolic link in a zip"),
    ],
)
def test_a_link_to_another_member_hides_nothing(data: bytes) -> None:
    refused = [each for each in members(data, "a", SMALL) if isinstance(each, Refused)]

    assert [each.harmless for each in refused] == [True]


def test_a_damaged_member_is_refused_and_the_others_are_read() -> None:
    data = bytearray(zipped(("a", b"first"), ("b", b"second"), method=zipfile.ZIP_STORED))
    data[data.index(b"first")] ^= 1

    read, refused = found(bytes(data))

    assert read == {"b": b"second"}
    assert refused == {"a": "damaged: Bad CRC-32 for file 'a'"}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(TAR[:1024] + b"x" * 512 + TAR[1536:], "damaged: what follows was not read", id="damaged header"),
        pytest.param(TAR[:1024], "cut off: the mark of the end is missing", id="cut between members"),
        pytest.param(TAR + TAR, "holds more after its end, which was not read", id="two archives in one file"),
    ],
)
def test_a_tar_archive_that_ends_early_is_said_to_hide_something(data: bytes, why: str) -> None:
    read, refused = found(data, "a.tar")

    assert read["a.txt"] == b"first"
    assert refused[""] == why


def test_a_compressed_archive_that_was_cut_off_is_said_to_hide_something() -> None:
    for packed in (gzip.compress(TAR)[:-5], bz2.compress(TAR)[:-5], lzma.compress(TAR)[:-5]):
        _, refused = found(packed, "a.tar.gz")

        assert "" in refused


def test_the_limit_on_all_that_is_unpacked_counts_what_is_nested() -> None:
    part = noise(MIB - 1000)
    inner = zipped(("x", part[: MIB // 2]), ("y", part[: MIB // 3]))

    read, refused = found(zipped(*((f"{n}.jar", inner) for n in range(10))))

    assert sum(map(len, read.values())) <= SMALL.total
    assert refused[""] == "more than 4 MiB unpacked; the rest was not read"


def test_a_directory_that_would_fill_the_memory_is_not_read() -> None:
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", *([0] * 16))
    directory = entry * 1000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(directory), 0, 0)

    assert found(b"PK\3\4" + directory + end) == ({}, {"": "more than 20 members"})


@pytest.mark.parametrize("kind", ["zip", "tar", "gz", "bz2", "xz"])
@settings(max_examples=150, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=12), cut=st.integers(0, 400))
def test_no_damage_makes_reading_an_archive_fail(kind: str, changes: Iterable[tuple[int, int]], cut: int) -> None:
    inner = zipped(("x/a.class", b"y" * 300))
    packed = {
        "zip": zipped(("b.jar", inner), *FILES),
        "tar": tarred(("b.jar", inner), *FILES),
        "gz": gzip.compress(tarred(("b.jar", inner), *FILES), mtime=0),
        "bz2": bz2.compress(tarred(("b.jar", inner), *FILES)),
        "xz": lzma.compress(tarred(("b.jar", inner), *FILES)),
    }
    data = bytearray(packed[kind])
    for place, value in changes:
        data[place % len(data)] = value

    read, _ = found(bytes(data[: len(data) - cut]), "a.zip")

    assert sum(map(len, read.values())) <= SMALL.total


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", TAR[:512]]), st.binary())
def test_no_bytes_make_reading_an_archive_fail(magic: bytes, rest: bytes) -> None:
    for name in ("a.zip", "a.tar"):
        read, refused = found(magic + rest, name)

        assert read or refused or not rest.strip(b"\0")
