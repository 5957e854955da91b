"""Tables of suppliers in OpenDocument: `.odt`, `.ods`.   Source: OASIS OpenDocument 1.3 part 3, 5.1.2 and 9."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.documents import suppliers
from muniment.readers.documents.sheets import in_sheet
from muniment.readers.documents.suppliers import Row
from muniment.readers.syntax import xml_lines
from muniment.readers.syntax.zip_parts import MAGIC, DamagedError, Parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.xml_lines import Element

_CONTENT = "content.xml"
_MOST_REPEATED = 50
_MOST_COLUMNS = 200


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield the suppliers that the tables name. What cannot be read limits the claim where its name says suppliers."""
    harmless = not suppliers.says_suppliers(path)
    if not whole:
        yield NotUnderstood(
            0, "a document larger than what is read of one; its tables were not read", harmless=harmless
        )
    elif head.startswith(MAGIC):
        try:
            text = Parts(head).text(_CONTENT)
        except DamagedError as damaged:
            yield NotUnderstood(0, f"a document whose tables were not read: {damaged}", harmless=harmless)
            return
        top, problems = xml_lines.parse(text)
        yield from (NotUnderstood(0, f"`{_CONTENT}`: {problem.why}", harmless=harmless) for problem in problems)
        yield from _tables(path.rpartition("/")[2], top)


def _tables(file: str, top: Element) -> Iterator[Seen]:
    headings: dict[int, str] = {}
    for element in top.walk():
        if element.tag == "h":
            level = int(_attribute(element, "outline-level")[:2] or 1)
            headings = {held: above for held, above in headings.items() if held < level}
            headings[level] = _content(element)
        elif element.tag == "table":
            name = _attribute(element, "name")
            rows = [_row(row) for row in element.walk() if row.tag == "table-row"]
            yield from in_sheet(
                rows, file, (*headings.values(), name) if name and not headings else tuple(headings.values())
            )


def _attribute(element: Element, name: str) -> str:
    value = next((value for key, value in element.attributes.items() if key.rpartition(":")[2] == name), "")
    return value if name != "outline-level" or value.isdecimal() else ""


def _row(row: Element) -> Row:
    cells: list[str] = []
    for cell in row.children:
        if cell.tag.endswith("table-cell") and len(cells) < _MOST_COLUMNS:
            repeated = _attribute(cell, "number-columns-repeated")
            times = min(int(repeated[:4]), _MOST_REPEATED) if repeated.isdecimal() else 1
            cells += [_content(cell)] * times
    return Row(0, tuple(cells), " | ".join(cells).rstrip(" |"))


def _content(element: Element) -> str:
    return " ".join(" ".join(each.content for each in element.walk()).split())
