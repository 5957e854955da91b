"""How far a scan has come: shown on standard error where that is a terminal, and nowhere else."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from muniment.render.terminal import console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from rich.console import Console


_PAUSE = 0.1
"""Seconds between two drawings. No thread draws: the workers are forked, which needs a program with one thread."""


def shown_progress() -> AbstractContextManager[Callable[[int, int], None] | None]:
    """Return a context that yields a function for the files done and known; nothing where nobody watches."""
    watched = sys.stderr is not None and sys.stderr.isatty()
    return progress_on(console(stderr=True)) if watched else nullcontext()


@contextmanager
def progress_on(to: Console) -> Iterator[Callable[[int, int], None] | None]:
    """Show how far it is on `to` while the context lasts, if that is a terminal."""
    if not to.is_terminal or to.is_dumb_terminal:
        yield None
        return
    rate = TextColumn("{task.fields[rate]}")
    parts = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*parts, console=to, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("read", total=None, rate="")
        shown = -_PAUSE

        def advance(done: int, known: int) -> None:
            nonlocal shown
            seconds = bar.tasks[0].elapsed or 0.0
            if seconds - shown >= _PAUSE:
                shown = seconds
                speed = f"{done / seconds:,.0f} files/s" if seconds else ""
                bar.update(task, completed=done, total=known, rate=speed, refresh=True)

        yield advance
