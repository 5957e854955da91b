"""Calls, put together again from the lines of a log."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from muniment.app.gateway.call_entries import Ending, ToolTold, outcome_record, ruling_record
from muniment.app.gateway.call_history import CallHistory, LoggedCall, Opening, Result, calls_in, opened_record
from muniment.domain.call import Usage
from muniment.enforce.call_chain import Head

AT = datetime(2026, 11, 26, 12, 0, 1, 500_000, tzinfo=UTC)
OPENED = opened_record(AT, passed=AT, version="1", configuration="c", rulebook="r", torn=0, unknown=())


def intent(call: str) -> bytes:
    return json.dumps({"kind": "intent", "call": call, "at": AT.isoformat()}, separators=(",", ":")).encode()


def denied(call: str) -> bytes:
    return json.dumps({"kind": "denied", "call": call, "at": AT.isoformat(), "denied": {"code": "x"}}).encode()


def outcome(call: str, how: str = "complete", at: datetime = AT, **more: Any) -> bytes:  # noqa: ANN401  (fields of several types)
    told = {"status": 200, "bytes": 5, "sha256": "a" * 64, "usage": None, "tools": (), "seconds": 0.25, **more}
    return outcome_record(call, at.timestamp(), Ending(how=how, **told))


def chained(*entries: bytes) -> list[bytes]:
    lines, _ = Head().link(entries)
    return lines.splitlines()


def results(*entries: bytes) -> dict[str, Result]:
    return {each.name: each.result for each in calls_in(chained(*entries)) if isinstance(each, LoggedCall)}


def test_a_call_is_what_its_last_line_says_and_unknown_where_there_is_none() -> None:
    found = results(
        OPENED,
        *(intent(name) for name in "abcde"),
        denied("f"),
        outcome("a"),
        outcome("b", "cut"),
        outcome("c", "not-sent"),
        outcome("d", "client-gone-before"),
    )

    assert found == {
        "a": Result.COMPLETE,
        "b": Result.BROKEN_OFF,
        "c": Result.NOT_SENT,
        "d": Result.NOT_SENT,
        "e": Result.UNKNOWN,
        "f": Result.DENIED,
    }


def test_rulings_on_tools_belong_to_their_call() -> None:
    told = ToolTold(call_id="t1", name="shoot", ruling="withhold", arguments="b" * 64, hold="h-1")

    (_, call) = calls_in(chained(OPENED, intent("a"), ruling_record("a", AT, told), outcome("a", tools=(told,))))

    assert isinstance(call, LoggedCall)
    assert [each["tool"]["hold"] for each in call.rulings] == ["h-1"]
    assert call.outcome is not None
    assert call.outcome["tools"][0]["name"] == "shoot"


def test_an_outcome_tells_what_the_vendor_named_whatever_characters_it_holds() -> None:
    raw = outcome("a", vendor_request='x"\\\n\x00é', usage=Usage(input_tokens=5, output_tokens=None))

    told = json.loads(raw)

    assert told["vendor_request"] == 'x"\\\n\x00é'
    assert told["usage"] == {"input_tokens": 5, "output_tokens": None, "cached_tokens": None}
    assert (told["seconds"], told["at"]) == (0.25, "2026-11-26T12:00:01.500+00:00")


def test_a_start_ends_what_was_open_before_it() -> None:
    found = list(calls_in(chained(OPENED, intent("a"), OPENED, intent("b"), outcome("b"))))

    assert [type(each) for each in found] == [Opening, LoggedCall, Opening, LoggedCall]
    assert [each.name for each in found if isinstance(each, LoggedCall)] == ["a", "b"]


def test_a_history_notes_the_latest_instant_and_which_calls_of_the_last_run_are_open() -> None:
    history = CallHistory()
    for line in chained(OPENED, intent("old"), OPENED, intent("a"), intent("b"), outcome("a"), denied("c")):
        history.take(line)

    assert history.unsettled == ("b",)
    assert history.latest == AT.timestamp()


def test_a_history_of_nothing_knows_no_instant() -> None:
    assert (CallHistory().latest, CallHistory().unsettled) == (0.0, ())


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  (hypothesis adds the zone)
def test_the_instant_of_a_record_is_told_to_the_millisecond_as_in_any_other_record(at: datetime) -> None:
    told = json.loads(outcome("call-1", at=at))

    assert told["at"] == at.isoformat(timespec="milliseconds")
