"""A held call leaves when enough different people have approved it, and in no other way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.domain.hold import CastVote, HoldRecord, HoldState, Requester, Vote, VoteVerdict
from muniment.domain.ids import Digest
from muniment.domain.person import People
from muniment.enforce.approval import counted, refuse_release, refuse_vote, same, standing
from muniment.errors import RefusedError
from prove.holds import NOON, POLICY, hold, record, vote

AT = NOON + timedelta(minutes=1)
LATER = NOON + timedelta(minutes=5)


def with_votes(*votes: Vote, quorum: int = 2, approvers: tuple[str, ...] = ()) -> HoldRecord:
    about = record(hold(quorum=quorum, approvers=approvers))
    return replace(about, votes=tuple(CastVote(vote=each, keyid="k", envelope=b"") for each in votes))


def test_two_different_people_approve() -> None:
    found = with_votes(vote("Eve Holt"), vote("Max Roe"))

    assert standing(found, LATER) is HoldState.APPROVED
    refuse_release(found, [each.vote for each in found.votes], policy=POLICY, at=LATER)


@pytest.mark.parametrize(
    ("found", "now"),
    [
        pytest.param(with_votes(), HoldState.WAITING, id="nobody has voted"),
        pytest.param(with_votes(vote("Eve Holt")), HoldState.WAITING, id="one has, of two"),
        pytest.param(with_votes(vote("Eve Holt"), quorum=1), HoldState.APPROVED, id="one has, of one"),
        pytest.param(
            with_votes(vote("Eve Holt"), vote("EVE  HOLT")), HoldState.WAITING, id="one has, spelt in two ways"
        ),
        pytest.param(with_votes(vote("Eve Holt"), vote("Jo Ames")), HoldState.WAITING, id="the second asked for it"),
        pytest.param(with_votes(vote("Eve Holt"), vote("Agent-7")), HoldState.WAITING, id="the second is the caller"),
        pytest.param(
            with_votes(vote("Eve Holt"), vote("Max Roe"), approvers=("Eve Holt", "Al Orr")),
            HoldState.WAITING,
            id="the second is not among those who may",
        ),
        pytest.param(
            with_votes(vote("Eve Holt"), vote("Max Roe"), vote("Al Orr", VoteVerdict.DENY)),
            HoldState.DENIED,
            id="enough have approved, and one has denied",
        ),
        pytest.param(replace(with_votes(), ended=HoldState.RELEASED), HoldState.RELEASED, id="it has left"),
    ],
)
def test_where_a_hold_stands(found: HoldRecord, now: HoldState) -> None:
    assert standing(found, LATER) is now


def test_a_hold_expires_at_the_second_that_it_names() -> None:
    found = with_votes(vote("Eve Holt"), vote("Max Roe"))

    assert standing(found, found.hold.expires - timedelta(seconds=1)) is HoldState.APPROVED
    assert standing(found, found.hold.expires) is HoldState.EXPIRED


@pytest.mark.parametrize(
    ("found", "cast", "at", "why"),
    [
        pytest.param(with_votes(), vote("Jo Ames"), AT, "nobody approves what they asked for", id="who asked"),
        pytest.param(with_votes(), vote("jo  ames"), AT, "nobody approves", id="who asked, spelt otherwise"),
        pytest.param(with_votes(), vote("agent-7"), AT, "nobody approves", id="the caller itself"),
        pytest.param(with_votes(approvers=("Al Orr",)), vote("Eve Holt"), AT, "not among those", id="not named"),
        pytest.param(with_votes(vote("Eve Holt")), vote("Eve Holt", VoteVerdict.DENY), AT, "voted already", id="twice"),
        pytest.param(
            with_votes(), vote("Eve Holt", minutes=30), NOON + timedelta(minutes=30), "expired", id="too late"
        ),
        pytest.param(with_votes(), vote("Eve Holt", minutes=9), AT, "clock", id="from the future"),
        pytest.param(with_votes(), vote("Eve Holt", minutes=-9), AT, "clock", id="older than the hold"),
        pytest.param(
            with_votes(vote("Max Roe", VoteVerdict.DENY)), vote("Eve Holt"), AT, "is denied", id="after a denial"
        ),
    ],
)
def test_a_vote_that_may_not_be_cast_is_refused(found: HoldRecord, cast: Vote, at: object, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        refuse_vote(found, cast, at)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "believed", "policy", "why"),
    [
        pytest.param(
            with_votes(vote("Eve Holt"), vote("Max Roe")),
            [vote("Eve Holt")],
            POLICY,
            "1 of 2",
            id="one key was revoked",
        ),
        pytest.param(
            with_votes(vote("Eve Holt"), vote("Max Roe")),
            [vote("Eve Holt"), vote("Max Roe")],
            Digest("sha256:" + "f" * 64),
            "another policy",
            id="the policy has changed",
        ),
        pytest.param(
            replace(with_votes(vote("Eve Holt"), vote("Max Roe")), ended=HoldState.RELEASED),
            [vote("Eve Holt"), vote("Max Roe")],
            POLICY,
            "is released",
            id="it left already",
        ),
        pytest.param(
            with_votes(vote("Eve Holt"), vote("Max Roe"), vote("Al Orr", VoteVerdict.DENY)),
            [vote("Eve Holt"), vote("Max Roe")],
            POLICY,
            "is denied",
            id="a denial whose key was revoked",
        ),
    ],
)
def test_a_call_that_may_not_leave_does_not(found: HoldRecord, believed: list[Vote], policy: Digest, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        refuse_release(found, believed, policy=policy, at=LATER)


PERSONS = st.sampled_from(
    ["Eve Holt", "eve holt", "EVE\u00a0HOLT", "Jo Ames", "JO AMES", "agent-7", "Max Roe", "Al Orr"]
)
VOTES = st.lists(st.builds(vote, PERSONS, st.sampled_from(VoteVerdict)), max_size=8)


@given(VOTES, st.integers(1, 4))
def test_whatever_votes_there_are_a_call_leaves_only_by_enough_different_people(votes: list[Vote], quorum: int) -> None:
    found = with_votes(*votes, quorum=quorum)
    others = {same(each.person) for each in votes if each.verdict is VoteVerdict.APPROVE} - {
        same("Jo Ames"),
        same("agent-7"),
    }
    denied = any(each.verdict is VoteVerdict.DENY for each in votes)

    try:
        refuse_release(found, votes, policy=POLICY, at=LATER)
        left = True
    except RefusedError:
        left = False

    assert left is (len(others) >= quorum and not denied)


@given(VOTES)
def test_one_person_never_reaches_a_quorum_of_two(votes: list[Vote]) -> None:
    alone = [replace(each, person="Eve Holt") for each in votes]

    assert len(counted(hold(), alone)) <= 1


@given(VOTES, VOTES)
def test_more_votes_never_take_a_denial_back(first: list[Vote], more: list[Vote]) -> None:
    if standing(with_votes(*first), LATER) is HoldState.DENIED:
        assert standing(with_votes(*first, *more), LATER) is HoldState.DENIED


BY_ALL_NAMES = People.of((("Eve Holt", "eve@x.mil", "HOLT.EVE.12"), ("Max Roe",), ("Jo Ames", "jo@x.mil")))


@pytest.mark.parametrize(
    ("asked_by", "person"),
    [
        pytest.param(Requester(caller="agent-7", person="eve@x.mil"), "Eve Holt", id="an address in a token"),
        pytest.param(Requester(caller="agent-7", person="Eve@X.mil"), "Eve Holt", id="the address in other letters"),
        pytest.param(Requester(caller="agent-7", person="Eve Holt"), "HOLT.EVE.12", id="a number on a card"),
        pytest.param(Requester(caller="eve@x.mil"), "Eve Holt", id="the caller is a person"),
        pytest.param(Requester(caller="agent-7", person="jo@x.mil"), "Jo Ames", id="somebody without a key"),
    ],
)
def test_nobody_approves_under_another_name_what_they_asked_for(asked_by: Requester, person: str) -> None:
    about = record(hold(requester=asked_by, quorum=1))
    own = vote(person)

    with pytest.raises(RefusedError, match=r"asked for this call as `.*`, and nobody approves"):
        refuse_vote(about, own, AT, BY_ALL_NAMES)
    with pytest.raises(RefusedError, match="0 of 1"):
        refuse_release(about, [own], policy=POLICY, at=LATER, people=BY_ALL_NAMES)


def test_two_names_of_one_person_are_one_approval() -> None:
    found = with_votes(vote("Eve Holt"), quorum=2)
    both = [vote("Eve Holt"), vote("eve@x.mil")]

    with pytest.raises(RefusedError, match="voted already"):
        refuse_vote(found, vote("eve@x.mil"), AT, BY_ALL_NAMES)
    with pytest.raises(RefusedError, match="1 of 2"):
        refuse_release(found, both, policy=POLICY, at=LATER, people=BY_ALL_NAMES)


def test_who_is_named_among_the_approvers_by_another_name_may_approve() -> None:
    refuse_vote(record(hold(approvers=("eve@x.mil",))), vote("Eve Holt"), AT, BY_ALL_NAMES)


NAMES = st.sampled_from(["Eve Holt", "eve@x.mil", "HOLT.EVE.12", "Max Roe", "Jo Ames", "jo@x.mil", "agent-7", "Al Orr"])


@given(st.lists(st.builds(vote, NAMES), max_size=8), NAMES, st.integers(1, 3))
def test_under_whichever_names_a_call_leaves_only_by_enough_others(votes: list[Vote], asks: str, quorum: int) -> None:
    about = record(hold(requester=Requester(caller="robot", person=asks), quorum=quorum))
    others = {BY_ALL_NAMES.one(each.person) for each in votes} - {BY_ALL_NAMES.one(asks)}

    try:
        refuse_release(about, votes, policy=POLICY, at=LATER, people=BY_ALL_NAMES)
        left = True
    except RefusedError:
        left = False

    assert left is (len(others) >= quorum)


def test_a_caller_without_a_person_still_may_not_approve() -> None:
    about = record(hold(requester=Requester(caller="agent-7")))

    with pytest.raises(RefusedError, match="nobody approves"):
        refuse_vote(about, vote("Agent-7"), AT)
    refuse_vote(about, vote("Jo Ames"), AT)
