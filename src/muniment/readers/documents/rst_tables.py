"""Tables and lists of suppliers in reStructuredText, with the headings and titles above them."""

from __future__ import annotations

import csv
from itertools import pairwise
from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.documents import suppliers
from muniment.readers.documents.suppliers import Row, Table

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = suppliers.MARKS
_ADORNMENT = lazily(r"(?P<sign>[=\-`:.'\"~^_*+#<>])(?P=sign){2,}\s*$")
_GRID_EDGE = lazily(r"\s*\+(?:[-=]{2,}\+)+\s*$")
_SIMPLE_EDGE = lazily(r"\s*={2,}(?: +={2,})+\s*$")
_DIRECTIVE = lazily(r"\.\.\s+(?P<name>[\w-]+)::\s*(?P<text>.*?)\s*$")
_TABLES = frozenset({"list-table", "csv-table", "table"})
_COMMENT = lazily(r"\.\.(?:\s|$)")
_OPTION = lazily(r":(?P<name>[\w-]+):\s*(?P<text>.*?)\s*$")
_ROW = lazily(r"[*+-]\s+(?=[*+-]\s|[*+-]$)")
_CELL = lazily(r"[*+-](?:\s+(?P<text>.*?))?\s*$")
_ITEM = lazily(r"\s*[-*+]\s+(?P<text>\S.*)$")
_SIGNS = ("-table::", "= =", "=  =", "+--", "rocessor")
"""One of these stands in every text that has a table or a list of sub-processors."""
_LONGEST = 2000
_Line = tuple[int, str]


def wants(path: str) -> bool:
    """Say whether the path is that of a document in reStructuredText."""
    return path.endswith((".rst", ".rest"))


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the suppliers that tables and lists name."""
    if not any(sign in text for sign in _SIGNS):
        return
    lines = [(number, line[:_LONGEST].rstrip()) for number, line in enumerate(text.expandtabs().split("\n"), 1)]
    page = _Page(path.rpartition("/")[2])
    at = 0
    while at < len(lines):
        taken = yield from page.take(lines, at)
        at += taken


class _Page:
    """What stands above the line that is read: headings, the outermost first, by the signs that they stand on."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._headings: dict[str, str] = {}
        self._signs: list[str] = []

    def take(self, lines: Sequence[_Line], at: int) -> Generator[Seen, None, int]:
        """Yield what the block that begins at `at` names, and return how many lines it has."""
        number, line = lines[at]
        if found := _DIRECTIVE.match(line):
            block = _below(lines, at)
            yield from self._directive(found["name"], found["text"], block)
            return 1 + len(block)
        if _COMMENT.match(line) or (line.endswith("::") and not line.startswith(" ")):
            return 1 + len(_below(lines, at))
        if _GRID_EDGE.match(line) or _SIMPLE_EDGE.match(line):
            table = _table(lines, at)
            yield from self._named(_grid(table) if _GRID_EDGE.match(line) else _simple(table))
            return max(len(table), 1)
        if at and (mark := _ADORNMENT.match(line)) and lines[at - 1][1].strip():
            self._head(mark["sign"], lines[at - 1][1].strip())
        elif item := _ITEM.match(line):
            yield from suppliers.listed(tuple(self._headings.values()), Row(number, (item["text"],), line))
        return 1

    def _head(self, sign: str, text: str) -> None:
        if sign not in self._signs:
            self._signs.append(sign)
        outer = self._signs[: self._signs.index(sign)]
        self._headings = {held: above for held, above in self._headings.items() if held in outer}
        self._headings[sign] = text

    def _directive(self, name: str, title: str, block: list[_Line]) -> Iterator[Seen]:
        if name not in _TABLES:
            return
        options, body = _options(block)
        if name == "list-table":
            rows = _listed(body)
        elif name == "csv-table":
            rows = _separated([(body[0][0] if body else 0, options.get("header", "")), *body])
        else:
            edge = next((at for at, (_, line) in enumerate(body) if line.strip()), len(body))
            table = _table(body, edge)
            rows = _grid(table) if table and _GRID_EDGE.match(table[0][1]) else _simple(table)
        yield from self._named(rows, title)

    def _named(self, rows: list[Row], title: str = "") -> Iterator[Seen]:
        above = (*self._headings.values(), *([title] if title else []))
        yield from suppliers.suppliers(Table(headings=above, rows=rows, file=self._file))


def _below(lines: Sequence[_Line], at: int) -> list[_Line]:
    """Return the lines below `at` that are indented further, without empty ones at the end."""
    indent = _indent(lines[at][1])
    end = last = at + 1
    while end < len(lines) and (not lines[end][1] or _indent(lines[end][1]) > indent):
        end += 1
        last = end if lines[end - 1][1] else last
    return list(lines[at + 1 : last])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _options(block: list[_Line]) -> tuple[dict[str, str], list[_Line]]:
    """Return the options that stand at the top of a block, and the rest of it."""
    options: dict[str, str] = {}
    for at, (_, line) in enumerate(block):
        found = _OPTION.match(line.strip())
        if found is None:
            return options, block[at:]
        options[found["name"]] = found["text"]
    return options, []


def _table(lines: Sequence[_Line], at: int) -> list[_Line]:
    """Return the lines of the table whose first edge stands at `at`: up to an empty line after an edge."""
    edge = _GRID_EDGE if at < len(lines) and _GRID_EDGE.match(lines[at][1]) else _SIMPLE_EDGE
    end, edges = at, 0
    while end < len(lines):
        line = lines[end][1]
        edges += edge.match(line) is not None
        if not line and (edge is _GRID_EDGE or (edges > 1 and edge.match(lines[end - 1][1]))):
            break
        end += 1
    return list(lines[at:end])


def _grid(table: list[_Line]) -> list[Row]:
    """Return the rows between the edges of a grid; lines of one row belong together."""
    signs = [at for at, sign in enumerate(table[0][1]) if sign == "+"] if table else []
    spans = [(begin + 1, end) for begin, end in pairwise(signs)]
    rows: list[Row] = []
    held: list[_Line] = []
    for number, line in table[1:]:
        if not _GRID_EDGE.match(line):
            held.append((number, line))
        elif held:
            rows.append(_row(held, spans))
            held = []
    return rows


def _simple(table: list[_Line]) -> list[Row]:
    """Return the rows of a table whose columns stand under `=`; a row goes on where its first cell is empty."""
    if not table:
        return []
    edge = table[0][1]
    begins = [at for at, sign in enumerate(edge) if sign == "=" and (not at or edge[at - 1] == " ")]
    spans = [*pairwise(begins), (begins[-1], _LONGEST)]
    groups: list[list[_Line]] = []
    for number, line in table[1:]:
        if not line or _SIMPLE_EDGE.match(line) or not line.strip(" -"):
            continue
        if groups and not line[spans[0][0] : spans[0][1]].strip():
            groups[-1].append((number, line))
        else:
            groups.append([(number, line)])
    return [_row(group, spans) for group in groups]


def _row(lines: list[_Line], spans: list[tuple[int, int]]) -> Row:
    cells = tuple(" ".join(" ".join(line[begin:end] for _, line in lines).split()) for begin, end in spans)
    return Row(lines[0][0], cells, " | ".join(cells))


def _listed(body: list[_Line]) -> list[Row]:
    """Return the rows of a list of lists."""
    found: list[tuple[int, list[str]]] = []
    for number, line in body:
        text = line.strip()
        begins = _ROW.match(text)
        if begins:
            found.append((number, []))
            text = text[begins.end() :]
        if found and (cell := _CELL.match(text)):
            found[-1][1].append(cell["text"] or "")
        elif found and found[-1][1] and text:
            found[-1][1][-1] = f"{found[-1][1][-1]} {text}"[:_LONGEST]
    return [Row(number, tuple(cells), " | ".join(cells)) for number, cells in found]


def _separated(lines: list[_Line]) -> list[Row]:
    read = ((number, next(csv.reader([line], skipinitialspace=True)), line) for number, line in lines if line.strip())
    return [Row(number, tuple(cell.strip() for cell in cells), line.strip()) for number, cells, line in read]
