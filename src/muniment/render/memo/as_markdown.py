"""A memo as Markdown (CommonMark with tables)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from muniment.render.memo.content import Grid, Paragraph, Points, Title
from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from muniment.render.memo.content import Block

_SPECIAL = re.compile(r"([\\`*_<>|\[\]#~&])")


def markdown(blocks: Iterable[Block]) -> str:
    """Return the text of the file. What came from outside cannot become markup."""
    return "\n\n".join(_block(block) for block in blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Title(text, level):
            return f"{'#' * level} {_plain(text)}"
        case Paragraph(text):
            return _plain(text)
        case Points(items):
            return "\n".join(f"- {_plain(item)}" for item in items)
        case Grid(header, rows):
            return "\n".join(_rows(header, rows))
        case _:
            assert_never(block)


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(header)
    yield _row(["---"] * len(header))
    yield from (_row([_plain(cell) for cell in row]) for row in rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", visible(text))
