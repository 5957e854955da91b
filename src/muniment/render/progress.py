"""How far a scan has come: shown on standard error where that is a terminal, and nowhere else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from muniment.render.terminal import console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from rich.console import Console


def shown_progress() -> AbstractContextManager[Callable[[int, int], None] | None]:
    """Return a context that yields a function for the files done and known; nothing where nobody watches."""
    return progress_on(console(stderr=True))


@contextmanager
def progress_on(to: Console) -> Iterator[Callable[[int, int], None] | None]:
    """Show how far it is on `to` while the context lasts, if that is a terminal."""
    if not to.is_terminal:
        yield None
        return
    rate = TextColumn("{task.fields[rate]}")
    parts = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*parts, console=to, transient=True) as bar:
        task = bar.add_task("read", total=None, rate="")

        def advance(done: int, known: int) -> None:
            seconds = bar.tasks[0].elapsed or 0.0
            speed = f"{done / seconds:,.0f} files/s" if seconds else ""
            bar.update(task, completed=done, total=known, rate=speed)

        yield advance
