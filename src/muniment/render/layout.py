"""The few shapes from which every page is built: a heading, an indented block, rows of label and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, RenderableType


def show(blocks: Iterable[RenderableType], to: Console) -> None:
    """Print `blocks` without the spaces that fill a line up to the edge."""
    with to.capture() as page:
        for block in blocks:
            to.print(block, soft_wrap=isinstance(block, Text) and block.no_wrap is True)
    to.file.write("".join(f"{line.rstrip()}\n" for line in page.get().removesuffix("\n").split("\n")))


def heading(title: str, *, sign: str = "", style: str = "heading") -> Rule:
    """Return a line across the page with `title` at its left, after a `sign` where there is one."""
    return Rule(
        Text.assemble((f"{sign} " if sign else "", style), (title, "heading")),
        align="left",
        style="quiet",
        characters="─",
    )


def indented(block: RenderableType, by: int = 2) -> Padding:
    """Return `block` moved to the right."""
    return Padding(block, (0, 0, 0, by))


def address(text: str, by: int = 2) -> Text:
    """Return an address on one line however long it is, so that it can be copied and followed, moved to the right."""
    return Text(f"{' ' * by}{text}", style="quiet", no_wrap=True, overflow="ignore")


def labelled(rows: Iterable[tuple[str, Text | str]], *, width: int = 9) -> Table:
    """Return rows of a quiet label and a text that wraps beside it."""
    table = Table.grid(padding=(0, 1))
    table.add_column(style="quiet", width=width, no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    for label, text in rows:
        table.add_row(label, text)
    return table


def columns(titles: Iterable[str], rows: Iterable[Iterable[Text | str]], *, ratios: Iterable[int | None]) -> Table:
    """Return a plain table; a column with a ratio shares the width that the others leave, and wraps."""
    named = list(titles)
    table = Table(
        box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True, header_style="quiet", show_header=any(named)
    )
    for title, ratio in zip(named, ratios, strict=True):
        table.add_column(title, ratio=ratio, overflow="fold", no_wrap=ratio is None)
    for row in rows:
        table.add_row(*row)
    return table
