"""The one form of an archive: what goes in comes out, and no other bytes than those are taken."""

from __future__ import annotations

import copy
import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import ProofError
from muniment.prove.archive import Form, misnamed, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

FORM = Form(kind="package", largest=2**20, largest_file=2**16, most_files=8, first=("z.json", "y.json"), help="")
CONTENTS = {"z.json": b"{}", "a/b.txt": b"hello", "y.json": b"", "a/c.txt": b"PK\5\6"}
NAMES = st.text("abcDE_.-/ 0", min_size=1, max_size=12).filter(lambda name: not misnamed(name))


def refusal(raw: bytes) -> str:
    with pytest.raises(ProofError) as caught:
        unpacked(raw, FORM, "odd.mpkg")
    return str(caught.value)


def zipped(*members: tuple[str, bytes], mode: int = 0o100644, compress: int = zipfile.ZIP_STORED) -> bytes:
    """Return what another program for zip archives writes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.external_attr = mode << 16
            archive.writestr(member, content, compress)
    return out.getvalue()


def test_what_was_packed_comes_out_in_one_order() -> None:
    found = unpacked(packed(CONTENTS, FORM), FORM, "x.mpkg")

    assert found == CONTENTS
    assert list(found) == ["z.json", "y.json", "a/b.txt", "a/c.txt"]


def test_equal_contents_are_equal_bytes_in_whatever_order_they_are_given() -> None:
    assert packed(CONTENTS, FORM) == packed(dict(reversed(CONTENTS.items())), FORM)


def test_the_archive_is_the_one_that_the_standard_library_writes() -> None:
    ordered = [(name, CONTENTS[name]) for name in ("z.json", "y.json", "a/b.txt", "a/c.txt")]

    assert packed(CONTENTS, FORM) == zipped(*ordered)


@given(st.dictionaries(NAMES, st.binary(max_size=40), max_size=6))
def test_whatever_is_packed_is_either_refused_or_comes_out_the_same(contents: dict[str, bytes]) -> None:
    raw = packed(contents, FORM)

    try:
        found = unpacked(raw, FORM, "x.mpkg")
    except ProofError as error:
        assert "is there twice" in str(error) or "is a file and a folder" in str(error)  # noqa: PT017  (either may be)
    else:
        assert found == contents


@given(st.integers(min_value=0, max_value=8 * len(packed(CONTENTS, FORM)) - 1))
def test_no_bit_can_be_flipped_outside_of_the_content_without_being_seen(bit: int) -> None:
    raw = bytearray(packed(CONTENTS, FORM))
    raw[bit // 8] ^= 1 << bit % 8

    assert refusal(bytes(raw))


def test_nothing_but_packed_bytes_is_taken_however_little_is_cut_off_or_put_on() -> None:
    raw = packed(CONTENTS, FORM)

    assert all(refusal(raw[:length]) for length in range(len(raw)))
    assert refusal(raw + b"\0")
    assert refusal(b"\0" + raw)


def spliced(raw: bytes, find: bytes, put: bytes, *, after: int = 0) -> bytes:
    at = raw.index(find, after)
    return raw[:at] + put + raw[at + len(put) :]


def with_comment(raw: bytes) -> bytes:
    return raw[:-2] + struct.pack("<H", 3) + b"hey"


def with_gap(raw: bytes) -> bytes:
    """Put 4 bytes between the files and the directory, and let the end tell where it is now."""
    at = struct.unpack_from("<L", raw, len(raw) - 6)[0]
    end = raw[-22:-6] + struct.pack("<LH", at + 4, 0)
    return raw[:at] + b"\0\0\0\0" + raw[at:-22] + end


def sharing_bytes() -> bytes:
    """Return an archive whose directory leads to the same bytes five times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", bytes(60_000))
        for number in range(4):
            again = copy.copy(archive.infolist()[0])
            again.filename = f"{number}.txt"
            archive.filelist.append(again)
    return out.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "compressed": (
        lambda: zipped(("a.txt", b"0" * 60_000), compress=zipfile.ZIP_DEFLATED),
        "`a.txt` is compressed or encrypted",
    ),
    "a bomb by ratio": (
        lambda: zipped(("a.txt", bytes(2**26)), compress=zipfile.ZIP_DEFLATED),
        "holds more than 1 MiB",
    ),
    "a method that nobody knows": (
        lambda: zipped(("a.txt", b"0" * 60_000), compress=zipfile.ZIP_BZIP2),
        "`a.txt` is compressed or encrypted",
    ),
    "encrypted": (
        lambda: spliced(packed(CONTENTS, FORM), b"PK\1\2", b"PK\1\2\x14\x03\x14\x00\x01\x00"),
        "`z.json` is compressed or encrypted",
    ),
    "more files than allowed": (
        lambda: zipped(*((f"{number}.txt", b"") for number in range(9))),
        "holds 9 files, and 8 are the most",
    ),
    "a large file": (lambda: zipped(("a.txt", bytes(2**16 + 1))), "`a.txt` is larger than"),
    "entries that share their bytes": (sharing_bytes, "is not what was packed, from byte"),
    "a larger archive": (lambda: bytes(2**20 + 1), "is larger than 1 MiB"),
    "a way out": (lambda: zipped(("../a.txt", b"")), "`../a.txt` is no plain name"),
    "a way out from within": (lambda: zipped(("a/../../b", b"")), "`a/../../b` is no plain name"),
    "an absolute name": (lambda: zipped(("/etc/passwd", b"")), "`/etc/passwd` is no plain name"),
    "a drive": (lambda: zipped(("c:a.txt", b"")), "`c:a.txt` is no plain name"),
    "a backslash": (lambda: zipped(("a\\b.txt", b"")), "is no plain name"),
    "a device": (lambda: zipped(("evidence/NUL.txt", b"")), "is the name of a device"),
    "a hidden file": (lambda: zipped((".hidden", b"")), "`.hidden` is no plain name"),
    "a name that is not ASCII": (lambda: zipped(("a\u202e.txt", b"")), "is no plain name"),
    "a long name": (lambda: zipped(("a" * 241, b"")), "has more than 240 characters"),
    "a name in other letters": (lambda: zipped(("a.txt", b""), ("A.TXT", b"")), "`A.TXT` is there twice"),
    "a file that is a folder": (lambda: zipped(("a", b""), ("a/b", b"")), "`a` is a file and a folder"),
    "a folder": (lambda: zipped(("a/", b"")), "`a/` is no plain name"),
    "a symbolic link": (lambda: zipped(("a.txt", b"/etc"), mode=0o120777), "`a.txt` is no regular file"),
    "a device node": (lambda: zipped(("a.txt", b""), mode=0o060644), "`a.txt` is no regular file"),
    "something before it": (lambda: b"#!/bin/sh\n" + packed(CONTENTS, FORM), "has something before, after or in place"),
    "something after it": (lambda: packed(CONTENTS, FORM) + b"more", "something follows its end"),
    "a comment": (lambda: with_comment(packed(CONTENTS, FORM)), "something follows its end"),
    "a gap": (lambda: with_gap(packed(CONTENTS, FORM)), "is not what was packed, from byte"),
    "another name before the file than in the list": (
        lambda: spliced(packed(CONTENTS, FORM), b"a/b.txt", b"x/y.txt"),
        "is not what was packed, from byte",
    ),
    "another size before the file than in the list": (
        lambda: spliced(packed(CONTENTS, FORM), struct.pack("<2L", 5, 5), struct.pack("<2L", 4, 4)),
        "is not what was packed, from byte",
    ),
    "another order": (lambda: zipped(("b", b""), ("a", b"")), "is not what was packed, from byte"),
    "another day": (lambda: spliced(packed(CONTENTS, FORM), b"\x21\0", b"\x22\0"), "is not what was packed, from byte"),
    "text": (lambda: b"no archive of any kind, but long enough", "is no package, or is cut off"),
    "nothing": (lambda: b"", "is no package, or is cut off"),
}


@pytest.mark.parametrize(("make", "said"), HOSTILE.values(), ids=HOSTILE)
def test_an_archive_that_no_package_has_is_refused(make: Callable[[], bytes], said: str) -> None:
    assert said in refusal(make())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused() -> None:
    assert "`a.txt` is there twice" in refusal(zipped(("a.txt", b"1"), ("a.txt", b"2")))
