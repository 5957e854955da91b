"""What the log of calls adds up to, and what it foretells."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from muniment.app.gateway.admission import Admission
from muniment.app.gateway.call_history import LoggedCall
from muniment.app.gateway.forecast import Fate, forecast
from muniment.app.gateway.moves import Successor
from muniment.app.gateway.settings import RouteSetup
from muniment.app.gateway.usage import Adding
from muniment.domain.call import Dialect
from muniment.domain.gateway import Replacement, Route, RouteId, ServedModel
from muniment.domain.ids import VendorId
from muniment.enforce.allowance import Allowance
from muniment.enforce.denials import Denial
from muniment.render.gateway.forecast import forecast_svg, forecast_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.call import AnyJson

USAGE = {"input_tokens": 10, "output_tokens": 4, "cached_tokens": None}


def call(
    day: int, model: str = "north-1", *, kind: str = "intent", how: str | None = "complete", **more: AnyJson
) -> LoggedCall:
    decided: dict[str, Any] = {
        "kind": kind,
        "call": f"c{day}",
        "at": f"2026-09-{day:02}T10:00:00.000+00:00",
        "caller": "planner",
        "contract": "W1",
        "system": "tool",
        "purpose": "",
        "dialect": "chat",
        "model": model,
        "sent_as": model,
        "maker": "northwind",
        "operator": None,
        "host": "models.example",
        **more,
    }
    outcome = None if how is None else {"how": how, "status": 200, "usage": USAGE}
    return LoggedCall(decided=decided, rulings=(), outcome=outcome)


def test_a_call_of_which_no_tokens_were_told_is_counted_as_that() -> None:
    adding = Adding()

    adding.take([call(1), replace(call(2), outcome={"how": "complete", "status": 200, "usage": None})])
    (used,) = adding.usage(head="h", lines=2).used

    assert (used.calls, used.taken, used.uncounted) == (2, 10, 1)


def test_calls_that_were_sent_are_added_up_by_model() -> None:
    adding = Adding()

    adding.take([call(1), call(5), call(3, moved={"model": "old"}), call(2, "north-2"), call(4, how=None)])
    usage = adding.usage(head="h", lines=9)

    first, second = usage.used
    assert (first.called.model, first.calls, first.unknown, first.moved) == ("north-1", 4, 1, 1)
    assert (first.taken, first.given) == (30, 12)
    assert (first.first.date(), first.last.date()) == (date(2026, 9, 1), date(2026, 9, 5))
    assert (second.called.model, second.calls, second.called.operator) == ("north-2", 1, "")


def test_what_never_left_is_no_use_and_is_counted_apart() -> None:
    adding = Adding()

    adding.take([call(1, kind="denied", how=None), call(2, how="not-sent")])
    usage = adding.usage(head="h", lines=2)

    assert (usage.used, usage.denied, usage.not_sent) == ((), 1, 1)


def test_usage_may_be_of_one_system_and_from_one_day_on() -> None:
    adding = Adding("tool", date(2026, 9, 3))

    adding.take([call(2), call(3), call(4, system="other")])

    assert [each.calls for each in adding.usage(head="h", lines=3).used] == [1]


class Law:
    """Bars every model from 2026-10-01 on, and knows what takes the place of one."""

    def foresee(
        self, caller: str, purpose: str, dialect: Dialect, model: str, at: datetime
    ) -> tuple[Admission, Successor | None] | None:
        assert (caller, purpose, dialect) == ("planner", "", Dialect.CHAT)
        if model == "forgotten":
            return None
        if at < datetime(2026, 10, 1, tzinfo=UTC):
            return admission(), None
        return admission("barred"), successor(admission()) if model == "north-1" else None


def admission(barred: str = "") -> Admission:
    denial = Denial(status=403, code="rule-1", message=barred, rules=("rule-1",)) if barred else None
    return Admission(decisions=(), denial=denial, logged="")


def successor(found: Admission) -> Successor:
    model = ServedModel(name="gale-2", sent_as="gale-2", maker=VendorId("gale-ai"), facts={})
    route = Route(id=RouteId("gale"), url="", operator=None, dialects=frozenset({Dialect.CHAT}), models=(model,))
    setup = RouteSetup(route=route, listed=Allowance(), betas=frozenset(), credential=None)
    choice = Replacement(by="gale-2", model="north-1", where="gateway.toml:1:1")
    return Successor(replacement=choice, setup=setup, model=model, dialect=Dialect.CHAT, admission=found)


def recorded() -> Iterator[LoggedCall]:
    yield from (call(day) for day in (1, 2, 3))
    yield call(4, "north-9")
    yield call(5, "gale-2", moved={"dialect": "chat", "model": "north-1"})
    yield call(6, "forgotten", kind="denied", how=None)
    unread = call(7, kind="denied", how=None)
    del unread.decided["model"]
    yield unread


def test_recorded_calls_are_decided_anew_as_of_a_day_to_come() -> None:
    found = forecast(recorded(), Law(), today=date(2026, 9, 20), on=date(2026, 10, 2))

    assert [(each.sort.model, each.calls, each.fate, each.by) for each in found.rows] == [
        ("north-9", 1, Fate.BLOCKED, ""),
        ("forgotten", 1, Fate.UNKNOWN, ""),
        ("north-1", 4, Fate.MOVED, "gale-2"),
    ]
    assert (found.first, found.last, found.unread) == (date(2026, 9, 1), date(2026, 9, 6), 1)


def test_the_first_day_of_each_change_is_told() -> None:
    found = forecast(recorded(), Law(), today=date(2026, 9, 20), on=date(2026, 10, 2))

    assert [(step.on, dict(step.counts)) for step in found.steps] == [
        (date(2026, 9, 20), {Fate.SERVED: 5, Fate.UNKNOWN: 1}),
        (date(2026, 10, 1), {Fate.BLOCKED: 1, Fate.MOVED: 4, Fate.UNKNOWN: 1}),
    ]


def test_the_picture_says_in_words_what_it_shows() -> None:
    found = forecast(recorded(), Law(), today=date(2026, 9, 20), on=date(2026, 10, 2))

    picture = forecast_svg(found)

    counts = "Of 6 recorded calls, on 2026-10-02: 4 moved, 1 blocked, 1 not in the file"
    said = f"{counts}; 1 more call denied before a model was read."
    assert forecast_words(found) == said
    assert f"<desc>{said}</desc>" in picture
    assert "<title>from 2026-10-01: 4 moved</title>" in picture
