"""Tables and lists of suppliers in AsciiDoc, with the headings and titles above them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.documents import suppliers
from muniment.readers.documents.suppliers import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = suppliers.MARKS
_HEADING = lazily(r"(?P<marks>={1,6}|#{1,6})\s+(?P<text>\S.*?)\s*$")
_TITLE = lazily(r"\.(?P<text>[^\s.].*?)\s*$")
_ATTRIBUTES = lazily(r"\[(?P<text>[^\]\[]*)\]\s*$")
_COLUMNS = lazily(r"cols\s*=\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<plain>[^,\]]+))")
_MANY = lazily(r"\s*(?P<times>\d+)\*")
_AS_CSV = lazily(r"format\s*=\s*\"?(?P<name>csv|tsv)")
_EDGE = lazily(r"(?P<kind>[|,])={3,}\s*$")
_KEPT_AS_IT_IS = lazily(r"(?:-{4,}|\.{4,}|/{4,}|\+{4,}|```+)\s*$")
_CELL = lazily(r"(?:(?<=\s)|^)(?:\d+(?:\.\d+)?[+*])?[<^>.]{0,4}[aehlmsd]?\||(?<!\\)\|")
_LINK = lazily(r"(?:link:|https?://)[^\s\[\]]{1,500}\[(?P<text>[^\]\[]*?)\^?\]")
_ITEM = lazily(r"\s*[-*]+\s+(?P<text>\S.*)$")
_CAPTION = 7
_LONGEST = 2000
_MOST_CELLS = 20_000


def wants(path: str) -> bool:
    """Say whether the path is that of a document in AsciiDoc."""
    return path.endswith((".adoc", ".asciidoc"))


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the suppliers that tables and lists name."""
    page = _Page(path.rpartition("/")[2])
    for number, line in enumerate(text.split("\n"), 1):
        yield from page.take(number, _LINK.sub(lambda found: found["text"], line[:_LONGEST]))


class _Page:
    """What stands above the line that is read: headings by level, the attributes of a block, and an open table."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._headings: dict[int, str] = {}
        self._attributes = ""
        self._edge = ""
        self._kept = ""
        self._lines: list[tuple[int, str]] = []

    def take(self, number: int, line: str) -> Iterator[Seen]:
        if self._kept or _KEPT_AS_IT_IS.match(line):
            self._kept = "" if self._kept == line.strip() else self._kept or line.strip()
            return
        if edge := _EDGE.match(line):
            yield from self._turn(edge["kind"])
        elif self._edge:
            self._lines.append((number, line))
        elif found := _ATTRIBUTES.match(line):
            self._attributes += f",{found['text']}"
        elif not self._is_heading(line) and line.strip():
            self._attributes = ""
            if item := _ITEM.match(line):
                yield from suppliers.listed(self._above(), Row(number, (item["text"],), line))

    def _turn(self, kind: str) -> Iterator[Seen]:
        """Open a table, or close it and yield what it names."""
        if not self._edge:
            self._edge = kind
            return
        lines, self._lines = self._lines, []
        told = _AS_CSV.search(self._attributes)
        if self._edge == "," or told:
            rows = _separated(lines, "\t" if told and told["name"] == "tsv" else ",")
        else:
            rows = _rows(lines, _columns(self._attributes, lines))
        yield from suppliers.suppliers(Table(headings=self._above(), rows=rows, file=self._file))
        self._edge = self._attributes = ""
        self._headings.pop(_CAPTION, None)

    def _above(self) -> tuple[str, ...]:
        return tuple(text for _, text in sorted(self._headings.items()))

    def _is_heading(self, line: str) -> bool:
        if found := _HEADING.match(line):
            level = len(found["marks"])
            self._headings = {held: text for held, text in self._headings.items() if held < level}
        elif found := _TITLE.match(line):
            level = _CAPTION
        else:
            return False
        self._headings[level] = found["text"]
        return True


def _columns(attributes: str, lines: list[tuple[int, str]]) -> int:
    """Return how many columns a table has: as many as it says, or as there are cells on its first line."""
    if found := _COLUMNS.search(attributes):
        told = (found["quoted"] if found["quoted"] is not None else found["plain"]).replace(";", ",")
        counted = (_MANY.match(part) for part in told.split(","))
        return sum(int(many["times"][:3]) if many else 1 for many in counted)
    first = next((line for _, line in lines if line.strip()), "")
    return sum(1 for _ in _CELL.finditer(first))


def _rows(lines: list[tuple[int, str]], columns: int) -> list[Row]:
    """Return the cells in rows of `columns`; what stands before the first sign of a line goes on with a cell."""
    cells: list[tuple[int, str]] = []
    for number, line in lines:
        signs = list(_CELL.finditer(line))
        before = line[: signs[0].start()] if signs else line
        if before.strip() and cells:
            cells[-1] = (cells[-1][0], f"{cells[-1][1]} {before.strip()}"[:_LONGEST])
        ends = (*(sign.start() for sign in signs[1:]), len(line))
        cells += [(number, line[sign.end() : end].strip()) for sign, end in zip(signs, ends, strict=False)]
    groups = [cells[at : at + columns] for at in range(0, min(len(cells), _MOST_CELLS), columns)] if columns else []
    return [
        Row(group[0][0], tuple(text for _, text in group), " | ".join(text for _, text in group)) for group in groups
    ]


def _separated(lines: list[tuple[int, str]], sign: str) -> list[Row]:
    found: list[Row] = []
    for number, line in lines:
        if line.strip():
            found.append(Row(number, tuple(cell.strip() for cell in next(csv.reader([line], delimiter=sign))), line))
    return found
