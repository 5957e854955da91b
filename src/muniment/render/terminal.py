"""The console: width, colour and the encodings that cannot show every character."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.theme import Theme

if TYPE_CHECKING:
    from typing import TextIO

PIPE_WIDTH = 100
"""Columns where the output is no terminal and `COLUMNS` is not set."""

NARROWEST = 40
"""Columns below which a page is no longer laid out; a narrower terminal wraps its lines."""

THEME = Theme(
    {
        "prohibited": "bold red",
        "needs": "bold yellow",
        "undetermined": "bold magenta",
        "until": "yellow",
        "permitted": "green",
        "heading": "bold",
        "quiet": "dim",
        "place": "cyan",
    }
)


class _Page(Console):
    """A console that leaves it to the command what to do when nobody reads any more."""

    def on_broken_pipe(self) -> None:
        """Let the error out; the exit code is the command's to choose."""
        raise BrokenPipeError


def console(*, stderr: bool = False) -> Console:
    """Return a console for standard output or standard error. `NO_COLOR` and `COLUMNS` are respected."""
    return console_for(sys.stderr if stderr else sys.stdout)


def console_for(stream: TextIO) -> Console:
    """Return a console that writes to `stream`, such as a file. `COLUMNS` is respected."""
    return console_on(stream, columns_set="COLUMNS" in os.environ)


def console_on(stream: TextIO, *, columns_set: bool) -> Console:
    """Return a console that writes to `stream`; where that is no terminal, its width is fixed unless it is set."""
    if isinstance(stream, io.TextIOWrapper) and not (stream.encoding or "").lower().startswith("utf"):
        stream.reconfigure(errors="backslashreplace")
    width = None if stream.isatty() or columns_set else PIPE_WIDTH
    page = _Page(file=stream, theme=THEME, highlight=False, markup=False, emoji=False, width=width)
    page.width = max(page.width, NARROWEST)
    return page


def shortened(path: str, width: int) -> str:
    """Return `path` in at most `width` columns: folders give way to `…` first, the file name and the line last."""
    if cell_len(path) <= width:
        return path
    head, slash, tail = path.rpartition("/")
    room = width - cell_len(tail) - 2
    if slash and room > 0:
        return f"{chop_cells(head, room)[0]}…/{tail}"
    if slash and room == 0:
        return f"…/{tail}"
    return "…" + _last_cells(tail, width - 1)


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` columns; what does not fit gives way to `…` at its end."""
    return text if cell_len(text) <= width else chop_cells(text, width - 1)[0] + "…"


def _last_cells(text: str, width: int) -> str:
    """Return the end of `text`, because it holds the suffix and the line."""
    kept = ""
    for char in reversed(text):
        if cell_len(char + kept) > width:
            break
        kept = char + kept
    return kept
