"""The cells of one sheet part, by column number and row, read and written in place.

Rows and cells may leave their number out, in which case each follows the one before; they are given it when read.
Source: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.13 (cols), 18.3.1.35 (dimension), 18.3.1.55 (mergeCells), 18.3.1.73 (row).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.patterns import lazily
from muniment.errors import InputError, Problem
from muniment.stores.workbooks.parts import text_of, xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from muniment.domain.poam_sheet import Cell
    from muniment.stores.workbooks.parts import Workbook

_PLACE: Final = lazily(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPE: Final = lazily(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What begins an escaped character (ECMA-376 part 1, 22.9.2.19)."""
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_EPOCH: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)


def place(column: int, row: int) -> str:
    """Return the name of a cell; columns and rows are counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


class Cells:
    """The cells of one part of a workbook. Raises: InputError where the part is no sheet that can be filled."""

    def __init__(self, book: Workbook, part: str) -> None:
        """Read the part."""
        self._book, self._where = book, f"{book.where}, {part}"
        self._root = xml(book.parts[part], book.where, part)
        self._namespace = self._root.tag.partition("}")[0] + "}"
        data = self._root.find("{*}sheetData")
        if data is None:
            raise InputError(Problem(where=self._where, what="has no cells", help="give a workbook as eMASS makes it"))
        self._data = data
        self._rows = dict(self._numbered(data))
        self._cells: dict[tuple[int, int], Any] = {
            (column, row): cell for row, element in self._rows.items() for column, cell in self._across(element, row)
        }
        self._merged = tuple(self._area(each.get("ref", "")) for each in self._root.iter("{*}mergeCell"))

    def texts(self, row: int) -> Mapping[int, str]:
        """Return the texts of a row by column; what is empty is left out."""
        if row not in self._rows:
            return {}
        held = ((self._place(cell)[0], self._text(cell)) for cell in self._rows[row].iterfind("{*}c"))
        return {column: text for column, text in held if text.strip()}

    def below(self, row: int, columns: Iterable[int]) -> int:
        """Return the first row below `row` and below whatever the cells of that row are merged with."""
        ends = [
            bottom
            for left, top, right, bottom in self._merged
            if top <= row <= bottom and any(left <= each <= right for each in columns)
        ]
        return max([row, *ends]) + 1

    def held(self, column: int, row: int) -> str:
        """Return what a cell holds as text; nothing for a formula, which the template brings along."""
        cell = self._cells.get((column, row))
        return "" if cell is None or self.computed(column, row) else self._text(cell).strip()

    def computed(self, column: int, row: int) -> bool:
        """Say whether a cell holds a formula."""
        cell = self._cells.get((column, row))
        return cell is not None and cell.find("{*}f") is not None

    def covered(self, column: int, row: int) -> bool:
        """Say whether a cell is merged with others."""
        return any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in self._merged)

    def put(self, column: int, row: int, value: Cell, forms: tuple[int, ...]) -> None:
        """Write a text or a day; `forms` are the numbers of cell forms of which it has to have one."""
        cell = self._cell(column, row)
        for each in [*cell.iterfind("{*}v"), *cell.iterfind("{*}is")]:
            cell.remove(each)
        if forms and int(cell.get("s", "0")) not in forms:
            cell.set("s", str(forms[0]))
        if isinstance(value, date):
            cell.attrib.pop("t", None)
            value_of = self._new("v")
            value_of.text = str((value - (_EPOCH_1904 if self._book.from_1904 else _EPOCH)).days)
        else:
            cell.set("t", "inlineStr")
            value_of = self._new("is")
            text = self._new("t")
            text.text = _ESCAPE.sub("_x005F_", value)
            text.set(_SPACE, "preserve")
            value_of.append(text)
        cell.insert(0, value_of)

    def set_dimension(self) -> None:
        """Tell anew from which cell to which one the sheet goes, if it told that before."""
        dimension = self._root.find("{*}dimension")
        if dimension is None or not self._cells:
            return
        columns, rows = zip(*self._cells, strict=True)
        dimension.set("ref", f"{place(min(columns), min(rows))}:{place(max(columns), max(rows))}")

    def written(self) -> bytes:
        """Return the part."""
        from lxml import etree  # noqa: PLC0415  (an extra, which is there: the part was read with it)

        made: bytes = etree.tostring(self._root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
        return made

    def _cell(self, column: int, row: int) -> Any:  # noqa: ANN401  (lxml has no types)
        """Return a cell, which is made where there is none, in the form of its row or column."""
        if (column, row) in self._cells:
            return self._cells[column, row]
        line = self._row(row)
        made = self._new("c")
        made.set("r", place(column, row))
        form = line.get("s") if line.get("customFormat") in {"1", "true"} else self._form_of(column)
        if form:
            made.set("s", form)
        before = [each for each in line.iterfind("{*}c") if self._place(each)[0] < column]
        line.insert(line.index(before[-1]) + 1 if before else 0, made)
        line.attrib.pop("spans", None)
        self._cells[column, row] = made
        return made

    def _row(self, row: int) -> Any:  # noqa: ANN401  (as above)
        if row in self._rows:
            return self._rows[row]
        made = self._new("row")
        made.set("r", str(row))
        above = [number for number in self._rows if number < row]
        self._data.insert(self._data.index(self._rows[max(above)]) + 1 if above else 0, made)
        self._rows[row] = made
        return made

    def _form_of(self, column: int) -> str | None:
        for each in self._root.iter("{*}col"):
            if int(each.get("min", "0")) <= column <= int(each.get("max", "0")):
                form: str | None = each.get("style")
                return form
        return None

    def _new(self, name: str) -> Any:  # noqa: ANN401  (as above)
        return self._root.makeelement(self._namespace + name)

    def _text(self, cell: Any) -> str:  # noqa: ANN401  (as above)
        """Return what a cell holds as text."""
        if cell.get("t") == "inlineStr":
            return text_of(cell)
        value = cell.findtext("{*}v") or ""
        if cell.get("t") != "s":
            return str(value)
        if not value.isdecimal() or int(value) >= len(self._book.strings):
            raise self._damaged(f"names text {value[:20]} of {len(self._book.strings)}")
        return self._book.strings[int(value)]

    def _numbered(self, data: Any) -> Iterable[tuple[int, Any]]:  # noqa: ANN401  (as above)
        last = 0
        for element in data.iterfind("{*}row"):
            told = element.get("r") or str(last + 1)
            if not told.isdecimal() or int(told) <= last:
                raise self._damaged(f"has row `{told[:20]}` after row {last}")
            last = int(told)
            element.set("r", told)
            yield last, element

    def _across(self, line: Any, row: int) -> Iterable[tuple[int, Any]]:  # noqa: ANN401  (as above)
        last = 0
        for cell in line.iterfind("{*}c"):
            cell.set("r", cell.get("r") or place(last + 1, row))
            column, told = self._place(cell)
            if told != row or column <= last:
                raise self._damaged(f"has cell `{cell.get('r')[:20]}` out of its order in row {row}")
            last = column
            yield column, cell

    def _place(self, cell: Any) -> tuple[int, int]:  # noqa: ANN401  (as above)
        return self._parsed(cell.get("r", ""))

    def _parsed(self, told: str) -> tuple[int, int]:
        found = _PLACE.fullmatch(told)
        if not found:
            raise self._damaged(f"names a cell `{told[:20]}`")
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return column, int(found[2])

    def _area(self, told: str) -> tuple[int, int, int, int]:
        first, _, last = told.partition(":")
        return (*self._parsed(first), *self._parsed(last or first))

    def _damaged(self, what: str) -> InputError:
        return InputError(Problem(where=self._where, what=what, help="open it, and save it again"))
