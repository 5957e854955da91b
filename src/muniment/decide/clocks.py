"""Deadlines. Business days leave out Saturdays, Sundays and the observed federal holidays of the rulebook."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, assert_never

from muniment.domain.restriction import Clock, ClockUnit

if TYPE_CHECKING:
    from collections.abc import Collection

_SATURDAY = 5
_DAY = timedelta(days=1)


def due(clock: Clock, start: date, holidays: Collection[date], holidays_through: date) -> date | None:
    """Return the last day on which `clock`, started on `start` (day 0), is met.

    Nothing where business days would be counted before the first or after the last day of the table of holidays, since
    the result could then be wrong.
    """
    match clock.unit:
        case ClockUnit.BUSINESS_DAY:
            day = business_days_after(start, clock.count, holidays)
            is_covered = start + _DAY >= min(holidays, default=start) and day <= holidays_through
            return day if is_covered else None
        case ClockUnit.CALENDAR_DAY:
            return start + timedelta(days=clock.count)
        case ClockUnit.HOUR:
            return start + timedelta(hours=clock.count)
        case _:
            assert_never(clock.unit)


def business_days_after(start: date, count: int, holidays: Collection[date]) -> date:
    """Return the `count`-th business day after `start`."""
    day = start
    while count:
        day += _DAY
        if day.weekday() < _SATURDAY and day not in holidays:
            count -= 1
    return day
