"""Sheets of a workbook (`.xlsx`), row by row: merged cells are filled, formulas give their last computed value.

Source: ECMA-376 part 1, 18.3.1.55 (mergeCells), 18.3.1.40 (formulas and their cached values).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.patterns import lazily
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

MAGIC: Final = b"PK\3\4"
OLD: Final = b"\xd0\xcf\x11\xe0"
_LARGEST: Final = 2 * 1024**3
"""Bytes of all parts when unpacked: a supplier file of a million rows is smaller."""
_CHUNK: Final = 1 << 20
_MERGED = lazily(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_STRETCHED = lazily(rb'<(?:\w+:)?(?:row[^>]*? r="(?:0*[2-9]\d{6}|0*\d{8,})"|c[^>]*? r="[A-Z]{4,})')
"""A row or a cell beyond the last one that a workbook can have: all before it would be filled up."""
_FORMULA = lazily(rb"<f[ >/]")
_WIDEST_MERGE: Final = 100_000
_MOST_MERGED: Final = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its name, and the rows when they are asked for."""

    name: str
    part: str
    _values: Any
    _formulas: Any
    _filled: dict[tuple[int, int], tuple[int, int]]

    def rows(
        self, rows: int | None = None, columns: int | None = None
    ) -> Iterator[tuple[int, list[str], tuple[str, ...]]]:
        """Yield each row with its number, its cells as text, and what was odd about them.

        `rows` and `columns` are the most that are read, where that is known. A formula without a computed value stays
        as the formula, so that nobody takes the cell for empty.
        """
        kept: dict[tuple[int, int], str] = {}
        origins = set(self._filled.values())
        most = {"max_row": rows, "max_col": columns, "values_only": True}
        beside = self._formulas.iter_rows(**most) if self._formulas is not None else None
        for number, values in enumerate(self._values.iter_rows(**most), start=1):
            cells = [_text(value) for value in values]
            notes: list[str] = []
            if beside is not None:
                notes += _with_formulas(cells, next(beside, ()))
            for column in range(len(cells)):
                at = (number, column)
                if at in origins:
                    kept[at] = cells[column]
                elif at in self._filled and not cells[column]:
                    cells[column] = kept.get(self._filled[at], "")
            yield number, cells, tuple(notes)


def sheets(data: bytes, where: str) -> list[Sheet]:
    """Return the sheets of the workbook in `data`, also hidden ones.

    Raises: InputError where it cannot be read, or the package that reads workbooks is not installed.
    """
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  (an extra: most installations have no need of it)
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415
    except ModuleNotFoundError as error:
        hint = "install `muniment[spreadsheets]`, or save the sheet as CSV"
        raise InputError(Problem(where=where, what="is a workbook, and `openpyxl` is missing", help=hint)) from error
    try:
        parts = _parts(data, where)
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        return [
            _sheet(sheet, beside, parts.get(getattr(sheet, "_worksheet_path", ""), _Part()))
            for sheet, beside in zip(values.worksheets, formulas.worksheets, strict=True)
        ]
    except (zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, OSError, SyntaxError) as error:
        what = f"is a damaged workbook ({str(error)[:80]})"
        raise InputError(
            Problem(where=where, what=what, help="open it and save it again, or save it as CSV")
        ) from error


@dataclass(frozen=True, slots=True)
class _Part:
    merged: tuple[tuple[int, int, int, int], ...] = ()
    has_formulas: bool = False


def _sheet(values: Any, formulas: Any, part: _Part) -> Sheet:  # noqa: ANN401  (openpyxl's two kinds of sheet)
    for each in (values, formulas):
        each.reset_dimensions()  # what a file says about its own size is often wrong, and cuts rows off
    return Sheet(
        name=values.title,
        part=getattr(values, "_worksheet_path", ""),
        _values=values,
        _formulas=formulas if part.has_formulas else None,
        _filled=_filled(part.merged),
    )


def _filled(merged: tuple[tuple[int, int, int, int], ...]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each covered cell the one that holds its value. Merged titles across a page stay a title."""
    return {
        (row, column): (top, left)
        for top, left, bottom, right in merged
        if _is_filled(top, left, bottom, right)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


def _with_formulas(cells: list[str], formulas: tuple[Any, ...]) -> Iterator[str]:
    for column, formula in enumerate(formulas[: len(cells)]):
        if isinstance(formula, str) and formula.startswith("=") and not cells[column]:
            cells[column] = ""
            yield f"cell {column + 1} is a formula that was never computed: `{formula[:40]}`"
        elif cells[column].startswith("#") and cells[column].endswith(("!", "?", "A")):
            yield f"cell {column + 1} is a formula that failed: `{cells[column][:20]}`"
            cells[column] = ""


def _parts(data: bytes, where: str) -> dict[str, _Part]:
    """Return what each sheet's part has beside its rows. Raises: InputError for one that unpacks to too much."""
    found: dict[str, _Part] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > _LARGEST:
            raise InputError(Problem(where=where, what="unpacks to more than 2 GiB", help="split it"))
        for member in archive.infolist():
            if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
                with archive.open(member) as stream:
                    found[member.filename] = _part(iter(lambda: stream.read(_CHUNK), b""))
    return found


def _part(chunks: Iterator[bytes]) -> _Part:
    merged: list[tuple[int, int, int, int]] = []
    has_formulas, tail = False, b""
    for chunk in chunks:
        text = tail + chunk
        if _STRETCHED.search(text):
            message = "it has a row or a column beyond the last one"
            raise ValueError(message)
        has_formulas = has_formulas or _FORMULA.search(text) is not None
        cut = text.rfind(b"<")
        merged += [_range(each) for each in _MERGED.finditer(text[:cut] if cut > 0 else text)]
        tail = text[cut:] if cut > 0 and len(text) - cut < len(text) else b""
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merged if _is_filled(
        top, left, bottom, right
    )) > _MOST_MERGED:  # fmt: skip
        message = f"it merges more than {_MOST_MERGED} cells"
        raise ValueError(message)
    return _Part(tuple(merged), has_formulas)


def _is_filled(top: int, left: int, bottom: int, right: int) -> bool:
    return bottom > top and (bottom - top + 1) * (right - left + 1) <= _WIDEST_MERGE


def _range(found: re.Match[bytes]) -> tuple[int, int, int, int]:
    left, top, right, bottom = found.groups()
    return int(top), _number(left), int(bottom), _number(right)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _text(value: Any) -> str:  # noqa: ANN401  (whatever a cell holds)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
