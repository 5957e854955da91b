"""A supplier file as suppliers. No row is dropped: each is a supplier, or counted as empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.domain.supplier import Supplier, SupplierFile, SupplierSheet
from muniment.errors import InputError, Problem
from muniment.readers.suppliers.cells import UNREADABLE, mended
from muniment.readers.suppliers.columns import NAMES, SCHEMES, Column, folded, layout
from muniment.readers.suppliers.delimited import delimited
from muniment.readers.suppliers.workbook import MAGIC, OLD, sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from muniment.readers.suppliers.columns import Layout

_HEADER_WITHIN: Final = 30
_MOST_HEADERS: Final = 12
_ALIASES_BY: Final = (";", "|", "\n")


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: list[str]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    rows: Iterable[_Row]
    encoding: str


def read_suppliers(data: bytes, where: str, named: Mapping[str, Column]) -> SupplierFile:
    """Return the suppliers in `data`; `named` are headers whose meaning the user told, as `folded` gives them.

    Raises: InputError where it is no table, or no sheet has a header that tells companies.
    """
    suppliers: list[Supplier] = []
    read: list[SupplierSheet] = []
    seen: list[str] = []
    tables = _tables(data, where)
    for table in tables:
        reader = _Reader(table, named)
        suppliers += reader.suppliers()
        read.append(reader.sheet)
        seen += reader.headers
    if not any(sheet.columns for sheet in read):
        raise _no_header(where, seen)
    if not suppliers:
        raise InputError(Problem(where=where, what="has a header and no rows", help="name the file with the suppliers"))
    return SupplierFile(file=where, encoding=tables[0].encoding, sheets=tuple(read), suppliers=tuple(suppliers))


def _tables(data: bytes, where: str) -> list[_Table]:
    if data.startswith(OLD):
        what = "is a workbook of an old format, or encrypted"
        raise InputError(Problem(where=where, what=what, help="save it as XLSX without a password, or as CSV"))
    if data.startswith(MAGIC):
        return [_Table(each.name, (_Row(*row) for row in each.rows()), "XLSX") for each in sheets(data, where)]
    if not data.strip():
        raise InputError(Problem(where=where, what="is empty", help="name the file with the suppliers"))
    text = delimited(data, where)
    return [_Table("", (_Row(line, cells, ()) for line, cells in text.rows()), text.encoding)]


class _Reader:
    """Takes one table apart; `sheet` is what became of it, once `suppliers` has come to its end."""

    def __init__(self, table: _Table, named: Mapping[str, Column]) -> None:
        self._table = table
        self._named = named
        self._layout: Layout | None = None
        self._rows = self._empty = self._above = 0
        self.headers: list[str] = []

    @property
    def sheet(self) -> SupplierSheet:
        if self._layout is None:
            unread = "no header in it tells a company" if self._above else ""
            return SupplierSheet(name=self._table.name, unread=unread)
        return SupplierSheet(name=self._table.name, columns=self._layout.shown, rows=self._rows, empty=self._empty)

    def suppliers(self) -> Iterator[Supplier]:
        for row in self._table.rows:
            if not any(cell.strip() for cell in row.cells):
                self._empty += self._layout is not None
            elif self._layout is None:
                self._find_header(row)
            elif [cell.strip() for cell in row.cells[: len(self._layout.headers)]] == list(self._layout.headers):
                self._empty += 1
            else:
                self._rows += 1
                yield self._supplier(row, self._layout)

    def _find_header(self, row: _Row) -> None:
        self._above += 1
        if self._above > _HEADER_WITHIN:
            return
        texts = [mended(cell)[0] for cell in row.cells]
        self.headers += [text for text in texts if text][: _MOST_HEADERS - len(self.headers)]
        found = layout(texts, self._named)
        if found.tells_companies and (len([text for text in texts if text]) > 1 or self._above == 1):
            self._layout = found

    def _supplier(self, row: _Row, header: Layout) -> Supplier:
        notes = list(row.notes)
        cells: dict[int, str] = {}
        for _, at in header.cells:
            if at < len(row.cells) and row.cells[at]:
                cells[at], note = mended(row.cells[at])
                if note:
                    notes.append(f"`{header.headers[at]}` {note}")
        held = [(column, cells[at]) for column, at in header.cells if cells.get(at)]
        names = tuple((NAMES[c], text) for c, whole in held if c in NAMES for text in _parts(c, whole))
        return Supplier(
            row=row.number,
            sheet=self._table.name,
            names=tuple(dict.fromkeys(names)),
            identifiers=tuple((SCHEMES[column], text) for column, text in held if column in SCHEMES),
            country=next((text for column, text in held if column is Column.COUNTRY), ""),
            website=next((text for column, text in held if column is Column.WEBSITE), ""),
            notes=tuple(notes),
            doubt=_doubt(row, header, names, notes),
        )


def _parts(column: Column, text: str) -> Iterator[str]:
    """Yield the names in a cell: other names may be several."""
    pieces = [text]
    if column is Column.OTHER:
        for mark in _ALIASES_BY:
            pieces = [part for piece in pieces for part in piece.split(mark)]
    yield from (piece.strip() for piece in pieces if piece.strip())


def _doubt(row: _Row, header: Layout, names: tuple[object, ...], notes: list[str]) -> str:
    """Return why the row cannot be read surely: an empty answer to it would not mean anything."""
    if any(cell.strip() for cell in row.cells[len(header.headers) :]):
        return f"has {len(row.cells)} cells where the header has {len(header.headers)}: they may be shifted"
    if any(UNREADABLE in str(name) for name in names):
        return "its name holds bytes that are no text"
    never = next((note for note in notes if note.startswith("cell ") and "formula" in note), "")
    return never if never and not names else ""


def _no_header(where: str, seen: list[str]) -> InputError:
    shown = ", ".join(f"`{header[:40]}`" for header in seen[:_MOST_HEADERS])
    what = f"no header tells which column holds names or identifiers; it has {shown or 'none'}"
    return InputError(Problem(where=where, what=what, help="say which one it is: `--column name=HEADER`"))


def named_columns(pairs: Iterable[tuple[str, str]], where: str) -> dict[str, Column]:
    """Return the headers that a user named, folded. Raises: InputError for a column that there is not."""
    known = {column.value: column for column in Column}
    problems = [
        Problem(
            where=where, what=f"`{name}` is no column", help=f"choose from {', '.join(f'`{one}`' for one in known)}"
        )
        for name, _ in pairs
        if name not in known
    ]
    if problems:
        raise InputError(*problems)
    return {folded(header): known[name] for name, header in pairs}
