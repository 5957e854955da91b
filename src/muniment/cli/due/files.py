"""The files that `muniment due` writes: a calendar, which is replaced, and drafts, which never are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.cli.new_file import write_new
from muniment.cli.out_file import output
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.due import DueList


def write_calendar(found: DueList, to: Path) -> None:
    """Write the calendar; one that was there is replaced. Raises: InputError."""
    from muniment.wiring.due import calendar_of

    with output(to) as stream:
        stream.write(calendar_of(found).decode())


def write_drafts(found: DueList, folder: Path) -> None:
    """Write each draft that is not there yet; one that is stays, since somebody may have worked on it.

    Raises: InputError.
    """
    from muniment.render.due.draft import drafts

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"cannot be made ({(error.strerror or type(error).__name__).lower()})"
        raise InputError(Problem(where=str(folder), what=what)) from error
    for name, text in drafts(found):
        if not (folder / name).exists():
            write_new(folder / name, text.encode(), instead="move it away")
