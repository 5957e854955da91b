"""Postures: by which reading an organisation acts. They may be stricter than the instruments, and never laxer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from decide.invented import reading, restriction, rulebook
from muniment.decide.engine import Engine, Question
from muniment.decide.posture import with_postures
from muniment.domain.condition import ALWAYS
from muniment.domain.contract import Posture
from muniment.domain.decision import Outcome
from muniment.domain.restriction import EffectKind

if TYPE_CHECKING:
    from muniment.domain.decision import Decision
    from muniment.domain.restriction import Restriction

STRICT = reading("strict")
LENIENT = replace(STRICT, id="lenient", holder="the company", says="nothing", effect=EffectKind.NONE)
DISPUTED = restriction(scope=ALWAYS, readings=(STRICT, LENIENT))
STATEMENT = replace(DISPUTED, binding=False)


def decided(disputed: Restriction) -> Decision:
    question = Question(vendor=disputed.vendors[0], facts={}, as_of=date(2026, 7, 1))
    return Engine(rulebook(disputed)).decide(question)


def posture(chosen: str) -> Posture:
    return Posture(
        instrument=DISPUTED.id, reading=chosen, decided_by="Ada Rivera", on=date(2026, 3, 9), why="to keep clear"
    )


def test_a_stricter_posture_stands_beside_the_outcome() -> None:
    decision = with_postures(decided(STATEMENT), [posture("strict")])

    assert decision.outcome is Outcome.PERMITTED
    assert decision.posture is Outcome.PROHIBITED
    assert decision.acted_on is Outcome.PROHIBITED
    assert [(r.reading, r.chosen) for r in decision.readings] == [("strict", True), ("lenient", False)]


def test_a_lenient_posture_frees_nobody() -> None:
    decision = with_postures(decided(DISPUTED), [posture("lenient")])

    assert decision.outcome is Outcome.PROHIBITED
    assert decision.posture is None
    assert decision.acted_on is Outcome.PROHIBITED
    assert [(r.reading, r.chosen) for r in decision.readings] == [("strict", False), ("lenient", True)]


def test_without_a_posture_nothing_changes() -> None:
    decision = decided(STATEMENT)

    assert with_postures(decision, []) is decision
    assert decision.acted_on is decision.outcome
