"""Rows of a text with delimiters, whichever they are. A quotation mark that is never closed cannot swallow rows."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.errors import InputError, Problem
from muniment.readers.suppliers.cells import decoded
from muniment.readers.suppliers.columns import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

_DELIMITERS: Final = (",", ";", "\t", "|")
_NEVER: Final = "\x1f"
_SAMPLED: Final = 25
_MOST_LINES: Final = 60
"""Lines of one row; more were never written by a person."""
_LONGEST_CELL: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """A text with delimiters, not yet taken apart."""

    text: str
    where: str
    encoding: str
    delimiter: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row with the line on which it begins.

        Raises: InputError where a quotation mark is opened and not closed.
        """
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        began = 1
        row: list[str] = []
        try:
            for row in reader:
                if reader.line_num - began >= _MOST_LINES:
                    raise self._unclosed(began)
                yield began, row
                last, began = began, reader.line_num + 1
        except csv.Error as error:
            raise self._unclosed(began) from error
        if row and "\n" in row[-1] and not self.text.rstrip().endswith('"'):
            raise self._unclosed(last)

    def _unclosed(self, line: int) -> InputError:
        help_ = "close it, or write a quotation mark inside a cell twice"
        return InputError(
            Problem(where=f"{self.where}:{line}", what="a quotation mark is opened here and not closed", help=help_)
        )


def delimited(data: bytes, where: str) -> Delimited:
    """Return the table in `data`. Raises: InputError for what is no text."""
    text, encoding = decoded(data)
    if "\0" in text[:_LONGEST_CELL]:
        help_ = "save it as CSV or XLSX"
        raise InputError(Problem(where=where, what="is no text, and no workbook that can be read", help=help_))
    if text[:4].lower() == "sep=" and len(text) > len("sep="):
        named, rest = text[len("sep=")], text.partition("\n")[2]
        return Delimited(text=rest, where=where, encoding=encoding, delimiter=named)
    return Delimited(text=text, where=where, encoding=encoding, delimiter=_delimiter(text))


def _delimiter(text: str) -> str:
    """Return the delimiter under which the beginning makes most sense: the header tells most, most rows are as wide.

    Where the header is one cell, each row is one too: the commas in it belong to names.
    """
    sample = "\n".join(text[: _SAMPLED * 4000].splitlines()[:_SAMPLED])
    judged = {each: _sense(sample, each) for each in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda each: (judged[each], -_DELIMITERS.index(each)))
    return best if judged[best] > (0, 0) else _NEVER


def _sense(sample: str, delimiter: str) -> tuple[int, int]:
    """Return how many columns the best row tells, beyond the first cell, and how many rows are as wide as that one."""
    try:
        rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error:
        return 0, 0
    header = max(rows, key=lambda row: len(layout(row, {}).cells), default=[])
    if len(header) <= 1:
        return 0, 0
    return len(layout(header, {}).cells), sum(len(row) == len(header) for row in rows)
