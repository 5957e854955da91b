"""Calls of a turn leave together; a parked turn is kept for who asked, until its hold has ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.approving import CALL, CONTEXT, Desk, use
from muniment.domain.call import Dialect, ModelCall, Ruling, ToolUse
from muniment.domain.gateway import CallContext, CallerId
from muniment.domain.hold import HoldId, VoteVerdict
from muniment.domain.ids import ContractId
from muniment.errors import RefusedError
from prove.holds import VALVE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "holds.sqlite")


def held(desk: Desk) -> str:
    return desk.approvals.rule(use(), CALL, CONTEXT).hold_id


def test_calls_of_a_turn_use_up_their_approvals_together_or_none(desk: Desk) -> None:
    first, second = use(), use(arguments={**VALVE, "valve": "B1"}, call_id="call_2")
    names = [desk.approvals.rule(each, CALL, CONTEXT).hold_id for each in (first, second)]
    for voter in ("Eve Holt", "Max Roe"):
        desk.vote(names[0], voter)
    desk.vote(names[1], "Eve Holt")

    short = desk.approvals.consume_together(dict(zip((first, second), names, strict=True)))
    assert {each.ruling for each in short.values()} == {Ruling.WITHHOLD}
    assert "1 of 2" in short[second].notice
    assert desk.approvals.look(names[0]).ruling is Ruling.RELEASE

    desk.vote(names[1], "Max Roe")
    whole = desk.approvals.consume_together(dict(zip((first, second), names, strict=True)))
    assert [(each.ruling, len(each.votes)) for each in whole.values()] == [(Ruling.RELEASE, 2)] * 2
    assert desk.approvals.look(names[0]).ruling is Ruling.WITHHOLD


def parked(desk: Desk, *named: str, call: ModelCall = CALL, context: CallContext = CONTEXT) -> tuple[ToolUse, ...]:
    return desk.approvals.parked([HoldId(each) for each in named], call, context)


def test_a_parked_turn_is_there_for_who_asked_until_its_call_has_left(desk: Desk) -> None:
    asked, name = use(), held(desk)
    desk.approvals.park({asked: desk.approvals.look(name)}, CALL, CONTEXT)
    desk.restart()

    assert parked(desk, name) == (asked,)
    for voter in ("Eve Holt", "Max Roe"):
        desk.vote(name, voter)
    assert parked(desk, name) == (asked,)
    assert desk.approvals.consume_together({asked: name})[asked].ruling is Ruling.RELEASE
    with pytest.raises(RefusedError, match="names no parked turn of this caller"):
        parked(desk, name)


@pytest.mark.parametrize(
    ("call", "context"),
    [
        pytest.param(CALL, replace(CONTEXT, caller=CallerId("agent-8")), id="another caller"),
        pytest.param(CALL, replace(CONTEXT, person="Eve Holt"), id="another person"),
        pytest.param(CALL, replace(CONTEXT, contract=ContractId("C-2")), id="another contract"),
        pytest.param(CALL, replace(CONTEXT, purpose="other"), id="another purpose"),
        pytest.param(replace(CALL, model="northwind-small"), CONTEXT, id="another model"),
        pytest.param(replace(CALL, dialect=Dialect.CHAT), CONTEXT, id="another dialect"),
    ],
)
def test_a_parked_turn_is_nobody_elses(desk: Desk, call: ModelCall, context: CallContext) -> None:
    name = held(desk)
    desk.approvals.park({use(): desk.approvals.look(name)}, CALL, CONTEXT)

    with pytest.raises(RefusedError, match="names no parked turn of this caller"):
        parked(desk, name, call=call, context=context)
    assert parked(desk, name)


def test_nothing_is_kept_of_a_turn_that_was_denied_or_ran_out(desk: Desk) -> None:
    denied, expired = (desk.approvals.rule(use(arguments={**VALVE, "valve": v}), CALL, CONTEXT).hold_id for v in "AB")
    for name in (denied, expired):
        desk.approvals.park({use(): desk.approvals.look(name)}, CALL, CONTEXT)

    desk.vote(denied, "Eve Holt", VoteVerdict.DENY)
    desk.clock.pass_(minutes=31)

    for name in (denied, expired):
        with pytest.raises(RefusedError, match="names no parked turn"):
            parked(desk, name)
    assert desk.holds.parked(HoldId(denied)) is None
    assert desk.holds.parked(HoldId(expired)) is not None
    desk.approvals.forget()
    assert desk.holds.parked(HoldId(expired)) is None


def test_more_holds_than_may_be_named_are_refused_and_none_is_passed_over(desk: Desk) -> None:
    name = held(desk)
    desk.approvals.park({use(): desk.approvals.look(name)}, CALL, CONTEXT)

    assert parked(desk, *[name] * 16)
    with pytest.raises(RefusedError, match="names more than 16 holds"):
        parked(desk, *[name] * 17)
