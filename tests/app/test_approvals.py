"""A tool leaves once after people have approved exactly its arguments, and otherwise not."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.approving import CALL, CONTEXT, PEOPLE, RULES, Desk, use
from muniment.app.approvals.desk import Desk as ApproverDesk
from muniment.app.approvals.voting import cast
from muniment.domain.call import ModelCall, OfferedTool, Ruling, ToolUse
from muniment.domain.gateway import DecisionId
from muniment.domain.hold import HoldId, HoldState, VoteVerdict
from muniment.domain.ids import Digest
from muniment.domain.tool_rules import Place, ToolTag
from muniment.errors import MunimentError, Problem, ProofError, RefusedError
from muniment.prove.release import verify_release
from muniment.prove.vote import seal_vote
from prove.holds import PARTY, VALVE, Authenticator, approver, vote
from signers.keys import p256

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "holds.sqlite")


def held(desk: Desk) -> str:
    ruled = desk.approvals.rule(use(), CALL, CONTEXT)
    assert ruled.ruling is Ruling.HOLD
    return ruled.hold_id


def test_a_tagged_tool_leaves_once_after_two_people_have_approved_its_exact_arguments(desk: Desk) -> None:
    asked = desk.approvals.rule(use(), CALL, CONTEXT)
    assert asked.ruling is Ruling.HOLD
    assert "0 of 2 people have approved hold h-1, which expires at 2026-11-26 12:30:00 UTC" in asked.notice
    assert "[an invented agreement clause 4]" in asked.notice

    desk.vote("h-1", "Eve Holt")
    assert desk.approvals.look("h-1").ruling is Ruling.HOLD
    desk.restart()
    desk.vote("h-1", "Max Roe")
    assert desk.approvals.look("h-1").ruling is Ruling.RELEASE
    released = desk.approvals.consume("h-1")
    again = desk.approvals.consume("h-1")

    assert released.ruling is Ruling.RELEASE
    assert (again.ruling, again.notice) == (Ruling.WITHHOLD, "the call is withheld: hold h-1: is released")
    record = desk.holds.find(HoldId("h-1"))
    assert record is not None
    assert record.why == "approved by Eve Holt, Max Roe"
    release = verify_release(
        record.token, tool="set_valve", arguments=VALVE, server="mcp://plant", keys=(p256().public,),
        at=desk.clock.now(), spend=lambda _: True,
    )  # fmt: skip
    assert release.id == "h-1"


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(lambda desk: desk.clock.pass_(minutes=30), "is expired", id="its time is over"),
        pytest.param(
            lambda desk: setattr(desk.in_force, "policy", Digest("sha256:" + "f" * 64)),
            "held under another policy",
            id="the policy has changed",
        ),
        pytest.param(
            lambda desk: setattr(desk.in_force, "why_not", "northwind-ai is prohibited for C-1 since today"),
            "is prohibited for C-1",
            id="the vendor is prohibited by now",
        ),
        pytest.param(lambda desk: desk.revoked.add("Max Roe"), "has 1 of 2 approvals", id="a key was revoked"),
        pytest.param(lambda desk: desk.vote("h-1", "Al Orr", VoteVerdict.DENY), "is denied", id="a third has denied"),
    ],
)
def test_an_approved_call_does_not_leave_where_something_has_changed(
    desk: Desk, spoil: Callable[[Desk], object], why: str
) -> None:
    held(desk)
    desk.vote("h-1", "Eve Holt")
    desk.vote("h-1", "Max Roe")
    spoil(desk)

    ruled = desk.approvals.consume("h-1")

    assert ruled.ruling is Ruling.WITHHOLD
    assert why in ruled.notice
    record = desk.holds.find(HoldId("h-1"))
    assert record is not None
    assert (record.token, record.ended) in {("", None), ("", HoldState.DENIED)}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(use(arguments={**VALVE, "valve": "A8"}), id="another argument"),
        pytest.param(use(arguments={**VALVE, "open": "true"}), id="another type"),
        pytest.param(use("find_person"), id="another tool"),
        pytest.param(use("set_valve"), id="a name that models do not use"),
        pytest.param(replace(use(), arguments='{"valve": "A7", "valve": "A8"}'), id="arguments with a key twice"),
    ],
)
def test_another_call_than_the_approved_one_does_not_leave_and_uses_nothing_up(desk: Desk, other: ToolUse) -> None:
    held(desk)
    desk.vote("h-1", "Eve Holt")
    desk.vote("h-1", "Max Roe")

    ruled = desk.approvals.consume_together({other: "h-1"})[other]

    assert ruled.ruling is Ruling.WITHHOLD
    assert desk.approvals.consume_together({use(): "h-1"})[use()].ruling is Ruling.RELEASE


def test_a_call_that_is_asked_for_again_after_patience_ended_goes_on_with_its_hold(desk: Desk) -> None:
    held(desk)
    desk.vote("h-1", "Eve Holt")
    desk.vote("h-1", "Max Roe")

    again = desk.approvals.rule(use(call_id="call_2"), CALL, replace(CONTEXT, decision=DecisionId("d-2")))
    ruled = asyncio.run(desk.approvals.wait(again.hold_id, 1))
    second = use(call_id="call_2")
    left = [desk.approvals.consume_together({second: again.hold_id})[second].ruling for _ in range(2)]

    assert (again.hold_id, ruled.ruling) == ("h-1", Ruling.RELEASE)
    assert left == [Ruling.RELEASE, Ruling.WITHHOLD]


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(replace(CALL, model="northwind-small"), id="another model"),
        pytest.param(
            replace(CALL, tools=(OfferedTool(name="plant_set_valve", hosted=False, schema="5" * 64),)),
            id="another declaration",
        ),
    ],
)
def test_what_was_approved_for_one_model_and_declaration_lets_no_other_call_leave(call: ModelCall, desk: Desk) -> None:
    held(desk)
    desk.vote("h-1", "Eve Holt")
    desk.vote("h-1", "Max Roe")

    again = desk.approvals.rule(use(), call, CONTEXT)

    assert again.hold_id != "h-1"
    assert asyncio.run(desk.approvals.wait(again.hold_id, 0)).ruling is Ruling.HOLD


def test_the_same_arguments_in_another_spelling_are_the_same_call(desk: Desk) -> None:
    held(desk)
    desk.vote("h-1", "Eve Holt")
    desk.vote("h-1", "Max Roe")

    spelt = replace(use(), arguments=json.dumps(dict(sorted(VALVE.items(), reverse=True)), indent=2))

    assert desk.approvals.consume_together({spelt: "h-1"})[spelt].ruling is Ruling.RELEASE


def test_who_asked_cannot_approve(desk: Desk) -> None:
    held(desk)

    with pytest.raises(RefusedError, match="nobody approves what they asked for"):
        desk.vote("h-1", "Jo Ames")

    record = desk.holds.find(HoldId("h-1"))
    assert record is not None
    assert record.votes == ()


def test_a_vote_is_cast_once(desk: Desk) -> None:
    held(desk)
    desk.vote("h-1", "Eve Holt")

    with pytest.raises(RefusedError, match="has voted already"):
        desk.vote("h-1", "Eve Holt")


def test_a_vote_on_one_hold_does_not_count_for_another(desk: Desk) -> None:
    held(desk)
    desk.approvals.rule(use(arguments={"valve": "B2"}), CALL, CONTEXT)
    desk.vote("h-1", "Eve Holt")
    first = desk.holds.find(HoldId("h-1"))
    assert first is not None

    with pytest.raises(ProofError, match="check 5, hold: is not the one"):
        cast(desk.holds, HoldId("h-2"), first.votes[0].envelope, voters=desk.voters(), at=desk.clock.now())


def test_a_denial_ends_a_hold_with_its_reason(desk: Desk) -> None:
    held(desk)

    desk.vote("h-1", "Max Roe", VoteVerdict.DENY, reason="wrong valve")

    found = desk.approvals.look("h-1")
    assert found.notice == "`set_valve` is withheld: hold h-1 is denied (Max Roe: wrong valve)"
    assert [(each.person, each.verdict) for each in found.votes] == [("Max Roe", "deny")]
    with pytest.raises(RefusedError, match="is denied"):
        desk.vote("h-1", "Eve Holt")


def test_the_same_call_asked_for_again_waits_for_the_same_hold(desk: Desk) -> None:
    first, second = (desk.approvals.rule(use(), CALL, CONTEXT).hold_id for _ in range(2))
    other = desk.approvals.rule(use(), CALL, replace(CONTEXT, person="Sam Poe")).hold_id

    assert first == second
    assert other != first


def test_a_hold_whose_time_is_over_gives_way_to_a_new_one(desk: Desk) -> None:
    first = held(desk)
    desk.clock.pass_(minutes=31)

    second = desk.approvals.rule(use(), CALL, replace(CONTEXT, at=desk.clock.now())).hold_id

    assert first != second
    record = desk.holds.find(HoldId(first))
    assert record is not None
    assert record.ended is HoldState.EXPIRED


@pytest.mark.parametrize(
    ("asked", "call", "place", "why"),
    [
        pytest.param(use("rm_rf"), CALL, None, "no entry names this tool", id="a tool that nobody tagged"),
        pytest.param(
            use(), replace(CALL, tools=()), None, "was not offered in the request", id="a tool that was not offered"
        ),
        pytest.param(
            replace(use(), arguments='{"valve": '), CALL, None, "is not JSON", id="arguments that were cut off"
        ),
        pytest.param(replace(use(), arguments="[]"), CALL, None, "is not an object", id="arguments that are a list"),
        pytest.param(
            use(),
            CALL,
            Place(vendor="northwind-ai", deployment="edge"),
            "withheld by `cloud-only`: the deployment is `edge`, and must be `cloud` [an invented agreement clause 4]",
            id="out of place",
        ),
    ],
)
def test_what_cannot_be_judged_is_withheld_with_the_reason(
    desk: Desk, asked: object, call: object, place: Place | None, why: str
) -> None:
    desk.place = place or desk.place

    ruled = desk.approvals.rule(asked, call, CONTEXT)  # type: ignore[arg-type]

    assert ruled.ruling is Ruling.WITHHOLD
    assert why in ruled.notice
    assert desk.holds.listed(ended=True).records == ()


def test_a_tool_that_was_declared_otherwise_than_when_it_was_tagged_is_withheld(tmp_path: Path) -> None:
    tag = ToolTag(name="plant_set_valve", schemas=("1" * 64,), effect="force")
    desk = Desk(tmp_path / "holds.sqlite", rules=replace(RULES, tags=(tag,)))

    ruled = desk.approvals.rule(use(), CALL, CONTEXT)

    assert (ruled.ruling, "was declared otherwise" in ruled.notice) == (Ruling.WITHHOLD, True)


def test_a_tool_without_consequence_leaves_at_once(desk: Desk) -> None:
    assert desk.approvals.rule(use("read_weather", {}), CALL, CONTEXT).ruling is Ruling.RELEASE


def test_waiting_ends_when_people_have_answered(desk: Desk) -> None:
    held(desk)

    async def both() -> Ruling:
        waiting = asyncio.create_task(desk.approvals.wait("h-1", 30))
        await asyncio.sleep(0.05)
        desk.vote("h-1", "Eve Holt")
        desk.vote("h-1", "Max Roe")
        return (await waiting).ruling

    assert asyncio.run(both()) is Ruling.RELEASE


def test_waiting_ends_with_patience_and_the_hold_stays(desk: Desk) -> None:
    held(desk)

    ruled = asyncio.run(desk.approvals.wait("h-1", 0.05))

    assert (ruled.ruling, ruled.hold_id) == (Ruling.HOLD, "h-1")


def test_a_hold_that_nobody_knows_lets_nothing_leave(desk: Desk) -> None:
    assert desk.approvals.consume("h-9").ruling is Ruling.WITHHOLD
    assert desk.approvals.look("h-9").ruling is Ruling.WITHHOLD


def test_a_copy_of_an_authenticator_is_noticed_by_its_counter(desk: Desk) -> None:
    held(desk)
    desk.approvals.rule(use(arguments={"valve": "B2"}), CALL, CONTEXT)
    voters = replace(desk.voters(), keys=(approver("Eve Holt", PEOPLE["Eve Holt"], credential="abc"),))
    device, copy = Authenticator(PEOPLE["Eve Holt"], PARTY), Authenticator(PEOPLE["Eve Holt"], PARTY)
    first, second = desk.holds.find(HoldId("h-1")), desk.holds.find(HoldId("h-2"))
    assert first is not None
    assert second is not None
    at = desk.clock.now()
    said = replace(vote("Eve Holt"), at=at)
    cast(desk.holds, HoldId("h-1"), device.sealed(first.text, said), voters=voters, at=at)

    with pytest.raises(ProofError, match="there may be a copy"):
        cast(desk.holds, HoldId("h-2"), copy.sealed(second.text, said), voters=voters, at=at)


def test_where_holds_cannot_be_kept_nothing_leaves(desk: Desk) -> None:
    desk.holds.close()

    assert desk.approvals.rule(use(), CALL, CONTEXT).ruling is Ruling.WITHHOLD
    assert desk.approvals.consume("h-1").ruling is Ruling.WITHHOLD
    with pytest.raises(MunimentError):
        desk.holds.listed(ended=False)


def test_nothing_leaves_and_no_vote_counts_while_the_clock_is_in_doubt(desk: Desk) -> None:
    name = held(desk)
    desk.vote(name, "Eve Holt")
    desk.vote(name, "Max Roe")
    desk.in_force.doubt = "the clock is 60 s behind"

    looked, left = desk.approvals.look(name), desk.approvals.consume(name)
    desk.in_force.doubt = ""

    assert (looked.ruling, left.ruling) == (Ruling.WITHHOLD, Ruling.WITHHOLD)
    assert "the clock is 60 s behind" in looked.notice
    assert "the clock is 60 s behind" in left.notice
    assert desk.approvals.consume(name).ruling is Ruling.RELEASE


def test_nobody_answers_at_a_desk_while_its_clock_is_in_doubt(desk: Desk) -> None:
    name = HoldId(held(desk))

    def doubt(at: datetime) -> None:
        raise RefusedError(Problem(where="clock", what=f"is behind at {at}"))

    at_desk = ApproverDesk(desk.holds, desk.voters, desk.clock, lambda: "secret", doubt)
    before = desk.holds.find(name)
    assert before is not None
    eve = PEOPLE["Eve Holt"]
    signed = seal_vote(before.text, vote("Eve Holt"), keyid=eve.keyid, sign=eve.sign)

    with pytest.raises(RefusedError, match="is behind at"):
        at_desk.ballot("Eve Holt", name, VoteVerdict.APPROVE, "seen")
    with pytest.raises(RefusedError, match="is behind at"):
        at_desk.cast_signed("Eve Holt", name, signed)

    assert desk.holds.find(name) == before
