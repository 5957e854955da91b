"""The form that a subcontractor filled in as a workbook. Whatever does not fit is told with its sheet and cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from muniment.domain.answer import RepresentedAnswer
from muniment.domain.form_sheets import (
    ANSWER_COLUMNS,
    ANY_PARAGRAPH,
    NOTHING,
    REMARK_COLUMNS,
    AboutRow,
    FormSheet,
)
from muniment.domain.moment import parse_day
from muniment.domain.subcontract import FilledForm, GivenAnswer, Remark
from muniment.errors import InputError, Problem
from muniment.readers.subcontractors.form import LARGEST, in_order
from muniment.readers.subcontractors.sent import CameSheet, altered, beside_cells, place
from muniment.readers.subcontractors.shape import shape
from muniment.readers.suppliers.workbook import sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from muniment.readers.subcontractors.shape import Shape

T = TypeVar("T")

_AGAIN: Final = "take the workbook that was sent to you, and fill in the yellow cells"
_MIDNIGHT: Final = " 00:00:00"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet, with its number from 1 and what was odd about its cells; a cell beyond its end is empty."""

    sheet: str
    number: int
    cells: Sequence[str]
    notes: Sequence[str] = ()

    def text(self, column: int) -> str:
        return self.cells[column].strip() if column < len(self.cells) else ""

    def odd(self, column: int) -> str:
        """Return what was odd about a cell."""
        said = (each.partition(" is ") for each in self.notes)
        return next((f"is {what}" for which, _, what in said if which == f"cell {column + 1}"), "")

    def place(self, column: int) -> str:
        return place(self.sheet, self.number, column)


@dataclass(slots=True)
class _Reader:
    where: str
    problems: list[Problem] = field(default_factory=list)

    def problem(self, row: _Row, column: int, what: str, help_: str = "") -> None:
        self.problems.append(Problem(where=f"{self.where}, {row.place(column)}", what=what, help=help_))

    def word(self, row: _Row, column: int) -> str:
        """Return the text of a cell that must be filled in by hand."""
        text = row.text(column)
        if not text:
            self.problem(row, column, row.odd(column) or "is empty", "fill it in")
        return text

    def day(self, row: _Row, column: int) -> date | None:
        text = self.word(row, column).removesuffix(_MIDNIGHT)
        try:
            return parse_day(text) if text else None
        except ValueError:
            self.problem(row, column, f"`{text}` is not a day such as 2026-11-26")
            return None

    def answer(self, row: _Row) -> GivenAnswer | None:
        told = self.word(row, 4)
        offered = [each.strip() for each in row.text(3).split(",")]
        plain = "-".join(told.casefold().split())
        known = {each.value: each for each in RepresentedAnswer}
        if told and (plain not in offered or plain not in known):
            choice = ", ".join(f"`{each}`" for each in offered)
            self.problem(row, 4, f"`{told}` is not an answer to this paragraph", f"one of {choice}")
        if not row.text(0):
            self.problem(row, 0, "is empty, and nothing tells which clause this answers", _AGAIN)
        if plain not in known:
            return None
        at = "" if row.text(1) == ANY_PARAGRAPH else row.text(1)
        return GivenAnswer(clause=row.text(0), at=at, answer=known[plain])

    def remark(self, row: _Row, answered: set[str]) -> Remark | None:
        """Return what is told about a clause; nothing where its paragraphs are answered and that is all."""
        if row.text(0) in answered and not row.text(2) and not row.odd(2):
            return None
        told = self.word(row, 2)
        return Remark(clause=row.text(0), text="" if told.casefold() == NOTHING else told)


def read_workbook(raw: bytes, where: str, sent: Callable[[str], bytes | None] = lambda _: None) -> FilledForm:
    """Return the answers in the workbook `raw`.

    `sent` returns the workbook that was sent with a request, or nothing; what it prefilled has to stand as it was.
    Not checked: that they answer what was asked.
    Raises: InputError with every cell that does not fit; where the package that reads workbooks is not installed.
    """
    came, built = _opened(raw, where)
    found = {each.name: [_Row(each.name, *row) for row in each.rows] for each in came}
    before = sent(_request(found))
    odd = [*(altered(came, before, where) if before is not None else ()), *beside_cells(came, built, where)]
    lost = list({each.where: each for each in reversed(odd)}.values())[::-1]
    try:
        form = _form(found, where)
    except InputError as error:
        told = {each.where for each in error.problems}
        raise InputError(*error.problems, *(each for each in lost if each.where not in told)) from error
    if lost:
        raise InputError(*lost)
    return form


def _opened(raw: bytes, where: str) -> tuple[list[CameSheet], Shape]:
    """Return the sheets, each of a name of its own, and how the workbook is built. Raises: InputError."""
    if len(raw) > LARGEST:
        raise InputError(Problem(where=where, what=f"is larger than {LARGEST} bytes, so it is no form", help=_AGAIN))
    built = shape(raw, where)
    read = sheets(raw, where)
    names = Counter(each.name.casefold() for each in read)
    for each in read:
        if names[each.name.casefold()] > 1 or each.part not in built.parts:
            odd = "is there twice" if names[each.name.casefold()] > 1 else "lies where no program puts one"
            raise InputError(Problem(where=where, what=f"has a sheet `{each.name}` that {odd}", help=_AGAIN))
    came = [
        CameSheet(name=each.name, part=part, rows=list(each.rows(part.rows, part.columns)) if part.rows else [])
        for each in read
        for part in (built.parts[each.part],)
    ]
    return came, built


def _request(found: dict[str, list[_Row]]) -> str:
    """Return the request that a workbook names, empty where it names none."""
    rows = found.get(FormSheet.ABOUT.value, [])
    return next((row.text(1) for row in rows if row.text(0) == AboutRow.REQUEST.value), "")


def _form(found: dict[str, list[_Row]], where: str) -> FilledForm:
    _refuse_other_sheets(found, where)
    reader = _Reader(where)
    about = _about(reader, found[FormSheet.ABOUT.value])
    paragraphs = list(_table(reader, found[FormSheet.ANSWERS.value], ANSWER_COLUMNS))
    answers = tuple(_kept(reader.answer(row) for row in paragraphs))
    answered = {row.text(0) for row in paragraphs}
    rows = list(_table(reader, found[FormSheet.REMARKS.value], REMARK_COLUMNS))
    remarks = tuple(_kept(reader.remark(row, answered) for row in rows))
    request, uei, by, title = (
        reader.word(about[each], 1) for each in (AboutRow.REQUEST, AboutRow.UEI, AboutRow.BY, AboutRow.TITLE)
    )
    on, until = (reader.day(about[each], 1) for each in (AboutRow.ON, AboutRow.VALID_UNTIL))
    if reader.problems or on is None or until is None:
        raise InputError(*reader.problems)
    form = FilledForm(
        request=request,
        uei=uei,
        by=by,
        title=title,
        on=on,
        valid_until=until,
        answers=answers,
        remarks=remarks,
    )
    return in_order(form, where)


def _kept(found: Iterator[T | None]) -> Iterator[T]:
    return (each for each in found if each is not None)


def _refuse_other_sheets(found: dict[str, list[_Row]], where: str) -> None:
    """Raise InputError where a sheet is missing, or one holds something that nobody would read."""
    wanted = {each.value for each in FormSheet}
    problems = [
        Problem(where=where, what=f"lacks the sheet `{name}`", help=_AGAIN) for name in sorted(wanted - set(found))
    ]
    problems += [
        Problem(where=where, what=f"has a sheet `{name}`, which nobody reads", help="take it out, or send it apart")
        for name in sorted(set(found) - wanted)
        if any(any(row.cells) for row in found[name])
    ]
    if problems:
        raise InputError(*problems)


def _about(reader: _Reader, rows: list[_Row]) -> dict[AboutRow, _Row]:
    """Return the rows by what they are about. Raises: InputError where one is missing."""
    labels = {each.value: each for each in AboutRow}
    found = {labels[row.text(0)]: row for row in rows if row.text(0) in labels}
    counted = Counter(row.text(0) for row in rows if row.text(0) in labels)
    sheet = FormSheet.ABOUT.value
    problems = [
        Problem(where=f"{reader.where}, {sheet}", what=f"has {counted[name]} rows `{name}`, not one", help=_AGAIN)
        for name in labels
        if counted[name] != 1
    ]
    if problems:
        raise InputError(*problems)
    for row in rows:
        _refuse_beyond(reader, row, 2)
        if row.text(1) and row.text(0) not in labels:
            reader.problem(row, 1, "stands beside no question of the form", "take it out, or send it apart")
    return found


def _table(reader: _Reader, rows: list[_Row], columns: tuple[str, ...]) -> Iterator[_Row]:
    """Yield the rows below the head that hold something, once the head is as it was written."""
    head = rows[0] if rows else None
    if head is None or tuple(head.text(column) for column in range(len(columns))) != columns:
        sheet = head.sheet if head else "a sheet"
        what = f"has not the columns {', '.join(f'`{each}`' for each in columns)} in its first row"
        raise InputError(Problem(where=f"{reader.where}, {sheet}", what=what, help=_AGAIN))
    for row in rows[1:]:
        _refuse_beyond(reader, row, len(columns))
        if any(each.strip() for each in row.cells):
            yield row


def _refuse_beyond(reader: _Reader, row: _Row, columns: int) -> None:
    for column in range(columns, len(row.cells)):
        if row.text(column):
            reader.problem(row, column, "lies outside the form", "take it out, or send it apart")
