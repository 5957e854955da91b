"""The age of a rulebook: past the one that is set it frees nobody, and never lifts what it forbids."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from decide.invented import NORTHWIND, restriction, rulebook
from decide.oracle import files_in
from decide.worlds import Bench, small_rulebook
from muniment.decide.engine import Engine, Question
from muniment.domain.age import AgeLimit, SetIn
from muniment.domain.condition import ALWAYS
from muniment.domain.decision import Outcome, gravity
from muniment.rulebook.files import read_rules
from muniment.rulebook.load import load

if TYPE_CHECKING:
    from random import Random

    from decide.worlds import Drawn
    from muniment.domain.decision import Decision

LOOKED_UP = date(2026, 10, 7)
FREE = {Outcome.PERMITTED, Outcome.PERMITTED_UNTIL}
PUBLISHED = Bench.of(files_in(ROOT / "rulebook"), Engine(load(read_rules(ROOT / "rulebook"))))
RANDOM = st.randoms(use_true_random=False)
AGES = st.integers(min_value=-400, max_value=4000)
LIMITS = st.integers(min_value=1, max_value=2000)
MOST = 200
QUESTIONS = settings(max_examples=60)

on_both = pytest.mark.parametrize("small", [False, True], ids=["the published rulebook", "a small rulebook"])


def asked(day: date, most: int = 180) -> AgeLimit:
    return AgeLimit(asked_on=day, max_days=most, set_in=SetIn.RULEBOOK)


def drawn_from(random: Random, *, small: bool) -> tuple[Bench, Drawn]:
    bench = Bench.of(small_rulebook(random)) if small else PUBLISHED
    return bench, bench.draw(random, MOST)


def on_day(bench: Bench, drawn: Drawn, age: int, most: int) -> tuple[Decision, Decision]:
    """Return the decision as the law stands, and the one asked for `age` days after its last look-up."""
    plain = bench.engine.decide(drawn.question)
    limit = asked(plain.verified_through + timedelta(days=age), most)
    return plain, bench.engine.decide(replace(drawn.question, age_limit=limit))


@on_both
@QUESTIONS
@given(random=RANDOM, age=AGES, most=LIMITS)
def test_nothing_is_permitted_by_a_stale_rulebook(random: Random, age: int, most: int, *, small: bool) -> None:
    plain, decision = on_day(*drawn_from(random, small=small), age, most)

    if age > most:
        assert decision.stale
        assert decision.outcome not in FREE
        assert decision.until is None
        assert (decision.as_looked_up is not None) == (plain.outcome in FREE)
    elif age >= 0:
        assert not decision.stale
        assert replace(decision, age=None) == plain


@on_both
@QUESTIONS
@given(random=RANDOM, age=AGES, most=LIMITS)
def test_age_never_lifts_what_an_instrument_asks_for(random: Random, age: int, most: int, *, small: bool) -> None:
    plain, decision = on_day(*drawn_from(random, small=small), age, most)

    assert gravity(decision.outcome) <= gravity(plain.outcome)
    if plain.outcome not in FREE:
        assert decision.outcome is plain.outcome
    assert (decision.reasons, decision.duties, decision.unknown) == (plain.reasons, plain.duties, plain.unknown)


@on_both
@QUESTIONS
@given(random=RANDOM, age=AGES, most=LIMITS, later=st.integers(min_value=0, max_value=3000))
def test_a_longer_limit_frees_no_less(random: Random, age: int, most: int, later: int, *, small: bool) -> None:
    bench, drawn = drawn_from(random, small=small)

    _, strict = on_day(bench, drawn, age, most)
    _, loose = on_day(bench, drawn, age, most + later)

    assert gravity(strict.outcome) <= gravity(loose.outcome)


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        pytest.param(180, Outcome.PERMITTED, id="the last day"),
        pytest.param(181, Outcome.UNDETERMINED, id="the day after"),
    ],
)
def test_the_day_after_the_greatest_age_is_the_first_that_is_stale(days: int, outcome: Outcome) -> None:
    decision = decided(LOOKED_UP, asked(LOOKED_UP + timedelta(days=days)))

    assert decision.outcome is outcome


def test_a_stale_decision_says_how_old_the_rulebook_was_and_what_was_set() -> None:
    decision = decided(LOOKED_UP, asked(date(2027, 6, 1)))

    assert decision.age is not None
    assert decision.age.because == (
        "the rulebook, looked up through 2026-10-07, was 237 days old on 2027-06-01, "
        "more than the 180 days set in the rulebook"
    )
    assert decision.as_looked_up is Outcome.PERMITTED


def test_the_day_that_is_asked_about_makes_no_rulebook_old() -> None:
    decision = decided(date(2036, 1, 1), asked(LOOKED_UP))

    assert decision.outcome is Outcome.PERMITTED


def test_a_look_up_on_a_day_that_has_not_come_counts_as_none() -> None:
    decision = decided(LOOKED_UP, asked(LOOKED_UP - timedelta(days=2)))

    assert decision.outcome is Outcome.UNDETERMINED
    assert decision.age is not None
    assert decision.age.because == "the rulebook says that it was looked up through 2026-10-07, after 2026-10-05"


def decided(as_of: date, limit: AgeLimit) -> Decision:
    free = restriction(scope=ALWAYS, binding=False, verified_through=LOOKED_UP)
    question = Question(vendor=NORTHWIND, facts={}, as_of=as_of, age_limit=limit)
    return Engine(rulebook(free)).decide(question)
