"""Tables and lists of suppliers in HTML, with the headings and captions above them."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.documents import suppliers
from muniment.readers.documents.suppliers import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = suppliers.MARKS
_TAG = lazily(r"<(?P<end>/?)(?P<name>table|tr|td|th|h[1-6]|title|caption|li|script|style)\b[^<>]*>", re.IGNORECASE)
_MOST_TAGS = 200_000
_HEADINGS = {"title": 0, "h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "caption": 7}
_LONGEST = 2000
_SILENT = frozenset({"script", "style"})


def wants(path: str) -> bool:
    """Say whether the path is that of a page."""
    return path.lower().endswith((".html", ".htm", ".xhtml"))


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the suppliers that tables and lists name."""
    page = _Page(path.rpartition("/")[2])
    end, number = 0, 1
    for count, tag in enumerate(_TAG.finditer(text)):
        if count == _MOST_TAGS:
            break
        page.text(text[end : min(tag.start(), end + _LONGEST)], number)
        number += text.count("\n", end, tag.start())
        yield from page.tag(tag["name"].lower(), number, ends=bool(tag["end"]))
        number += text.count("\n", tag.start(), tag.end())
        end = tag.end()
    yield from page.end_table()


class _Page:
    """What is open: headings by level, a table with its rows, and the text of the cell, heading or item."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._headings: dict[int, str] = {}
        self._rows: list[tuple[int, list[str]]] = []
        self._inside = ""
        self._parts: list[str] = []

    def text(self, text: str, number: int) -> None:
        del number
        if self._inside and self._inside not in _SILENT and len(self._parts) < _LONGEST:
            self._parts.append(text)

    def tag(self, name: str, number: int, *, ends: bool) -> Iterator[Seen]:
        if self._inside in _SILENT and name != self._inside:
            return
        if name in {"table", "tr"}:
            yield from self._frame(name, number, ends=ends)
            return
        yield from self._close(number)
        self._inside = "" if ends else name

    def _frame(self, name: str, number: int, *, ends: bool) -> Iterator[Seen]:
        yield from self._close(number)
        self._inside = ""
        if name == "table":
            yield from self.end_table()
        elif not ends:
            self._rows.append((number, []))

    def _close(self, number: int) -> Iterator[Seen]:
        """Put what was open where it belongs."""
        text, self._parts = html.unescape(" ".join("".join(self._parts).split())), []
        if self._inside in _HEADINGS:
            level = _HEADINGS[self._inside]
            self._headings = {held: above for held, above in self._headings.items() if held < level}
            self._headings[level] = text
        elif self._inside in {"td", "th"} and self._rows:
            self._rows[-1][1].append(text)
        elif self._inside == "li":
            yield from suppliers.listed(self._above(), Row(number, (text,), text))

    def end_table(self) -> Iterator[Seen]:
        """Yield what the table that was open names."""
        rows, self._rows = self._rows, []
        found = [Row(number, tuple(cells), " | ".join(cells)) for number, cells in rows if cells]
        yield from suppliers.suppliers(Table(headings=self._above(), rows=found, file=self._file))
        self._headings.pop(_HEADINGS["caption"], None)

    def _above(self) -> tuple[str, ...]:
        return tuple(text for _, text in sorted(self._headings.items()))
