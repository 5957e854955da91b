"""Tables and lists of suppliers in Markdown, with the headings above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.documents import suppliers
from muniment.readers.documents.suppliers import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = suppliers.MARKS
_HEADING = lazily(r"(?P<marks>#{1,6})\s+(?P<text>.+?)\s*#*\s*$")
_BOLD = lazily(r"\*\*(?P<text>[^*|]+)\*\*:?\s*$")
_RULE = lazily(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?$|\s*\|\s*:?-+:?\s*\|?\s*$")
_UNDERLINE = lazily(r"(?:={3,}|-{3,})\s*$")
_ITEM = lazily(r"\s{0,3}[-*+]\s+(?P<text>\S.*)$")
_FENCE = lazily(r"\s{0,3}(?:```|~~~)")
_CELL = lazily(r"(?<!\\)\|")
_TITLE = lazily(r"title:\s*[\"']?(?P<text>[^\"']+)")
_LONGEST = 2000


def wants(path: str) -> bool:
    """Say whether the path is that of a document in Markdown."""
    return path.endswith((".md", ".mdx", ".markdown", ".MD"))


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the suppliers that tables and lists name."""
    page = _Page(path.rpartition("/")[2])
    for number, line in enumerate(text.split("\n"), 1):
        yield from page.take(number, line[:_LONGEST])
    yield from page.end_table()


class _Page:
    """What stands above the line that is read: headings by level, the rows of an open table, and the line before."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._headings: dict[int, str] = {}
        self._rows: list[Row] = []
        self._before = Row(0, (), "")
        self._fenced = False

    def take(self, number: int, line: str) -> Iterator[Seen]:
        if _FENCE.match(line):
            self._fenced = not self._fenced
        if self._fenced:
            return
        row = Row(number, _cells(line) if "|" in line else (), line)
        if self._rows and "|" in line:
            self._rows.append(row)
            return
        yield from self.end_table()
        if "|" in line and _RULE.match(line) and "|" in self._before.shown:
            self._rows = [self._before]
        elif not self._is_heading(line):
            yield from self._item(row)
        self._before = row

    def end_table(self) -> Iterator[Seen]:
        """Yield what the open table names, if one is open, and close it."""
        rows, self._rows = self._rows, []
        yield from suppliers.suppliers(Table(headings=self._above(), rows=rows, file=self._file))

    def _above(self) -> tuple[str, ...]:
        return tuple(text for _, text in sorted(self._headings.items()))

    def _item(self, row: Row) -> Iterator[Seen]:
        if found := _ITEM.match(row.shown):
            yield from suppliers.listed(self._above(), Row(row.line, (found["text"],), row.shown))

    def _is_heading(self, line: str) -> bool:
        if found := _HEADING.match(line):
            level, text = len(found["marks"]), found["text"]
        elif found := _BOLD.match(line):
            level, text = 7, found["text"]
        elif found := _TITLE.match(line):
            level, text = 0, found["text"]
        elif _UNDERLINE.match(line) and self._before.shown.strip() and "|" not in self._before.shown:
            level, text = 1 if line.startswith("=") else 2, self._before.shown
        else:
            return False
        self._headings = {held: text for held, text in self._headings.items() if held < level}
        self._headings[level] = text
        return True


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in _CELL.split(line.strip().removeprefix("|").removesuffix("|")))
