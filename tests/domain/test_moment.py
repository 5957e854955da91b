from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.domain.moment import NoMomentError, day_of, hours_after, moment_text, parse_day, parse_moment
from muniment.render.deadlines import moment_words

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("2026-11-25T14:30", "time zone", id="a time without a zone"),
        pytest.param("2026-11-25T14:30[Mars/Olympus]", "Mars/Olympus", id="a zone that nobody knows"),
        pytest.param("2026-11-25T14:30[/etc/passwd]", "neither", id="a zone that is a path"),
        pytest.param("2026-11-25T14:30+01:00[America/New_York]", "offset", id="an offset that the zone did not have"),
        pytest.param("2026-03-08T02:30[America/New_York]", "skipped", id="a time that the clocks skipped"),
        pytest.param("2026-11-01T01:30[America/New_York]", "twice", id="a time that came twice"),
        pytest.param("2026-02-30", "neither", id="no day of the calendar"),
        pytest.param("20261125", "neither", id="a day without hyphens"),
        pytest.param("yesterday", "neither", id="words"),
    ],
)
def test_a_moment_that_is_not_certain_is_refused(text: str, said: str) -> None:
    with pytest.raises(NoMomentError, match=said):
        parse_moment(text, ZoneInfo)


@pytest.mark.parametrize(
    "text", ["20261125", "2026-W48-3", "2026W483", "2026-02-30", " 2026-11-25", "2026-11-25\n", "٢٠٢٦-11-25"]
)
def test_a_day_is_read_in_one_form_only(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_day(text)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_that_is_written_is_read_back(day: date) -> None:
    assert parse_day(day.isoformat()) == day


def test_an_offset_tells_apart_a_time_that_came_twice() -> None:
    summer = parse_moment("2026-11-01T01:30-04:00[America/New_York]", ZoneInfo)
    winter = parse_moment("2026-11-01T01:30-05:00[America/New_York]", ZoneInfo)

    assert hours_after(summer, 1) == winter


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(
            "2026-11-25T14:30[America/New_York]", "2026-11-28 14:30 America/New_York (19:30 UTC)", id="winter"
        ),
        pytest.param(
            "2026-10-30T14:30[America/New_York]", "2026-11-02 13:30 America/New_York (18:30 UTC)", id="autumn"
        ),
        pytest.param(
            "2026-03-06T14:30[America/New_York]", "2026-03-09 15:30 America/New_York (19:30 UTC)", id="spring"
        ),
        pytest.param(
            "2026-06-01T22:00[America/Los_Angeles]",
            "2026-06-04 22:00 America/Los_Angeles (2026-06-05 05:00 UTC)",
            id="another day in UTC",
        ),
        pytest.param("2026-06-01T22:00+02:00", "2026-06-04 22:00 UTC+02:00 (20:00 UTC)", id="only an offset"),
        pytest.param("2026-06-01T22:00Z", "2026-06-04 22:00 UTC", id="UTC itself"),
        pytest.param("2026-06-01", "2026-06-04", id="only a day"),
    ],
)
def test_hours_are_elapsed_time_shown_in_the_zone_of_the_find_and_in_utc(start: str, end: str) -> None:
    assert moment_words(hours_after(parse_moment(start, ZoneInfo), 72)) == end


def test_an_instant_is_of_the_day_that_it_was_in_its_own_zone() -> None:
    assert day_of(datetime(2026, 11, 25, 23, 30, tzinfo=NEW_YORK)) == date(2026, 11, 25)


@given(
    seconds=st.integers(0, 10 * 365 * 86400),
    zone=st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"]),
)
def test_what_is_written_is_read_back_as_the_same_instant_in_the_same_zone(seconds: int, zone: str) -> None:
    moment = (datetime(2019, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(ZoneInfo(zone))

    back = parse_moment(moment_text(moment), ZoneInfo)

    assert (back, back.isoformat()) == (moment, moment.isoformat())
