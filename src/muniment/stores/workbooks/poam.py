"""A POA&M template of eMASS, filled: the headers are found by their names, and one sheet is edited in place.

Everything else of the workbook stays as it is: lists of allowed values, macros, printer settings, other sheets.
Every text is an inline string, so no cell is a formula; every day is a number of days, as spreadsheets count them.
Source: ECMA-376 part 1, 18.3.1.4 (cells), 18.3.1.53 (inline strings), 18.3.1.73 (rows), 18.17.4.1 (dates).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from muniment.domain.patterns import lazily
from muniment.domain.poam_sheet import NEEDED, Column, Filled, HeaderFound
from muniment.errors import InputError, Problem
from muniment.stores.workbooks.cells import Cells, place
from muniment.stores.workbooks.parts import workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from muniment.domain.poam_sheet import Cell, SheetRow
    from muniment.stores.workbooks.parts import SheetPart, Workbook

_DEEPEST_HEADER: Final = 60
"""The header row is looked for in so many rows from the top."""
_HELP: Final = "download the blank POA&M template from eMASS again; its headers are matched by their names"
_IN_BRACKETS: Final = lazily(r"\([^)]*\)|\[[^\]]*\]")
_NOT_LETTERS: Final = lazily(r"[\W_]+")
_REQUIRED: Final = lazily(r"\*|[(\[]\s*[Rr]equired\s*[)\]]")


def _folded(header: str) -> str:
    """Return a header in small letters, without remarks in brackets, each word without the `s` of a plural."""
    plain = _NOT_LETTERS.sub(" ", _IN_BRACKETS.sub(" ", header).replace("&", " and ")).casefold()
    return " ".join(word.removesuffix("s") for word in plain.split())


_OTHER_WORDS: Final = {
    Column.ITEM_ID: ("item id", "poam id", "poam item id"),
    Column.OFFICE: ("office organization", "office organisation", "poc organization"),
    Column.RAW_SEVERITY: ("raw severity value",),
    Column.RESOURCES: ("resources", "resource required", "required resources"),
    Column.SECURITY_CONTROL: ("security control", "security controls"),
    Column.SEVERITY: ("severity value",),
    Column.SOURCE: ("source identifying control vulnerability",),
}
_MEANING: Final = {_folded(each.value): each for each in Column} | {
    _folded(words): column for column, others in _OTHER_WORDS.items() for words in others
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """A header row: its number, its texts by column number, and what the known ones mean."""

    sheet: SheetPart
    cells: Cells
    row: int
    texts: Mapping[int, str]
    known: Mapping[int, Column]

    @property
    def missing(self) -> tuple[Column, ...]:
        return tuple(each for each in NEEDED if each not in self.known.values())


def fill(raw: bytes, entries: Sequence[SheetRow], where: str) -> tuple[bytes, Filled]:
    """Return the workbook in `raw` with a row for each of the entries, and what was done.

    Raises: InputError where it is no workbook or may do harm, lacks a header that is needed, or holds items already.
    """
    book = workbook(raw, where)
    layout = _layout(book)
    first = layout.cells.below(layout.row, layout.texts)
    rows = range(first, first + len(entries))
    _refuse_taken(layout, rows, where)
    headers = tuple(_column(layout, number, rows, entries, book) for number in sorted(layout.texts))
    layout.cells.set_dimension()
    filled = Filled(
        sheet=layout.sheet.name,
        header=layout.row,
        first=first,
        last=rows[-1],
        headers=headers,
        dates_as_numbers=not book.dates and any(isinstance(cell, date) for each in entries for _, cell in each.cells),
    )
    return book.with_part(layout.sheet.part, layout.cells.written()), filled


def _layout(book: Workbook) -> _Layout:
    """Return the one header row that has what is needed."""
    found = [each for sheet in book.sheets for each in _rows(book, sheet)]
    fit = [each for each in found if not each.missing]
    shown = [each for each in fit if each.sheet.shown] or fit
    if not shown:
        raise InputError(_not_a_template(found, book))
    if len(shown) > 1:
        places = " and ".join(f"row {each.row} of sheet `{each.sheet.name}`" for each in shown)
        raise InputError(Problem(where=book.where, what=f"has the headers twice: in {places}", help=_HELP))
    (layout,) = shown
    _refuse_doubled(layout, book.where)
    return layout


def _rows(book: Workbook, sheet: SheetPart) -> Iterator[_Layout]:
    cells = Cells(book, sheet.part)
    for row in range(1, _DEEPEST_HEADER + 1):
        texts = cells.texts(row)
        known = {number: _MEANING[plain] for number, text in texts.items() if (plain := _folded(text)) in _MEANING}
        if known:
            yield _Layout(sheet=sheet, cells=cells, row=row, texts=texts, known=known)


def _not_a_template(found: Sequence[_Layout], book: Workbook) -> Problem:
    if not found:
        what = f"has no row with the headers of a POA&M in the first {_DEEPEST_HEADER} rows of a sheet"
        return Problem(where=book.where, what=what, help=_HELP)
    nearest = max(found, key=lambda each: len(set(each.known.values())))
    missing = ", ".join(f"`{each.value}`" for each in nearest.missing)
    where = f"{book.where}, sheet `{nearest.sheet.name}`, row {nearest.row}"
    return Problem(where=where, what=f"comes nearest to a header row, and has no {missing}", help=_HELP)


def _refuse_doubled(layout: _Layout, where: str) -> None:
    problems = []
    for column in set(layout.known.values()):
        at = [number for number, each in sorted(layout.known.items()) if each is column]
        if len(at) > 1:
            cells = " and ".join(f"`{place(each, layout.row)}`" for each in at)
            what = f"both mean `{column.value}`: {cells}"
            problems.append(Problem(where=f"{where}, sheet `{layout.sheet.name}`", what=what, help=_HELP))
    if problems:
        raise InputError(*problems)


def _refuse_taken(layout: _Layout, rows: range, where: str) -> None:
    """Refuse rows that hold something, as eMASS would enter the same items again beside them."""
    for row in rows:
        for number in layout.texts:
            if told := layout.cells.held(number, row):
                at = f"{where}, sheet `{layout.sheet.name}`, `{place(number, row)}`"
                help_ = "begin with the blank template; the items of an earlier one are in eMASS already"
                raise InputError(Problem(where=at, what=f"holds `{told[:40]}` already", help=help_))
            if layout.cells.covered(number, row):
                at = f"{where}, sheet `{layout.sheet.name}`, `{place(number, row)}`"
                raise InputError(Problem(where=at, what="is merged with other cells", help=_HELP))


def _column(layout: _Layout, number: int, rows: range, entries: Sequence[SheetRow], book: Workbook) -> HeaderFound:
    """Fill one column, but for one that the template computes."""
    column = layout.known.get(number)
    values = {
        row: cell for row, entry in zip(rows, entries, strict=True) for each, cell in entry.cells if each is column
    }
    computed = any(layout.cells.computed(number, row) for row in rows)
    if not computed:
        for row, value in values.items():
            layout.cells.put(number, row, value, _form(value, book))
    text = layout.texts[number]
    return HeaderFound(
        at=place(number, layout.row),
        text=text,
        column=column,
        required=_REQUIRED.search(text) is not None,
        filled=0 if computed else len(values),
        kept="the template computes it" if computed else "",
    )


def _form(value: Cell, book: Workbook) -> tuple[int, ...]:
    return book.dates if isinstance(value, date) else ()
