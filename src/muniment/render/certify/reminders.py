"""Reminders as text, as JSON, and as a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from rich.text import Text

from muniment.domain.reminder import ReminderKind
from muniment.render.due.as_calendar import new_calendar, new_event
from muniment.render.found_json import write_object
from muniment.render.layout import columns, show
from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from rich.console import Console, RenderableType

    from muniment.domain.reminder import Reminder

_WORD: Final = {
    ReminderKind.EXPIRES: "certificate ends",
    ReminderKind.REVIEW: "to review",
    ReminderKind.SIGN: "to sign",
    ReminderKind.SEARCH: "to search",
    ReminderKind.WAIVER_ENDS: "waiver ends",
    ReminderKind.PHASE_OUT: "use ends",
    ReminderKind.MEND: "to mend",
}


def print_reminders(found: Sequence[Reminder], as_of: date, to: Console) -> None:
    """Print what is to be done, the earliest first."""
    show(_table(found, as_of), to)


def write_reminders(found: Sequence[Reminder], as_of: date, to: TextIO) -> None:
    """Write the same for a program."""
    listed = [
        {
            "about": each.about,
            "cited": None if each.cited is None else {"source": each.cited.source, "at": each.cited.at},
            "due": str(each.due),
            "kind": each.kind.value,
            "overdue": each.overdue,
            "what": each.what,
        }
        for each in found
    ]
    write_object({"as_of": str(as_of), "format": "muniment.reminders/1", "reminders": listed}, to)


def reminders_calendar(found: Sequence[Reminder], now: datetime) -> bytes:
    """Return the days as a calendar; an event keeps its UID from one calendar to the next. Source: RFC 5545."""
    calendar = new_calendar()
    for each in found:
        event = new_event((each.about, each.kind.value, each.what.partition(";")[0]), each.due, now)
        event.add("summary", f"{_WORD[each.kind].capitalize()}: {each.about}")
        event.add("description", each.what)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _table(found: Sequence[Reminder], as_of: date) -> Iterator[RenderableType]:
    yield Text(f"To be done about certificates, as of {as_of}", style="quiet")
    yield ""
    if not found:
        yield Text("✓ nothing is due", style="permitted")
        return
    rows = [
        (
            Text(f"✗ {each.due}" if each.overdue else f"  {each.due}", style="prohibited" if each.overdue else ""),
            _WORD[each.kind],
            visible(each.about),
            visible(each.what),
        )
        for each in found
    ]
    yield columns(("by", "", "about", ""), rows, ratios=(None, None, None, 1))
