"""How many people are looked up, and how many have to approve."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.approving import CALL, CONTEXT, RULES, Desk, use
from muniment.domain.call import Ruling
from muniment.domain.hold import HoldId
from muniment.domain.person import People
from muniment.domain.tool_rules import Stranger, ToolPolicy

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "holds.sqlite")


SEARCH = replace(CONTEXT, purpose="counter-fraud", authority="order-12")


def find(email: object, call_id: str = "c") -> object:
    return use("find_person", {"email": email}, call_id)  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("context", "why"),
    [
        pytest.param(CONTEXT, "without an authority", id="no authority"),
        pytest.param(replace(SEARCH, purpose=""), "without a purpose", id="no purpose"),
        pytest.param(replace(SEARCH, authority="order-13"), "is no authority here", id="an authority nobody knows"),
        pytest.param(replace(SEARCH, purpose="curiosity"), "does not name", id="a purpose that it does not name"),
    ],
)
def test_data_on_people_is_read_for_a_purpose_on_an_authority(desk: Desk, context: object, why: str) -> None:
    ruled = desk.approvals.rule(find("a@b.c"), CALL, context)  # type: ignore[arg-type]

    assert (ruled.ruling, why in ruled.notice) == (Ruling.WITHHOLD, True)


def test_so_many_different_people_as_the_authority_names_are_looked_up_and_more_are_held(desk: Desk) -> None:
    rulings = [
        desk.approvals.rule(find(email), CALL, SEARCH).ruling  # type: ignore[arg-type]
        for email in ("a@b.c", "A@B.C ", "d@e.f", "a@b.c", "g@h.i")
    ]

    assert rulings == [Ruling.RELEASE] * 4 + [Ruling.HOLD]


def test_people_beyond_the_limit_are_counted_once_somebody_has_approved(desk: Desk) -> None:
    beyond = desk.approvals.rule(find(["a@b.c", "d@e.f", "g@h.i"]), CALL, SEARCH)  # type: ignore[arg-type]
    assert beyond.ruling is Ruling.HOLD

    desk.vote(beyond.hold_id, "Eve Holt")
    released = desk.approvals.consume(beyond.hold_id)

    assert released.ruling is Ruling.RELEASE
    assert desk.approvals.rule(find("d@e.f"), CALL, SEARCH).ruling is Ruling.HOLD  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("person", "rules", "quorum", "why"),
    [
        pytest.param("Jo Ames", RULES, 2, "", id="a person whom the policy knows"),
        pytest.param("jo@x.mil", RULES, 2, "", id="a person whom the policy knows by that name"),
        pytest.param("eve@y.mil", RULES, 3, "does not know `eve@y.mil`", id="a person whom it does not know"),
        pytest.param("eve@y.mil", replace(RULES, unknown_person=Stranger.COUNT), 2, "", id="taken for somebody else"),
        pytest.param("", RULES, 2, "", id="nobody is named"),
        pytest.param(
            "",
            replace(RULES, no_person=Stranger.ONE_MORE),
            3,
            "nobody is named behind `agent-7`",
            id="nobody, strictly",
        ),
    ],
)
def test_where_who_asked_may_be_one_of_those_who_approve_one_more_has_to(
    tmp_path: Path, person: str, rules: ToolPolicy, quorum: int, why: str
) -> None:
    people = People.of((("Eve Holt",), ("Max Roe",), ("Al Orr",), ("Jo Ames", "jo@x.mil")))
    desk = Desk(tmp_path / "holds.sqlite", rules=rules, people=people)

    held = desk.approvals.rule(use(), CALL, replace(CONTEXT, person=person))

    record = desk.holds.find(HoldId(held.hold_id))
    assert record is not None
    assert record.hold.quorum == quorum
    assert why in record.hold.grounds[-1].says
    for voter in ("Eve Holt", "Max Roe"):
        desk.vote(held.hold_id, voter)
    assert desk.approvals.consume(held.hold_id).ruling is (Ruling.RELEASE if quorum == 2 else Ruling.WITHHOLD)


@pytest.mark.parametrize(
    ("person", "rules"),
    [
        pytest.param(
            "eve@y.mil", replace(RULES, unknown_person=Stranger.WITHHOLD), id="a person whom the policy does not know"
        ),
        pytest.param("", replace(RULES, no_person=Stranger.WITHHOLD), id="nobody is named"),
    ],
)
def test_a_call_is_withheld_where_the_file_says_so_of_those_who_are_not_known(
    tmp_path: Path, person: str, rules: ToolPolicy
) -> None:
    desk = Desk(tmp_path / "holds.sqlite", rules=rules)

    ruled = desk.approvals.rule(use(), CALL, replace(CONTEXT, person=person))

    assert ruled.ruling is Ruling.WITHHOLD
    assert "[approvals]" in ruled.notice
    assert desk.holds.listed(ended=True).records == ()


def test_a_vote_from_before_its_person_was_known_by_the_name_of_who_asked_does_not_count(tmp_path: Path) -> None:
    rules = replace(RULES, unknown_person=Stranger.COUNT)
    desk = Desk(tmp_path / "holds.sqlite", rules=rules)
    held = desk.approvals.rule(use(), CALL, replace(CONTEXT, person="eve@y.mil"))
    for voter in ("Eve Holt", "Max Roe"):
        desk.vote(held.hold_id, voter)

    desk.people = People.of((("Eve Holt", "eve@y.mil"), ("Max Roe",)))
    ruled = desk.approvals.consume(held.hold_id)

    assert ruled.ruling is Ruling.WITHHOLD
    assert "1 of 2" in ruled.notice
