from __future__ import annotations

from dataclasses import replace
from datetime import date

from decide.invented import BY, restriction, rulebook
from muniment.app.check import with_postures
from muniment.decide.engine import Engine, Question
from muniment.domain.condition import ALWAYS
from muniment.domain.dated import Interval
from muniment.domain.restriction import EffectKind, Reading


def test_the_reading_by_which_the_organisation_acts_is_marked_and_changes_no_outcome() -> None:
    strict = Reading(
        id="strict",
        holder="the speaker",
        says="no dealings at all",
        during=Interval(start=date(2026, 3, 1)),
        effect=EffectKind.PROHIBIT,
        when=ALWAYS,
        cited=BY,
    )
    disputed = restriction(readings=(strict, replace(strict, id="narrow", effect=EffectKind.NONE)))
    question = Question(vendor=disputed.vendors[0], facts={}, as_of=date(2026, 7, 1))
    decision = Engine(rulebook(disputed)).decide(question)

    marked = with_postures(decision, [(disputed.id, "narrow")])

    assert [(r.reading, r.chosen) for r in marked.readings] == [("strict", False), ("narrow", True)]
    assert marked.outcome is decision.outcome
