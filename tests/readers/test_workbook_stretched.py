"""A workbook of a few bytes that would be filled up to more cells than there is memory is told as damaged."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from muniment.errors import InputError
from muniment.readers.suppliers.workbook import sheets

SHEET = "xl/worksheets/sheet1.xml"


def stretched(more: str) -> bytes:
    """Return a workbook whose only sheet ends with `more`."""
    plain, out = io.BytesIO(), io.BytesIO()
    Workbook().save(plain)
    with ZipFile(plain) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            changed = re.sub(rb"<sheetData ?/>|<sheetData></sheetData>", more.encode(), text)
            assert (changed != text) is (name == SHEET)
            new.writestr(name, changed)
    return out.getvalue()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('<sheetData><row r="2000000000"><c><v>1</v></c></row></sheetData>', "a row or a column beyond the last one"),
        ('<sheetData><row r="1"><c r="ZZZZZ1"><v>1</v></c></row></sheetData>', "a row or a column beyond the last one"),
        (
            "<sheetData/><mergeCells>" + '<mergeCell ref="A1:A99999"/>' * 30 + "</mergeCells>",
            "it merges more than 2000000 cells",
        ),
    ],
    ids=["a row", "a column", "many cells in one"],
)
def test_a_workbook_that_stretches_beyond_all_others_is_damaged(more: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        list(sheets(stretched(more), "list.xlsx"))
