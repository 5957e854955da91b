"""Joins for what is owed: a check, or the uses that an estate records, and the deadlines that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment import wiring
from muniment.domain.moment import day_of
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from muniment.domain.due import DueList
    from muniment.domain.moment import Moment
    from muniment.domain.rulebook import Rulebook
    from muniment.wiring.ahead import Look


def due(paths: Sequence[Path], estate_file: Path, at: Moment | None, book: Rulebook, look: Look) -> DueList:
    """Return what is owed at `at`, now where it is left out; `paths` go before the sources of the estate.

    Raises: InputError, with every problem of paths and estate.
    """
    from muniment.app.due import due_list
    from muniment.wiring.ahead import estate_report

    seen_at = at or wiring.now()
    report = estate_report(estate_file, book, day_of(seen_at), look, paths)
    if report.estate is None:
        raise InputError(Problem(where=str(estate_file), what="describes no estate"))
    return due_list(report, report.estate, seen_at)


def calendar_of(found: DueList) -> bytes:
    """Return the deadlines as a calendar, written now."""
    from muniment.render.due.as_calendar import calendar_bytes

    return calendar_bytes(found, wiring.now())
