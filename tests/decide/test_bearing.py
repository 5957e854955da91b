"""Which missing facts can change a decision, and which of them settles most: checked by filling every gap."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from decide.oracle import LETTER, files_in
from decide.worlds import Bench, small_rulebook
from muniment.decide.bearing import Bearings
from muniment.domain.decision import Outcome
from muniment.domain.ids import FactId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decide.worlds import Drawn
    from muniment.decide.engine import Engine, Question

FEW = 1_500
MANY = 20_000
WAYS = 256
"""Completions of one question, at the most, where all of them are looked at."""


@pytest.fixture(scope="module")
def published(engine: Engine) -> Bench:
    return Bench.of(files_in(ROOT / "rulebook"), engine)


def drawn(bench: Bench, count: int, most: int) -> Iterator[Drawn]:
    random = Random(4)  # noqa: S311  (no secret)
    yield from (bench.draw(random, most) for _ in range(count))


def pivotal(bench: Bench, one: Drawn) -> set[str]:
    """Return the facts that alone make a difference in some completion, as the second evaluator sees it."""
    worlds = [
        (world, span.outcome) for world, span in bench.oracle.together(one.vendor, one.known, one.day, one.grants)
    ]
    missing = {fact for world, _ in worlds for fact in world} - set(one.known)
    found = set()
    for fact in missing:
        outcomes = defaultdict(set)
        for world, outcome in worlds:
            outcomes[frozenset((other, value) for other, value in world.items() if other != fact)].add(outcome)
        if any(len(each) > 1 for each in outcomes.values()):
            found.add(fact)
    return found


def answered(bench: Bench, one: Drawn, random: Random) -> tuple[Question, int]:
    """Return the question after an interview that is answered at random, and how many answers that took."""
    bearings, question, count = Bearings(bench.engine), one.question, 0
    while found := bearings.of(question):
        asked = max(found, key=lambda each: each.settles)
        values = bench.oracle.asked(one.vendor).get(asked.fact) or (question.as_of,)
        question = replace(question, facts={**question.facts, asked.fact: random.choice(values)})
        count += 1
    return question, count


def waits_for(bench: Bench, one: Drawn, fact: str) -> bool:
    """Say whether the decision stays undetermined without `fact` alone, since several instruments divide its values."""
    ways = (
        {FactId(other): value for other, value in world.items() if other != fact}
        for world, _ in bench.oracle.together(one.vendor, one.known, one.day, one.grants)
    )
    decided = (bench.engine.decide(replace(one.question, facts=facts)) for facts in ways)
    return any(each.outcome is Outcome.UNDETERMINED and each.unknown for each in decided)


def test_every_fact_that_is_asked_for_can_change_the_outcome_or_is_all_that_a_decision_waits_for(
    published: Bench,
) -> None:
    bearings = Bearings(published.engine)
    asked = waited = 0

    for one in drawn(published, FEW, WAYS):
        facts = {each.fact for each in bearings.of(one.question)} - {LETTER}
        asked += len(facts)
        for fact in facts - pivotal(published, one):
            waited += 1
            assert waits_for(published, one, fact), one
    assert waited < asked / 20
    assert asked > FEW / 8


def test_when_nothing_is_left_to_ask_no_decision_is_undetermined_for_want_of_a_fact(published: Bench) -> None:
    random = Random(5)  # noqa: S311  (no secret)
    undetermined = 0

    for one in drawn(published, FEW, 10**9):
        question, _ = answered(published, one, random)
        if published.engine.decide(question).outcome is Outcome.UNDETERMINED:
            undetermined += 1
            listed = published.oracle.listed(one.vendor, one.day)
            values = [
                (fact, choices) for fact, choices in published.oracle.asked(one.vendor).items() if fact not in listed
            ]
            for _ in range(50):
                rest = {FactId(fact): random.choice(choices) for fact, choices in values}
                whole = replace(question, facts={**rest, **question.facts})
                assert published.engine.decide(whole).outcome is Outcome.UNDETERMINED, question
    assert undetermined > 0


@pytest.mark.parametrize("seed", range(30))
def test_on_small_rulebooks_of_every_shape_only_facts_that_matter_are_asked_for(seed: int) -> None:
    random = Random(seed)  # noqa: S311  (no secret)
    bench = Bench.of(small_rulebook(random))
    bearings = Bearings(bench.engine)

    for _ in range(10):
        one = bench.draw(random, WAYS)
        settled = {Outcome.UNDETERMINED.value} != {
            span.outcome for _, span in bench.oracle.together(one.vendor, one.known, one.day, one.grants)
        }
        facts = {each.fact for each in bearings.of(one.question)} - {LETTER}
        assert settled or not facts, one


def test_a_settled_decision_asks_for_nothing(published: Bench) -> None:
    bearings = Bearings(published.engine)

    settled = [
        one
        for one in drawn(published, FEW, 8)
        if published.engine.decide(one.question).outcome is not Outcome.UNDETERMINED
    ]

    assert settled
    assert [bearings.of(one.question) for one in settled] == [()] * len(settled)


@pytest.mark.full
def test_twenty_thousand_interviews_end_with_nothing_to_ask(published: Bench) -> None:
    random = Random(6)  # noqa: S311  (no secret)

    longest = max(answered(published, one, random)[1] for one in drawn(published, MANY, 10**9))

    assert longest <= 20
