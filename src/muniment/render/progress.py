"""How far a scan has come: shown on standard error where that is a terminal, and nowhere else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from muniment.render.terminal import console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def shown_progress() -> Iterator[Callable[[int, int], None] | None]:
    """Yield a function that takes the files done and the files known so far; nothing where nobody watches."""
    to = console(stderr=True)
    if not to.is_terminal:
        yield None
        return
    rate = TextColumn("{task.fields[rate]}")
    bar = Progress(
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        rate,
        TimeRemainingColumn(),
        console=to,
        transient=True,
    )
    with bar:
        task = bar.add_task("read", total=None, rate="")

        def advance(done: int, known: int) -> None:
            seconds = bar.tasks[0].elapsed or 0.0
            speed = f"{done / seconds:,.0f} files/s" if seconds else ""
            bar.update(task, completed=done, total=known, rate=speed)

        yield advance
