"""The published calendar against the statute, and deadlines against vectors that were computed by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from muniment.decide.clocks import due
from muniment.domain.duty import Clock, ClockUnit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.moment import Moment
    from muniment.domain.rulebook import Rulebook

SATURDAY, SUNDAY = 5, 6
MONDAY, THURSDAY = 0, 3


def nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def last_monday_of_may(year: int) -> date:
    end = date(year, 5, 31)
    return end - timedelta(days=end.weekday())


def holidays_of(year: int) -> Iterator[date]:
    """Yield the days that 5 U.S.C. 6103(a) names, and for a weekend the day of 6103(b)."""
    yield nth(year, 1, MONDAY, 3)
    yield nth(year, 2, MONDAY, 3)
    yield last_monday_of_may(year)
    yield nth(year, 9, MONDAY, 1)
    yield nth(year, 10, MONDAY, 2)
    yield nth(year, 11, THURSDAY, 4)
    juneteenth = [(6, 19)] if year >= 2021 else []
    for month, day in [(1, 1), *juneteenth, (7, 4), (11, 11), (12, 25)]:
        named = date(year, month, day)
        yield named + timedelta(days={SATURDAY: -1, SUNDAY: 1}.get(named.weekday(), 0))


def test_the_calendar_has_every_holiday_of_the_statute_as_observed_and_no_other_day(rulebook: Rulebook) -> None:
    calendar = rulebook.calendar

    statute = {day for year in range(2017, 2030) for day in holidays_of(year)}

    assert (calendar.start, calendar.through) == (date(2018, 1, 1), date(2028, 12, 31))
    assert calendar.holidays == {day for day in statute if calendar.start <= day <= calendar.through}


def test_a_closure_by_order_is_told_with_its_source_and_stays_a_business_day(rulebook: Rulebook) -> None:
    closures = rulebook.calendar.closures

    assert all(closure.cited.source in rulebook.sources for closure in closures)
    assert not {closure.day for closure in closures} & rulebook.calendar.holidays


@pytest.mark.parametrize(
    ("identified", "first", "sent", "second", "then"),
    [
        pytest.param("2026-11-25", 1, "2026-11-27", 10, "2026-12-11", id="1 and 10 over Thanksgiving"),
        pytest.param("2026-11-25", 3, "2026-12-01", 10, "2026-12-15", id="3 and 10 over Thanksgiving"),
        pytest.param("2026-11-25", 3, "2026-12-01", 30, "2027-01-14", id="3 and 30 over the turn of the year"),
        pytest.param("2026-11-20", 1, "2026-11-23", 10, "2026-12-08", id="1 and 10 over a weekend"),
        pytest.param("2026-11-20", 3, "2026-11-25", 10, "2026-12-10", id="3 and 10 over a weekend"),
        pytest.param("2026-11-20", 3, "2026-11-25", 30, "2027-01-11", id="3 and 30 over three holidays"),
        pytest.param("2026-07-02", 1, "2026-07-06", 10, "2026-07-20", id="1 and 10 over an observed Friday"),
        pytest.param("2026-07-02", 3, "2026-07-08", 10, "2026-07-22", id="3 and 10 over an observed Friday"),
        pytest.param("2026-07-02", 3, "2026-07-08", 30, "2026-08-19", id="3 and 30 in summer"),
        pytest.param("2026-12-24", 1, "2026-12-28", 10, "2027-01-12", id="1 and 10 over Christmas"),
        pytest.param("2026-12-24", 3, "2026-12-30", 10, "2027-01-14", id="3 and 10 over Christmas"),
        pytest.param("2026-10-09", 1, "2026-10-13", 10, "2026-10-27", id="1 and 10 over Columbus Day"),
        pytest.param("2026-10-09", 3, "2026-10-15", 10, "2026-10-29", id="3 and 10 over Columbus Day"),
    ],
)
def test_the_second_report_runs_from_the_submission_of_the_first(
    rulebook: Rulebook, identified: str, first: int, sent: str, second: int, then: str
) -> None:
    last = business_days(rulebook, date.fromisoformat(identified), first)
    further = business_days(rulebook, last, second)

    assert (last, further) == (date.fromisoformat(sent), date.fromisoformat(then))


def business_days(rulebook: Rulebook, start: Moment, count: int) -> date:
    clock = Clock(id="first", count=count, unit=ClockUnit.BUSINESS_DAY, runs_from="identified", content="")
    found = due(clock, start, rulebook.calendar)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-06", 180, "2026-09-02"),
        ("2026-03-06", 30, "2026-04-05"),
        ("2026-04-02", 180, "2026-09-29"),
        ("2025-12-18", 30, "2026-01-17"),
        ("2026-01-09", 180, "2026-07-08"),
        ("2026-06-05", 90, "2026-09-03"),
        ("2026-06-05", 120, "2026-10-03"),
        ("2026-09-25", 45, "2026-11-09"),
        ("2026-09-25", 90, "2026-12-24"),
        ("2026-08-27", 60, "2026-10-26"),
    ],
)
def test_calendar_days_run_through_weekends_and_holidays(rulebook: Rulebook, start: str, days: int, end: str) -> None:
    clock = Clock(id="first", count=days, unit=ClockUnit.CALENDAR_DAY, runs_from="identified", content="")

    assert due(clock, date.fromisoformat(start), rulebook.calendar) == date.fromisoformat(end)
