"""Instruments that name nobody: whom they reach, and what they ask of vendors with several offerings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from decide.invented import BY, CUSTOMER, FOR_DOD, NORTHWIND, restriction, rulebook
from muniment.decide.engine import Engine, Question
from muniment.domain.condition import ALWAYS, FactKind, FactType
from muniment.domain.decision import Outcome
from muniment.domain.duty import Duty, DutyKind
from muniment.domain.restriction import OFFERING
from muniment.domain.technology import Offering

if TYPE_CHECKING:
    from muniment.domain.condition import Facts
    from muniment.domain.decision import Decision
    from muniment.domain.restriction import Restriction

AI, CAMERAS = Offering.AI_MODELS, Offering.VIDEO_SURVEILLANCE
ABOUT_AI = restriction("any-model", offering=AI)
KIND = FactKind(
    id=OFFERING,
    type=FactType.CHOICE,
    question="What is it?",
    answer_in="[[systems.uses]] offering",
    choices=tuple(each.value for each in Offering),
)


def decided(offers: tuple[Offering, ...], facts: Facts, about: Restriction = ABOUT_AI) -> Decision:
    book = rulebook(about)
    vendor = replace(book.vendors[NORTHWIND], offers=offers)
    book = replace(book, vendors={NORTHWIND: vendor}, facts={**book.facts, OFFERING: KIND})
    return Engine(book).decide(Question(vendor=NORTHWIND, facts=facts, as_of=date(2026, 7, 1)))


def test_a_vendor_of_nothing_else_is_reached_without_a_question() -> None:
    decision = decided((AI,), FOR_DOD)

    assert decision.outcome is Outcome.PROHIBITED
    assert [reason.instrument for reason in decision.reasons] == ["any-model"]


@pytest.mark.parametrize("offers", [(AI, CAMERAS), ()], ids=["several offerings", "nobody said what it offers"])
def test_where_another_offering_is_possible_it_is_asked_which_one_it_is(offers: tuple[Offering, ...]) -> None:
    decision = decided(offers, FOR_DOD)

    assert decision.outcome is Outcome.UNDETERMINED
    assert [unknown.fact for unknown in decision.unknown] == [OFFERING]


@pytest.mark.parametrize("offers", [(AI, CAMERAS), ()], ids=["several offerings", "nobody said what it offers"])
def test_the_offering_that_it_is_about_is_reached(offers: tuple[Offering, ...]) -> None:
    assert decided(offers, {**FOR_DOD, OFFERING: "ai-models"}).outcome is Outcome.PROHIBITED


def test_another_offering_of_the_same_vendor_is_not_reached() -> None:
    decision = decided((AI, CAMERAS), {**FOR_DOD, OFFERING: "video-surveillance"})

    assert decision.outcome is Outcome.PERMITTED
    (aside,) = decision.set_aside
    assert aside.because == "does not reach this use: item.offering is video-surveillance"


def test_a_scope_that_fails_asks_for_no_offering() -> None:
    assert decided((), {CUSTOMER: "civilian"}).outcome is Outcome.PERMITTED


@pytest.mark.parametrize(
    ("facts", "arises"),
    [
        pytest.param({**FOR_DOD, OFFERING: "ai-models"}, True, id="the offering"),
        pytest.param({**FOR_DOD, OFFERING: "video-surveillance"}, False, id="another offering"),
        pytest.param(FOR_DOD, False, id="nobody said which"),
    ],
)
def test_a_duty_arises_for_the_offering_alone(facts: Facts, *, arises: bool) -> None:
    ready = Duty(id="ready", kind=DutyKind.REPRESENT, title="", when=ALWAYS, clocks=(), to=(), cited=BY)
    about_ai = restriction("any-model", offering=AI, duties=(ready,))

    decision = decided((AI, CAMERAS), facts, about_ai)

    assert [due.duty.id for due in decision.duties] == (["ready"] if arises else [])
