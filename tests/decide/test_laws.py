"""What is true of every decision, on the published rulebook and on small ones of every shape."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from decide.invented import restriction
from decide.oracle import LETTER, files_in
from decide.worlds import Bench, engine_of, small_rulebook
from muniment.decide.engine import Engine
from muniment.domain.decision import Outcome
from muniment.domain.ids import VendorId
from muniment.render.decision_json import decision_value
from muniment.rulebook.files import read_rules
from muniment.rulebook.load import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decide.worlds import Drawn
    from muniment.domain.decision import Decision

K = TypeVar("K")
V = TypeVar("V")
FREE = {Outcome.PERMITTED, Outcome.PERMITTED_UNTIL}
BOOK = load(read_rules(ROOT / "rulebook"))
PUBLISHED = Bench.of(files_in(ROOT / "rulebook"), Engine(BOOK))
RANDOM = st.randoms(use_true_random=False)
MOST = 200
"""Ways in which the missing facts of a question may turn out, where every one of them is tried."""
QUESTIONS = settings(max_examples=60)

on_both = pytest.mark.parametrize("small", [False, True], ids=["the published rulebook", "a small rulebook"])


def bench(random: Random, *, small: bool) -> Bench:
    return Bench.of(small_rulebook(random)) if small else PUBLISHED


def decided(bench: Bench, drawn: Drawn, **known: object) -> Decision:
    return bench.engine.decide(replace(drawn, known={**drawn.known, **known}).question)  # type: ignore[dict-item]  # values of facts


def filled(bench: Bench, drawn: Drawn) -> list[Decision]:
    """Return the decisions in every way in which the missing facts may turn out."""
    worlds = bench.oracle.together(drawn.vendor, drawn.known, drawn.day, drawn.grants)
    return [decided(bench, replace(drawn, known=dict(world))) for world, _ in worlds]


# Missing facts


@on_both
@QUESTIONS
@given(random=RANDOM)
def test_more_evidence_never_lifts_a_certain_prohibition(random: Random, *, small: bool) -> None:
    bench_ = bench(random, small=small)
    drawn = bench_.draw(random, MOST)

    if decided(bench_, drawn).outcome is Outcome.PROHIBITED:
        for later in filled(bench_, drawn):
            assert later.outcome is Outcome.PROHIBITED or later.open_law


@on_both
@QUESTIONS
@given(random=RANDOM)
def test_what_is_permitted_with_facts_missing_is_permitted_however_they_turn_out(
    random: Random, *, small: bool
) -> None:
    bench_ = bench(random, small=small)
    drawn = bench_.draw(random, MOST)
    decision = decided(bench_, drawn)

    if decision.outcome in FREE:
        assert {later.outcome for later in filled(bench_, drawn)} <= FREE


@on_both
@QUESTIONS
@given(random=RANDOM)
def test_while_an_outcome_is_open_something_is_asked_or_the_law_is_open(random: Random, *, small: bool) -> None:
    bench_ = bench(random, small=small)
    decision = decided(bench_, bench_.draw(random, 10**9))

    assert decision.outcome is not Outcome.UNDETERMINED or decision.unknown or decision.open_law


@on_both
@QUESTIONS
@given(random=RANDOM)
def test_answering_what_is_asked_settles_the_outcome_or_leaves_only_open_law(random: Random, *, small: bool) -> None:
    bench_ = bench(random, small=small)
    drawn = bench_.draw(random, 10**9)
    asked = bench_.oracle.asked(drawn.vendor)
    decision, answers = decided(bench_, drawn), 0

    while decision.unknown:
        fact = decision.unknown[0].fact
        drawn.known[fact] = random.choice(bench_.days) if fact == LETTER else random.choice(asked[fact])
        decision, answers = decided(bench_, drawn), answers + 1

    assert answers <= len(asked) + 1
    assert decision.outcome is not Outcome.UNDETERMINED or decision.open_law


def test_hardly_any_question_is_asked_whose_answer_could_change_nothing() -> None:
    random = Random(0)  # noqa: S311  (no secret)
    asked = vain = 0

    for _ in range(1_500):
        drawn = PUBLISHED.draw(random, MOST)
        for unknown in decided(PUBLISHED, drawn).unknown:
            if unknown.fact != LETTER:
                asked += 1
                vain += not any(
                    PUBLISHED.oracle.turns_on(name, unknown.fact, drawn.vendor, drawn.known, drawn.day)
                    for name in unknown.instruments
                )

    assert asked > 200
    assert vain * 100 <= asked


@on_both
@QUESTIONS
@given(random=RANDOM)
def test_nothing_is_asked_that_is_known_and_nothing_at_all_where_the_outcome_is_settled(
    random: Random, *, small: bool
) -> None:
    bench_ = bench(random, small=small)
    drawn = bench_.draw(random, 10**9)
    decision = decided(bench_, drawn)

    assert {unknown.fact for unknown in decision.unknown}.isdisjoint(drawn.known)
    assert decision.outcome is Outcome.UNDETERMINED or not decision.unknown


# Other instruments, and order


@QUESTIONS
@given(random=RANDOM)
def test_an_instrument_about_another_vendor_changes_nothing(random: Random) -> None:
    drawn = PUBLISHED.draw(random, 10**9)
    stranger = replace(BOOK.vendors[VendorId(drawn.vendor)], id=VendorId("stranger"))
    added = restriction("unrelated", vendors=(stranger.id,))
    wider = replace(
        BOOK,
        vendors={**BOOK.vendors, stranger.id: stranger},
        restrictions={added.id: added, **BOOK.restrictions},
    )

    assert Engine(wider).decide(drawn.question) == decided(PUBLISHED, drawn)


@on_both
@settings(max_examples=40)
@given(random=RANDOM)
def test_the_order_of_files_and_of_rules_does_not_matter(random: Random, *, small: bool) -> None:
    files = small_rulebook(random) if small else files_in(ROOT / "rulebook")
    bench_ = Bench.of(files) if small else PUBLISHED
    book = bench_.engine.rulebook
    drawn = bench_.draw(random, 10**9)
    shuffled = replace(book, restrictions=turned(book.restrictions, random), agreements=turned(book.agreements, random))

    assert Engine(shuffled).decide(drawn.question) == decided(bench_, drawn)
    if small:
        assert engine_of(turned(files, random)).decide(drawn.question) == decided(bench_, drawn)


def turned(mapping: Mapping[K, V], random: Random) -> dict[K, V]:
    items = list(mapping.items())
    random.shuffle(items)
    return dict(items)


# Again


@on_both
@QUESTIONS
@given(random=RANDOM)
def test_a_question_decided_again_by_another_engine_and_from_its_record_comes_out_the_same(
    random: Random, *, small: bool
) -> None:
    bench_ = bench(random, small=small)
    drawn = bench_.draw(random, 10**9)
    first = decided(bench_, drawn)

    again = Engine(bench_.engine.rulebook).decide(pickle.loads(pickle.dumps(drawn.question)))  # noqa: S301  (our own)

    assert again == first
    assert repr(again) == repr(first)
    assert json.dumps(decision_value(again)) == json.dumps(decision_value(first))


ANSWERS = """
import hashlib, json
from random import Random
from decide.test_laws import PUBLISHED, decided
from muniment.render.decision_json import decision_value
random, whole = Random(7), hashlib.sha256()
for _ in range(300):
    whole.update(json.dumps(decision_value(decided(PUBLISHED, PUBLISHED.draw(random, 10**9)))).encode())
print(whole.hexdigest())
"""


def test_other_processes_give_the_same_answers_byte_for_byte() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", ANSWERS],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(digests) == 1


# Days


@on_both
@QUESTIONS
@given(random=RANDOM)
def test_on_the_day_after_its_last_day_a_permission_is_over_unless_its_instruments_changed(
    random: Random, *, small: bool
) -> None:
    bench_ = bench(random, small=small)
    drawn = bench_.draw(random, 64)
    decision = decided(bench_, drawn)

    assert (decision.until is not None) == (decision.outcome is Outcome.PERMITTED_UNTIL)
    if decision.until is None:
        return
    assert decision.until >= drawn.day
    beyond = any(last.note and last.until > decision.until for last in decision.last_days)
    assert beyond or decision.until in {last.until for last in decision.last_days}, "a letter may name a day too late"
    after = decided(bench_, replace(drawn, day=decision.until + timedelta(days=1)))
    assert after.until is None or after.until > decision.until


@QUESTIONS
@given(random=RANDOM)
def test_what_an_engine_remembers_changes_no_answer(random: Random) -> None:
    drawn = PUBLISHED.draw(random, 10**9)
    remembered = decided(PUBLISHED, drawn)

    PUBLISHED.engine.forget()

    assert decided(PUBLISHED, drawn) == remembered
