"""How far a scan has come, on a terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.text import Text

from muniment.render.words import byte_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.progress import Task

    from muniment.app.ports import Progress


_PAUSE = 0.1
"""Seconds between two drawings. No thread draws: the workers are forked, which needs a program with one thread."""


class _Left(TimeRemainingColumn):
    """The time left, by the rate of the last seconds; nothing before there is one."""

    def __init__(self) -> None:
        super().__init__(compact=True)

    def render(self, task: Task) -> Text:
        """Return the time and the word for it."""
        return Text(f"{super().render(task).plain} left") if task.total and task.speed else Text("")


def rate_words(done: int, size: int, seconds: float, things: str = "files") -> str:
    """Return the `things`, and the bytes where they were counted, of each of the `seconds` so far."""
    if not seconds:
        return ""
    files = f"{done / seconds:,.0f} {things}/s"
    return f"{files}, {byte_size(int(size / seconds))}/s" if size else files


@contextmanager
def progress_on(to: Console, doing: str = "Reading", things: str = "files") -> Iterator[Progress | None]:
    """Show how far it is on `to` while the context lasts, if that is a terminal."""
    if not to.is_terminal or to.is_dumb_terminal:
        yield None
        return
    rate = TextColumn("{task.fields[rate]}")
    parts = (TextColumn("{task.description}"), BarColumn(bar_width=None), MofNCompleteColumn(), rate, _Left())
    with Bars(*parts, console=to, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("Preparing", total=None, rate="")
        shown = -_PAUSE

        def advance(done: int, known: int, size: int = 0) -> None:
            nonlocal shown
            seconds = bar.tasks[0].elapsed or 0.0
            if seconds - shown >= _PAUSE:
                shown = seconds
                speed = rate_words(done, size, seconds, things)
                bar.update(task, description=doing, completed=done, total=known, rate=speed, refresh=True)

        yield advance
