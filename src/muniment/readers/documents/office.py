"""Tables of suppliers in documents of word processors and spreadsheets: `.docx`, `.xlsx`.

Source: ECMA-376 part 1, 17.4 (tables), 18.3 (worksheets), 18.4 (shared strings).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.documents import suppliers
from muniment.readers.documents.sheets import in_sheet
from muniment.readers.documents.suppliers import Row, Table
from muniment.readers.syntax import xml_lines
from muniment.readers.syntax.zip_parts import MAGIC, DamagedError, Parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.xml_lines import Element

_OLD = b"\xd0\xcf\x11\xe0"
_SHEET = lazily(r"xl/worksheets/[^/]+\.xml")
_COLUMN = lazily(r"([A-Z]{1,3})\d*")
_HEADING = lazily(r"(?i)(?:heading|berschrift|titre?)\w*?(?P<level>\d)?$|title")
_MOST_COLUMNS = 200
_SHORT = 120


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield the suppliers that the tables name. What cannot be read limits the claim where its name says suppliers."""
    harmless = not suppliers.says_suppliers(path)
    if not whole or head.startswith(_OLD):
        why = "encrypted, or of an old format" if whole else "larger than what is read of a document"
        yield NotUnderstood(0, f"a document whose tables were not read: {why}", harmless=harmless)
    elif head.startswith(MAGIC):
        try:
            yield from _read(path.rpartition("/")[2], Parts(head))
        except DamagedError as damaged:
            yield NotUnderstood(0, f"a document whose tables were not read: {damaged}", harmless=harmless)


def _read(file: str, parts: Parts) -> Iterator[Seen]:
    if "word/document.xml" in parts.names:
        yield from _text(file, _parsed(parts, "word/document.xml"))
        return
    sheets = sorted(name for name in parts.names if _SHEET.fullmatch(name))
    strings = _strings(parts) if sheets else []
    titles = _titles(parts) if sheets else ()
    for name in sheets:
        rows = list(_rows(_parsed(parts, name), strings))
        yield from in_sheet(rows, file, titles if len(sheets) == 1 else ())


def _parsed(parts: Parts, name: str) -> Element:
    top, problems = xml_lines.parse(parts.text(name))
    if problems:
        raise DamagedError(f"`{name}`: {problems[0].why}")
    return top


def _text(file: str, top: Element) -> Iterator[Seen]:
    """Yield from the tables of a text; a paragraph styled as a heading, or a short one above a table, is a heading."""
    headings: dict[int, str] = {}
    body = top.find("body") or top
    for block in body.children:
        if block.tag == "p":
            if text := _content(block):
                level = _level(block)
                headings = {held: above for held, above in headings.items() if held < level}
                if level < _NO_HEADING or len(text) <= _SHORT:
                    headings[level] = text
        elif block.tag == "tbl":
            rows = [_row(row) for row in block.children if row.tag == "tr"]
            yield from suppliers.suppliers(Table(headings=tuple(headings.values()), rows=rows, file=file))


_NO_HEADING = 9


def _level(paragraph: Element) -> int:
    style = paragraph.find("pPr", "pStyle")
    name = next((value for key, value in style.attributes.items() if key.endswith("val")), "") if style else ""
    found = _HEADING.match(name)
    return _NO_HEADING if found is None else int(found["level"] or 0)


def _row(row: Element) -> Row:
    cells = tuple(_content(cell) for cell in row.children if cell.tag == "tc")
    return Row(0, cells, " | ".join(cells))


def _content(element: Element) -> str:
    parts = (
        " " if each.tag in {"p", "br", "tab"} else each.content if each.tag == "t" else "" for each in element.walk()
    )
    return " ".join("".join(parts).split())


def _strings(parts: Parts) -> list[str]:
    if "xl/sharedStrings.xml" not in parts.names:
        return []
    return [_content(item) for item in _parsed(parts, "xl/sharedStrings.xml").children if item.tag == "si"]


def _titles(parts: Parts) -> tuple[str, ...]:
    """Return the name of the one sheet of a workbook."""
    if "xl/workbook.xml" not in parts.names:
        return ()
    sheets = (each for each in _parsed(parts, "xl/workbook.xml").walk() if each.tag == "sheet")
    return tuple(name for each in sheets if (name := each.attributes.get("name", "")))


def _rows(sheet: Element, strings: list[str]) -> Iterator[Row]:
    for row in (each for each in sheet.walk() if each.tag == "row"):
        cells: dict[int, str] = {}
        for cell in row.children:
            found = _COLUMN.match(cell.attributes.get("r", ""))
            column = _number(found[1]) if found else len(cells)
            if column < _MOST_COLUMNS:
                cells[column] = _value(cell, strings)
        held = tuple(cells.get(column, "") for column in range(max(cells, default=-1) + 1))
        yield Row(0, held, " | ".join(held))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: Element, strings: list[str]) -> str:
    if cell.attributes.get("t") != "s":
        return cell.text("v") or _content(cell)
    text = cell.text("v")
    return strings[int(text)] if text.isascii() and text.isdigit() and int(text[:9]) < len(strings) else ""
