"""What came back of a workbook, held against what was sent: no word outside the cells to be filled in is lost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING, Final

from muniment.domain.form_sheets import AboutRow, FormSheet
from muniment.domain.patterns import lazily
from muniment.errors import InputError, Problem
from muniment.readers.suppliers.workbook import sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.readers.subcontractors.shape import Part, Shape

_APART: Final = "have it told in a yellow cell, or sent apart"
_FILLED_IN: Final = {FormSheet.ABOUT.value: 1, FormSheet.ANSWERS.value: 4, FormSheet.REMARKS.value: 2}
_WRITTEN: Final = {AboutRow.REQUEST.value, AboutRow.UEI.value}
_SHOWN: Final = 80
_CODE: Final = lazily(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K[0-9]{2}[+-][0-9]{3}|[0-9]{1,3}|[LCRPNDTZFABIUSXYEGHO])')
"""A code in the margin of a page: a place in it, how letters look, or a number, a day or a name to be put in."""
_IN_QUOTES: Final = lazily(r'"[^"]*"|\\.')
_COLOUR: Final = lazily(r"\[[A-Za-z0-9]+\]")
_AROUND_A_NUMBER: Final = frozenset({"Page", "of"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CameSheet:
    """A sheet that came, and how it is built. Each row has its number, its cells as text, what was odd about them."""

    name: str
    rows: Sequence[tuple[int, list[str], tuple[str, ...]]]
    part: Part


def place(sheet: str, row: int, column: int) -> str:
    """Return how a cell is called: `Answers!AB4` for row 4 and column 27, which is counted from 0."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  (an extra)

    return f"{sheet}!{get_column_letter(column + 1)}{row}"


def altered(came: Sequence[CameSheet], sent: bytes, where: str) -> Iterator[Problem]:
    """Yield each cell that is not as it was sent and is none to be filled in.

    Raises: InputError where the workbook that was sent cannot be read, or is not as it was written.
    """
    kept = f"{where}, the workbook that was sent"
    wrote = {each.name: each for each in sheets(sent, kept)}
    for sheet in came:
        if sheet.name not in wrote:
            continue
        nothing: tuple[int, list[str], tuple[str, ...]] = (0, [], ())
        pairs = zip_longest(wrote[sheet.name].rows(), sheet.rows, fillvalue=nothing)
        for number, ((_, before, _), (_, after, notes)) in enumerate(pairs, start=1):
            for column, (old, new) in enumerate(zip_longest(before, after, fillvalue="")):
                at = place(sheet.name, number, column)
                if _to_fill(sheet.name, number, column, before):
                    _refuse_filled(old, f"{kept}, {at}")
                elif said := _said(_plain(old), _plain(new), _odd(notes, column)):
                    yield Problem(where=f"{where}, {at}", what=said, help=_APART)


def _to_fill(sheet: str, number: int, column: int, before: Sequence[str]) -> bool:
    label = before[0] if before else ""
    return number > 1 and column == _FILLED_IN.get(sheet) and bool(label) and label not in _WRITTEN


def _refuse_filled(old: str, where: str) -> None:
    if old:
        what = "is filled in, so nothing can be held against it"
        raise InputError(Problem(where=where, what=what, help="ask again: `muniment suppliers request`"))


def _plain(text: str) -> str:
    """Return a text without what programs change in it by themselves: its breaks and blanks."""
    return " ".join(text.split())


def _odd(notes: Sequence[str], column: int) -> str:
    said = (each.partition(" is ") for each in notes)
    return next((what for which, _, what in said if which == f"cell {column + 1}"), "")


def _said(old: str, new: str, odd: str) -> str:
    """Return what is wrong with a cell, from the first word on that is not as it was sent; empty for nothing."""
    if odd:
        return f"is not as it was sent: it is {odd}"
    if old == new:
        return ""
    if not new:
        return "is not as it was sent: its words are gone"
    words = new.split()
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old.split(), words, strict=False)))
    told = " ".join(words[same:]) or new[-_SHOWN:]
    return f"is not as it was sent: it has `{told[:_SHOWN]}`"


def _shows_otherwise(code: str) -> bool:
    """Say whether a format of numbers shows a text otherwise than as it is: with more words, others, or none."""
    sections = _IN_QUOTES.sub("q", code).split(";")
    of_text = sections[3] if len(sections) > 3 else next((each for each in sections if "@" in each), "@")  # noqa: PLR2004
    return _COLOUR.sub("", of_text).strip() != "@"


def _in_margin(written: str) -> str:
    """Return the words at the top or bottom of a page, without codes, and without what programs put there."""
    return " ".join(word for word in _CODE.sub(" ", written).split() if word not in _AROUND_A_NUMBER)


def beside_cells(came: Sequence[CameSheet], built: Shape, where: str) -> Iterator[Problem]:
    """Yield each formula, comment, drawing, format with words, and word in a margin: nobody reads what they tell."""
    for sheet in came:
        for row, column in sheet.part.formulas:
            what = "is a formula, and what it comes to may be another thing when somebody opens it"
            at = place(sheet.name, row, column - 1)
            yield Problem(where=f"{where}, {at}", what=what, help="have the words or the day itself typed there")
        for row, column, words in sheet.part.comments:
            what = f"has a comment, `{_plain(words)[:_SHOWN]}`, which nobody reads"
            yield Problem(where=f"{where}, {place(sheet.name, row, column - 1)}", what=what, help=_APART)
        for row, column, style in sheet.part.texts:
            if _shows_otherwise(built.styles[style] if style < len(built.styles) else ""):
                at = place(sheet.name, row, column - 1)
                what = f"has a format, `{built.styles[style][:_SHOWN]}`, by which people see other words than are there"
                yield Problem(where=f"{where}, {at}", what=what, help=_APART)
        for words in map(_in_margin, sheet.part.margins):
            if words:
                what = f"has `{words[:_SHOWN]}` at the top or bottom of its pages, which nobody reads"
                yield Problem(where=f"{where}, {sheet.name}", what=what, help=_APART)
    for name in built.drawn:
        yield Problem(where=f"{where}, `{name}`", what="is no cell, and nobody reads it", help=_APART)
