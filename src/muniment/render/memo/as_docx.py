"""A memo as a document for word processors (Office Open XML), by the library `python-docx`."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, assert_never

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from muniment.render.memo.content import Grid, Paragraph, Points, Title
from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from docx.document import Document as Written

    from muniment.render.memo.content import Block

_MARGIN = Cm(2.2)
_SIZE = Pt(10)


def docx(blocks: Iterable[Block], made_at: datetime) -> bytes:
    """Return the bytes of the file. `made_at` is what it tells as the time of its making."""
    written = Document()
    _lay_out(written, made_at)
    for block in blocks:
        _add(written, block)
    to = BytesIO()
    written.save(to)
    return to.getvalue()


def _lay_out(written: Written, made_at: datetime) -> None:
    section = written.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    written.styles["Normal"].font.size = _SIZE
    about = written.core_properties
    about.author, about.comments, about.title = "", "", "Decision memo"
    about.created = about.modified = made_at.replace(tzinfo=None)


def _add(written: Written, block: Block) -> None:
    match block:
        case Title(text, level):
            written.add_heading(visible(text), level=level)
        case Paragraph(text):
            written.add_paragraph(visible(text))
        case Points(items):
            for item in items:
                written.add_paragraph(visible(item), style="List Bullet")
        case Grid(header, rows):
            _add_grid(written, (header, *rows))
        case _:
            assert_never(block)


def _add_grid(written: Written, rows: tuple[tuple[str, ...], ...]) -> None:
    """Add a table whose first row is repeated on each page, and told as header to who listens."""
    table = written.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, text in zip(row.cells, cells, strict=True):
            run = cell.paragraphs[0].add_run(visible(text))
            run.bold = number == 0
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001  (the library has no name for it)
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)
    written.add_paragraph()
