"""The form for a subcontractor as a workbook, for those who would rather fill in cells than a page."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.form_sheets import (
    ANSWER_COLUMNS,
    ANY_PARAGRAPH,
    NOTHING,
    REMARK_COLUMNS,
    AboutRow,
    FormSheet,
)
from muniment.errors import InputError, Problem
from muniment.render.suppliers.request_letter import NO_ANSWER, NO_WORDS, NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.domain.subcontract import AskedClause, Request
    from muniment.domain.template import Template

_WIDTHS: Final = {
    FormSheet.ABOUT: (18, 60),
    FormSheet.ANSWERS: (14, 12, 80, 24, 22),
    FormSheet.REMARKS: (14, 60, 60),
}
_TO_FILL: Final = "FFF2CC"


def request_workbook(organisation: str, request: Request, templates: tuple[Template, ...]) -> bytes:
    """Return the workbook for one request. Cells to be filled in are yellow; every other cell is text.

    Raises: InputError where the extra `spreadsheets` is not installed.
    """
    try:
        from openpyxl import Workbook  # noqa: PLC0415  (an extra)
    except ImportError as error:
        help_ = "pip install 'muniment[spreadsheets]', or write `--form html`"
        raise InputError(Problem(where="--form", what="workbooks need the extra `spreadsheets`", help=help_)) from error
    known = {each.clause: each for each in templates}
    book = Workbook()
    del book[book.sheetnames[0]]
    book.properties.creator = organisation
    book.properties.created = datetime.combine(request.sent, time(), UTC).replace(tzinfo=None)
    _sheet(book, FormSheet.ABOUT, _about(organisation, request), fills=2)
    answers = [row for each in request.clauses for row in _answers(each, known.get(each.clause))]
    sheet = _sheet(book, FormSheet.ANSWERS, [ANSWER_COLUMNS, *answers], fills=5)
    _choices(sheet, answers)
    remarks = [_remark(each, known.get(each.clause)) for each in request.clauses]
    _sheet(book, FormSheet.REMARKS, [REMARK_COLUMNS, *remarks], fills=3)
    to = io.BytesIO()
    book.save(to)
    return to.getvalue()


def _about(organisation: str, request: Request) -> list[tuple[str, ...]]:
    known = {AboutRow.REQUEST: request.id, AboutRow.UEI: request.of.uei}
    told = f"{organisation} asks {request.of.shown} about {request.order}. Please send this file back by {request.due}."
    return [(told, ""), *((each.value, known.get(each, "")) for each in AboutRow)]


def _answers(asked: AskedClause, template: Template | None) -> Iterator[tuple[str, ...]]:
    for one in template.asked if template else ():
        words = one.wording.text if one.wording else NO_WORDS
        may_be = ", ".join(each.value for each in one.answers)
        yield asked.clause, one.at or ANY_PARAGRAPH, words, may_be, ""


def _remark(asked: AskedClause, template: Template | None) -> tuple[str, ...]:
    if template is not None and template.asked:
        listed = "; ".join(f"{item.at} {item.says}" for each in template.disclosures for item in each.items)
        return asked.clause, listed or "Anything that belongs to your answers.", ""
    return asked.clause, f"{NO_ANSWER if template else NOT_KNOWN} For nothing, write: {NOTHING}", ""


def _sheet(book: Any, name: FormSheet, rows: Sequence[Sequence[str]], *, fills: int) -> Any:  # noqa: ANN401  (openpyxl has no types)
    """Write a sheet in which the column `fills`, counted from 1, is filled in."""
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415  (an extra)
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet = book.create_sheet(name.value)
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column, text or None)
            if text:
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=number > 1, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
            elif column == fills and not text:
                cell.fill = PatternFill("solid", fgColor=_TO_FILL)
                cell.number_format = "@"
    for column, width in enumerate(_WIDTHS[name], start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    return sheet


def _choices(sheet: Any, rows: Sequence[Sequence[str]]) -> None:  # noqa: ANN401  (as above)
    """Let each answer be chosen from a list."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415  (an extra)

    for number, row in enumerate(rows, start=2):
        offered = DataValidation(type="list", formula1=f'"{row[3].replace(", ", ",")}"', allow_blank=True)
        sheet.add_data_validation(offered)
        offered.add(f"E{number}")
