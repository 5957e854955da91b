"""Deadlines as a calendar that other programs read. Source: RFC 5545, and RFC 7986 for what a whole calendar says."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Alarm, Calendar, Event

import muniment
from muniment.domain.due import DeadlineState
from muniment.render.citing import cited, vendor_name
from muniment.render.deadlines import deadline_words
from muniment.render.due.as_text import recipient_line, unread_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.decision import Deadline
    from muniment.domain.due import DueList, Ending, Owed
    from muniment.domain.moment import Moment
    from muniment.domain.rulebook import Rulebook

_DAY = timedelta(days=1)
_BEFORE_A_DAY = (timedelta(hours=-15), timedelta(hours=9))
"""Nine o'clock on the day before, and on the day itself."""
_BEFORE_AN_INSTANT = (timedelta(hours=-24), timedelta(hours=-2))


def calendar_bytes(found: DueList, now: datetime) -> bytes:
    """Return the calendar of everything that has a day and was not sent; `now` is when it was written.

    The UID of an event is the same in every calendar, so that a program which reads the next one moves the event.
    """
    calendar = new_calendar()
    for line in unread_lines(found):
        calendar.add("description", line)
    book = found.report.rulebook
    for owed in found.owed:
        if owed.standing is not DeadlineState.SENT and owed.deadline is not None and owed.deadline.at is not None:
            calendar.add_component(_owed(book, owed, owed.deadline, now))
    for ending in found.endings:
        calendar.add_component(_ending(book, ending, now))
    content: bytes = calendar.to_ical()
    return content


def new_calendar() -> Calendar:
    """Return a calendar without events."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Muniment//{muniment.__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


def _owed(book: Rulebook, owed: Owed, deadline: Deadline, now: datetime) -> Event:
    duty, clock = owed.due.duty, deadline.clock
    where = (owed.contract.id, owed.system.id if owed.system else "", owed.vendor or "")
    event = new_event((*where, duty.cited.source, duty.cited.at, duty.kind.value, clock.id), deadline.at or now, now)
    vendor = f", {vendor_name(book, owed.vendor)}" if owed.vendor else ""
    event.add("summary", f"Due: {owed.contract.id}{vendor}: {duty.title} ({clock.id})")
    event.add("status", "TENTATIVE" if deadline.provisional else "CONFIRMED")
    to = [f"To: {recipient_line(owed, one)}" for one in (*owed.due.to, *owed.due.perhaps_to)]
    lines = [duty.title, f"By: {deadline_words(deadline)}", *to, f"Under: {cited(book, duty.cited)}"]
    event.add("description", "\n".join(lines))
    return event


def _ending(book: Rulebook, one: Ending, now: datetime) -> Event:
    last = one.last
    event = new_event(
        (one.contract.id, one.system.id if one.system else "", one.vendor, last.instrument, last.title), last.until, now
    )
    event.add("summary", f"Last day of use: {one.contract.id}, {vendor_name(book, one.vendor)}")
    event.add("status", "CONFIRMED")
    under = [f"Under: {cited(book, last.cited)}"] if last.cited else []
    event.add("description", "\n".join([f"{last.instrument}, {last.title}", *under]))
    return event


def new_event(names: tuple[str, ...], at: Moment, now: datetime) -> Event:
    """Return an event on a day or at an instant, with alarms. `names` tell it apart from every other one."""
    event = Event()
    event.add("uid", f"{hashlib.sha256(chr(0).join(names).encode()).hexdigest()[:32]}@muniment")
    event.add("dtstamp", now)
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", at.astimezone(UTC) if isinstance(at, datetime) else at)
    if not isinstance(at, datetime):
        event.add("dtend", at + _DAY)
    for alarm in _alarms(at):
        event.add_component(alarm)
    return event


def _alarms(at: Moment) -> Iterator[Alarm]:
    for before in _BEFORE_AN_INSTANT if isinstance(at, datetime) else _BEFORE_A_DAY:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", "A deadline comes up")
        alarm.add("trigger", before)
        yield alarm
