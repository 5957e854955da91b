"""Tables of suppliers in comma-separated values, and what all sheets share: a header may stand below a title."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.documents import suppliers
from muniment.readers.documents.suppliers import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b"",)
"""Their names are telling, so every file of such a name is read."""
_MOST_ROWS = 20_000
_FEWEST_CELLS = 2
_MOST_ABOVE = 20


def wants(path: str) -> bool:
    """Say whether the path has a name that says that suppliers are listed, or things that one owns."""
    if not path.lower().endswith((".csv", ".tsv")):
        return False
    return suppliers.says_suppliers(path) or suppliers.says_register(path)


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the suppliers that the file names."""
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    rows: list[Row] = []
    lines = text.split("\n")
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
    try:
        for cells in reader:
            number = min(reader.line_num, len(lines))
            rows.append(Row(number, tuple(cells), lines[number - 1]))
            if len(rows) > _MOST_ROWS:
                yield NotUnderstood(number, "more rows than a list of suppliers has; the rest were not read")
                break
    except csv.Error as error:
        yield NotUnderstood(min(reader.line_num, len(lines)), f"not read as a table from here on: {str(error)[:48]}")
    yield from in_sheet(rows, path.rpartition("/")[2])


def in_sheet(rows: Sequence[Row], file: str, headings: tuple[str, ...] = ()) -> Iterator[Seen]:
    """Yield the suppliers that a sheet names; rows of one cell at its top are headings."""
    at = 0
    above = list(headings)
    while (
        at < min(len(rows), _MOST_ABOVE)
        and len(held := [cell for cell in rows[at].cells if cell.strip()]) < _FEWEST_CELLS
    ):
        above += held
        at += 1
    yield from suppliers.suppliers(Table(headings=tuple(above), rows=rows[at:], file=file))
