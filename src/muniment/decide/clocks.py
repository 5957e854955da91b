"""Deadlines. Business days leave out Saturdays, Sundays and the observed federal holidays of the rulebook.

The moment from which a clock runs is day 0: the first day that counts is the one after it. An instant counts for the
day that it was in its own time zone. Hours run through nights, weekends, holidays and changes of clocks.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, assert_never

from muniment.domain.decision import Deadline, NoDay
from muniment.domain.duty import IDENTIFIED, SUBMITTED, ClockUnit
from muniment.domain.ids import FactId
from muniment.domain.moment import day_of, hours_after

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from muniment.domain.calendar import Calendar
    from muniment.domain.duty import Clock
    from muniment.domain.moment import Moment

_SATURDAY = 5
_DAY = timedelta(days=1)
_MONTHS = 12


def deadlines(clocks: Sequence[Clock], starts: Mapping[str, Moment], calendar: Calendar) -> tuple[Deadline, ...]:
    """Return when each of `clocks` ends; `starts` has what is known of the moments from which they run.

    A clock that runs from a report which was not sent yet is counted from the last moment for that report, and marked.
    """
    found: dict[str, Deadline] = {}
    for clock in clocks:
        start = starts.get(clock.runs_from)
        if start is not None:
            found[clock.id] = _deadline(clock, start, calendar)
        elif clock.runs_from.startswith(SUBMITTED):
            found[clock.id] = _after(found[clock.runs_from.removeprefix(SUBMITTED)], clock, calendar)
        else:
            waits = IDENTIFIED if clock.runs_from == "identified" else FactId(clock.runs_from)
            found[clock.id] = Deadline(clock=clock, at=None, why_not=NoDay.NOT_STARTED, waits_for=waits)
    return tuple(found.values())


def _after(earlier: Deadline, clock: Clock, calendar: Calendar) -> Deadline:
    """Return the latest possible end of a clock that runs from a report which is itself still to be sent."""
    if earlier.at is None:
        return Deadline(clock=clock, at=None, why_not=earlier.why_not, waits_for=earlier.waits_for)
    return _deadline(clock, earlier.at, calendar, provisional=True)


def _deadline(clock: Clock, start: Moment, calendar: Calendar, *, provisional: bool = False) -> Deadline:
    at = due(clock, start, calendar)
    why_not = NoDay.OUTSIDE_CALENDAR if at is None else None
    return Deadline(clock=clock, at=at, provisional=provisional, why_not=why_not)


def due(clock: Clock, start: Moment, calendar: Calendar) -> Moment | None:
    """Return the last day, or the instant, by which `clock`, started at `start` (day 0), is met.

    Nothing where business days would be counted before the first or after the last day of the calendar, since the
    result could then be wrong, and nothing past the last year that can be written.
    """
    try:
        match clock.unit:
            case ClockUnit.BUSINESS_DAY:
                return _business_day(clock, day_of(start), calendar)
            case ClockUnit.CALENDAR_DAY:
                return day_of(start) + timedelta(days=clock.count)
            case ClockUnit.MONTH:
                return months_after(day_of(start), clock.count)
            case ClockUnit.HOUR:
                return hours_after(start, clock.count)
            case _:
                assert_never(clock.unit)
    except (OverflowError, ValueError):
        return None


def _business_day(clock: Clock, start: date, calendar: Calendar) -> date | None:
    if not calendar.start <= start + _DAY <= calendar.through:
        return None
    day = business_days_after(start, clock.count, calendar.holidays)
    return day if day <= calendar.through else None


def business_days_after(start: date, count: int, holidays: Collection[date]) -> date:
    """Return the `count`-th business day after `start`."""
    day = start
    while count:
        day += _DAY
        if day.weekday() < _SATURDAY and day not in holidays:
            count -= 1
    return day


def months_after(start: date, count: int) -> date:
    """Return the same day of the month `count` months later, or the last day of a month that has no such day."""
    years, month = divmod(start.month - 1 + count, _MONTHS)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
