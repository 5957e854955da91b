"""Lists of suppliers in PDF, read with `pypdf` where that is installed (the extra `documents`).

Only files whose name says that they list suppliers, or who processes data, are read: to read every manual for a table
that it does not hold would take longer than the rest of the scan. All others are told of, and limit nothing.
"""

from __future__ import annotations

import importlib
import io
import logging
from typing import TYPE_CHECKING, Any

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.documents import suppliers
from muniment.readers.documents.suppliers import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_MOST_PAGES = 40
_LONGEST_PAGE = 200_000
_ADDRESS = lazily(r"(IndirectObject\(\d+, \d+), \d+\)")
"""How the library names an object: with where it lies in memory, which no two runs have in common."""
_GAP = lazily(r"\s{2,}|\t")
_WORDS_OF_A_HEADING = 10
_BLANK_LINES_IN_A_TABLE = 2


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield the suppliers that the tables name."""
    if not suppliers.says_suppliers(path) and not suppliers.says_processing(path):
        yield NotUnderstood(0, "a PDF whose text was not read; its name does not say suppliers", harmless=True)
        return
    if not whole or not head.startswith(b"%PDF-"):
        yield NotUnderstood(0, "a PDF that is damaged, or larger than what is read of a document")
        return
    try:
        pypdf = importlib.import_module("pypdf")
    except ImportError:
        yield NotUnderstood(0, "a PDF is read only where `muniment[documents]` is installed")
        return
    try:
        pages = _pages(pypdf, head)
    except Exception as error:  # noqa: BLE001 (the library lets out many kinds for files that are damaged or encrypted)
        yield NotUnderstood(0, f"a PDF that was not read: {_said(error)}")
        return
    if not any(page.strip() for page in pages):
        yield NotUnderstood(0, "a PDF without text, such as scanned pages")
    for page in pages:
        yield from _tables(page, path.rpartition("/")[2])


def _said(error: Exception) -> str:
    return _ADDRESS.sub(r"\1)", str(error)).replace("\n", " ")[:80] or type(error).__name__


def _pages(pypdf: Any, data: bytes) -> list[str]:  # noqa: ANN401 (a module that need not be there)
    """Return the text of each page with columns apart. Raises: whatever the library does."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    pages = list(reader.pages[:_MOST_PAGES])
    return [page.extract_text(extraction_mode="layout")[:_LONGEST_PAGE] for page in pages]


def _tables(page: str, file: str) -> Iterator[Seen]:
    """Yield from the tables of a page: lines of several columns, with the last lines of one column above them."""
    headings: list[str] = []
    rows: list[Row] = []
    blank = 0
    for line in page.split("\n"):
        cells = tuple(cell for cell in _GAP.split(line.strip()) if cell)
        blank = 0 if cells else blank + 1
        if len(cells) > 1:
            rows.append(Row(0, cells, " | ".join(cells)))
        elif blank > _BLANK_LINES_IN_A_TABLE or (cells and not rows):
            yield from suppliers.suppliers(Table(headings=tuple(headings[-3:]), rows=rows, file=file))
            rows = []
            headings += [cell for cell in cells if len(cell.split()) <= _WORDS_OF_A_HEADING]
    yield from suppliers.suppliers(Table(headings=tuple(headings[-3:]), rows=rows, file=file))
