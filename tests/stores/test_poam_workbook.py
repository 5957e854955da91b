"""Filling the POA&M template that a customer has from eMASS."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.domain.poam_sheet import Column, Filled, SheetRow
from muniment.errors import InputError
from muniment.stores.workbooks.poam import fill
from stores.poam_templates import HEADERS, MACROS, PART, PRINTER, packed, parts, template

if TYPE_CHECKING:
    from openpyxl import Workbook

    from muniment.domain.poam_sheet import Cell

pytestmark = pytest.mark.filterwarnings("ignore:Data Validation extension is not supported")
"""openpyxl says so of lists from another sheet, which it would lose."""
DUE = date(2027, 3, 2)
STEPS = "moved - 12/15/2026\nremoved - 03/02/2027"


def entry(item: str = "PO-1", **others: Cell) -> SheetRow:
    cells: dict[str, Cell] = {
        "description": "Northwind in planner",
        "status": "Ongoing",
        "scheduled_completion": DUE,
        "milestones": STEPS,
        **others,
    }
    return SheetRow(item=item, cells=tuple((Column[name.upper()], cell) for name, cell in cells.items()))


def filled(raw: bytes, *entries: SheetRow) -> tuple[bytes, Filled]:
    return fill(raw, entries or (entry(),), "blank.xlsx")


def sheet(raw: bytes) -> Any:  # noqa: ANN401  (openpyxl has several kinds)
    book = openpyxl.load_workbook(io.BytesIO(raw), keep_vba=True)
    if book.vba_archive is not None:
        book.vba_archive.close()  # openpyxl leaves it open
    return book["POA&M"]


def cell(raw: bytes, column: Column, row: int = 8) -> Any:  # noqa: ANN401  (as above)
    return sheet(raw).cell(row=row, column=HEADERS.index(column.value) + 1)


def test_the_items_stand_below_the_headers_wherever_these_are() -> None:
    written, told = filled(template(row=12), entry("PO-1"), entry("PO-2", description="Gale in planner"))

    assert (told.sheet, told.header, told.first, told.last) == ("POA&M", 12, 13, 14)
    assert cell(written, Column.DESCRIPTION, 13).value == "Northwind in planner"
    assert cell(written, Column.DESCRIPTION, 14).value == "Gale in planner"
    assert cell(written, Column.MILESTONES, 14).value == STEPS


def test_a_day_is_a_number_that_shows_as_a_day_also_where_no_cell_was_laid_out() -> None:
    written, told = filled(template(), entry("PO-1"), entry("PO-2"))

    assert cell(written, Column.SCHEDULED_COMPLETION, 8).value == datetime(2027, 3, 2)  # noqa: DTZ001  (no zone in a sheet)
    assert cell(written, Column.SCHEDULED_COMPLETION, 9).value == datetime(2027, 3, 2)  # noqa: DTZ001
    assert cell(written, Column.SCHEDULED_COMPLETION, 8).number_format == "mm/dd/yyyy"
    assert not told.dates_as_numbers


def test_a_template_without_any_form_for_days_is_filled_and_that_is_told() -> None:
    written, told = filled(template(with_dates=False))

    assert cell(written, Column.SCHEDULED_COMPLETION).value == (DUE - date(1899, 12, 30)).days
    assert told.dates_as_numbers


def test_days_are_counted_from_1904_where_the_workbook_does() -> None:
    def since_1904(book: Workbook) -> None:
        book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001  (as openpyxl has it)

    written, _ = filled(template(also=since_1904))

    assert cell(written, Column.SCHEDULED_COMPLETION).value == datetime(2027, 3, 2)  # noqa: DTZ001


@pytest.mark.parametrize("macros", [False, True])
def test_only_the_one_sheet_changes_and_lists_macros_and_printer_settings_stay(macros: bool) -> None:  # noqa: FBT001
    before = template(macros=macros)

    after, _ = filled(before)

    held, holds = parts(before), parts(after)
    assert list(held) == list(holds)
    assert [name for name in held if held[name] != holds[name]] == [PART]
    assert holds["xl/printerSettings/printerSettings1.bin"] == PRINTER
    assert holds.get("xl/vbaProject.bin", MACROS) == MACROS
    assert holds[PART].count(b"<x14:dataValidation ") == 2
    assert holds[PART].count(b"<dataValidation ") == 2
    assert sheet(after)["A1"].value == "CUI"


def test_name_day_and_packing_of_each_part_and_the_remark_of_the_archive_stay() -> None:
    before = template()

    after, _ = filled(before)

    def told(raw: bytes) -> tuple[bytes, list[tuple[object, ...]]]:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return archive.comment, [
                (each.filename, each.date_time, each.compress_type, each.external_attr) for each in archive.infolist()
            ]

    assert told(after) == told(before)


@settings(max_examples=15)
@given(text=st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn")), min_size=1))
def test_no_text_becomes_a_formula_and_every_text_comes_back_as_it_was(text: str) -> None:
    for start in ("", "=", "+", "-", "@"):
        written, _ = filled(BLANK, entry(comments=start + text))

        found = cell(written, Column.COMMENTS)
        assert found.data_type != "f" or b"<f>" not in parts(written)[PART]
        assert (found.value or "") == start + text


BLANK = template()


def test_what_spreadsheets_take_for_an_escaped_character_is_shown_as_it_is_written() -> None:
    written, _ = filled(BLANK, entry(comments="a_x000D_b __init__"))

    assert b"a_x005F_x000D_b __init__" in parts(written)[PART]


def test_the_number_of_an_item_and_what_nobody_wrote_stay_empty() -> None:
    written, told = filled(template())

    by_column = {each.column: each for each in told.headers}
    assert cell(written, Column.ITEM_ID).value is None
    assert cell(written, Column.SEVERITY).value is None
    assert (by_column[Column.ITEM_ID].filled, by_column[Column.SEVERITY].filled) == (0, 0)


def test_headers_are_found_in_any_order_and_however_they_are_written() -> None:
    headers = (
        "STATUS *",
        "Milestones  with\ncompletion dates",
        "scheduled completion date (required)",
        "Control Vulnerability Description",
        "Mitigations (in-house and in conjunction with others)",
        "Severity Value",
    )

    written, told = filled(template(headers), entry(mitigations="none yet", severity="II"))

    assert [each.value for each in sheet(written)[8]] == [
        "Ongoing",
        STEPS,
        (DUE - date(1899, 12, 30)).days,
        "Northwind in planner",
        "none yet",
        "II",
    ]
    assert [each.required for each in told.headers] == [True, False, True, False, False, False]


def test_a_header_that_is_not_known_is_told_and_nothing_is_written_below_it() -> None:
    written, told = filled(template((*HEADERS, "Cyber Tasking Order *")))

    last = told.headers[-1]
    assert (last.text, last.column, last.required, last.filled) == ("Cyber Tasking Order *", None, True, 0)
    assert sheet(written).cell(row=8, column=len(HEADERS) + 1).value is None


def test_a_column_that_the_template_computes_is_left_to_it() -> None:
    def computing(book: Workbook) -> None:
        book["POA&M"].cell(row=8, column=HEADERS.index("Comments") + 1, value="=B8")

    written, told = filled(template(also=computing), entry(comments="ours"))

    assert cell(written, Column.COMMENTS).value == "=B8"
    (comments,) = (each for each in told.headers if each.column is Column.COMMENTS)
    assert (comments.filled, comments.kept) == (0, "the template computes it")


def test_headers_over_two_rows_are_passed() -> None:
    def merged(book: Workbook) -> None:
        book["POA&M"].merge_cells("B7:B8")

    _, told = filled(template(also=merged))

    assert told.first == 9


def taken(book: Workbook) -> None:
    book["POA&M"]["B8"] = "an item of last year"


def merged_below(book: Workbook) -> None:
    book["POA&M"].merge_cells("B8:C8")


def twice(book: Workbook) -> None:
    again = book.create_sheet("POA&M (2)")
    for number, text in enumerate(HEADERS, start=1):
        again.cell(row=3, column=number, value=text)


BAD = {
    "without a needed column": (
        template([each for each in HEADERS if each not in {"Status", "Milestone with Completion Dates"}]),
        "sheet `POA&M`, row 7: comes nearest to a header row, and has no `Status`, `Milestone with Completion Dates`",
    ),
    "without any header": (template(()), "has no row with the headers of a POA&M in the first 60 rows"),
    "with items in it": (template(also=taken), "`B8`: holds `an item of last year` already"),
    "with merged cells": (template(also=merged_below), "`B8`: is merged with other cells"),
    "with the headers on two sheets": (
        template(also=twice),
        "has the headers twice: in row 7 of sheet `POA&M` and row 3",
    ),
    "with a column twice": (template((*HEADERS, "status")), "both mean `Status`: `K7` and `Z7`"),
    "that is a text": (b"POA&M Item ID,Status\n", "is no workbook, or damaged"),
    "that is cut off": (template()[:-200], "is no workbook, or damaged"),
    "that is locked": (b"\xd0\xcf\x11\xe0" + bytes(600), "is locked by a password, or of the format before 2007"),
    "that is another archive": (packed({"a.txt": b"a"}), "is no workbook: it has no part `xl/workbook.xml`"),
    "with a name that leads out": (
        packed(parts(template()) | {"../evil": b"a"}),
        "a path that leads out of the archive",
    ),
    "with a part that swells": (
        packed(parts(template()) | {"xl/big.bin": bytes(60 << 20)}),
        "unpacks to more than 200",
    ),
    "with entities": (
        packed(parts(template()) | {PART: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "declares a document type",
    ),
    "with a part that is no XML": (packed(parts(template()) | {PART: b"<worksheet>"}), "is not XML"),
    "with a part that is no sheet": (packed(parts(template()) | {PART: b"<worksheet/>"}), "has no cells"),
    "with cells out of order": (
        packed(parts(template()) | {PART: b'<a><sheetData><row r="2"/><row r="1"/></sheetData></a>'}),
        "has row `1` after row 2",
    ),
}


@pytest.mark.parametrize(("raw", "what"), BAD.values(), ids=list(BAD))
def test_a_template_is_refused(raw: bytes, what: str) -> None:
    with pytest.raises(InputError) as refused:
        filled(raw)

    assert what in str(refused.value)
    assert all(each.where.startswith("blank.xlsx") for each in refused.value.problems)


def test_a_part_twice_is_refused() -> None:
    raw = io.BytesIO(template())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(raw, "a") as archive:
        archive.writestr(PART, b"<worksheet/>")

    with pytest.raises(InputError, match="a second member of the same name"):
        filled(raw.getvalue())
