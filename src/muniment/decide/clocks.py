"""Deadlines. Business days leave out Saturdays, Sundays and the observed federal holidays of the rulebook."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, assert_never

from muniment.domain.restriction import Clock, ClockUnit

if TYPE_CHECKING:
    from collections.abc import Collection

_SATURDAY = 5


def due(clock: Clock, start: date, holidays: Collection[date], holidays_through: date) -> date | None:
    """Return the last day on which `clock`, started on `start` (day 0), is met.

    Nothing where the day would lie past the table of holidays, since it could then be wrong.
    """
    match clock.unit:
        case ClockUnit.BUSINESS_DAY:
            day = business_days_after(start, clock.count, holidays)
            return day if day <= holidays_through else None
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
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in holidays:
            count -= 1
    return day
