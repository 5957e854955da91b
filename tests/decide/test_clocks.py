from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.decide.clocks import business_days_after, due
from muniment.domain.calendar import Calendar
from muniment.domain.duty import Clock, ClockUnit

if TYPE_CHECKING:
    from muniment.domain.rulebook import Rulebook


def calendar(start: date, through: date, *holidays: date) -> Calendar:
    return Calendar(holidays=frozenset(holidays), start=start, through=through)


@pytest.mark.parametrize(
    ("identified", "count", "last_day"),
    [
        pytest.param("2026-11-25", 1, "2026-11-27", id="over Thanksgiving"),
        pytest.param("2026-11-25", 3, "2026-12-01", id="over Thanksgiving and a weekend"),
        pytest.param("2026-11-20", 1, "2026-11-23", id="over a weekend"),
        pytest.param("2026-07-02", 1, "2026-07-06", id="over a holiday observed on a Friday"),
        pytest.param("2026-12-24", 3, "2026-12-30", id="over Christmas"),
        pytest.param("2026-10-09", 1, "2026-10-13", id="over Columbus Day"),
        pytest.param("2025-10-10", 3, "2025-10-16", id="over Columbus Day the year before"),
    ],
)
def test_business_days_leave_out_weekends_and_federal_holidays(
    rulebook: Rulebook, identified: str, count: int, last_day: str
) -> None:
    found = business_days_after(date.fromisoformat(identified), count, rulebook.calendar.holidays)

    assert found == date.fromisoformat(last_day)


def test_a_day_past_the_table_of_holidays_is_not_computed() -> None:
    clock = Clock(id="first", count=3, unit=ClockUnit.BUSINESS_DAY, runs_from="identified", content="")

    assert due(clock, date(2026, 12, 30), calendar(date(2026, 1, 1), date(2026, 12, 31))) is None


@pytest.mark.parametrize(
    ("start", "last_day"),
    [
        pytest.param(date(2025, 8, 30), None, id="a business day before the table would be counted"),
        pytest.param(date(2025, 8, 31), date(2025, 9, 2), id="the first day that is counted is the first of the table"),
    ],
)
def test_a_clock_that_starts_before_the_table_of_holidays_is_not_computed(start: date, last_day: date | None) -> None:
    clock = Clock(id="first", count=1, unit=ClockUnit.BUSINESS_DAY, runs_from="identified", content="")
    days = calendar(date(2025, 9, 1), date(2026, 12, 31), date(2025, 9, 1), date(2025, 10, 13))

    assert due(clock, start, days) == last_day


def test_hours_run_through_weekends() -> None:
    clock = Clock(id="first", count=72, unit=ClockUnit.HOUR, runs_from="identified", content="")

    assert due(clock, date(2026, 11, 27), calendar(date(2026, 1, 1), date(2026, 12, 31))) == date(2026, 11, 30)


@given(start=st.dates(date(2026, 1, 1), date(2026, 12, 1)), count=st.integers(1, 40))
def test_a_deadline_is_a_business_day_and_each_further_day_is_later(start: date, count: int) -> None:
    last = business_days_after(start, count, frozenset())

    assert last.weekday() < 5
    assert start + timedelta(days=count) <= last < business_days_after(start, count + 1, frozenset())
