"""A workbook that came unpacks to what its directory says, or is refused before more than that is unpacked."""

from __future__ import annotations

import io
import struct
import tracemalloc
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile
from zlib import crc32

import pytest

from muniment.errors import InputError
from muniment.readers.subcontractors.shape import shape

MIB = 2**20


def packed(content: bytes, method: int = ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive with one part."""
    out = io.BytesIO()
    with ZipFile(out, "w", method) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", content)
    return out.getvalue()


def saying(raw: bytes, check: int, size: int) -> bytes:
    """Return the archive with another check sum and size of its part in its directory."""
    at = raw.rindex(b"PK\1\2")
    return raw[: at + 16] + struct.pack("<I", check) + raw[at + 20 : at + 24] + struct.pack("<I", size) + raw[at + 28 :]


@pytest.mark.parametrize(
    ("summed", "said"),
    [(b"<a/>", "damaged, or cut short"), (b"<a/> ", "unpacks to another size than it says")],
    ids=["as long as it says", "as long as it has to be looked at"],
)
def test_a_part_that_unpacks_to_more_than_it_says_is_refused_without_unpacking_it(summed: bytes, said: str) -> None:
    bomb = saying(packed(b"<a/>" + b" " * (32 * MIB)), check=crc32(summed), size=4)

    tracemalloc.start()
    with pytest.raises(InputError, match=said):
        shape(bomb, "answers.xlsx")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < MIB


def test_a_part_packed_by_a_method_without_a_bound_is_refused() -> None:
    with pytest.raises(InputError, match="packed as no program packs a workbook"):
        shape(packed(b"<a/>", ZIP_BZIP2), "answers.xlsx")


def test_an_archive_that_holds_nothing_is_a_damaged_workbook() -> None:
    out = io.BytesIO()
    ZipFile(out, "w").close()

    with pytest.raises(InputError, match="damaged, or cut short"):
        shape(out.getvalue(), "answers.xlsx")


def test_a_part_as_long_as_it_says_is_read() -> None:
    assert shape(packed(b"<a/>"), "answers.xlsx").parts == {}
