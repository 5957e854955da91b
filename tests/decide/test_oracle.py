"""The engine beside a second evaluator that was written from the manual and fills in missing facts one by one."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from decide.oracle import files_in
from decide.worlds import Bench, small_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decide.worlds import Drawn
    from muniment.decide.engine import Engine

NO_LIMIT = 10**9
FEW, MANY = 3_000, 100_000
EACH = 20
"""Questions that are put to each small rulebook."""


@pytest.fixture(scope="module")
def published(engine: Engine) -> Bench:
    return Bench.of(files_in(ROOT / "rulebook"), engine)


def on_published(published: Bench, count: int) -> Iterator[tuple[Bench, Drawn]]:
    random = Random(0)  # noqa: S311  (no secret)
    for _ in range(count):
        yield published, published.draw(random, random.choice((1, 8, 64, NO_LIMIT)))


def on_small_ones(count: int) -> Iterator[tuple[Bench, Drawn]]:
    for seed in range(count // EACH):
        random = Random(seed)  # noqa: S311  (no secret)
        bench = Bench.of(small_rulebook(random))
        for _ in range(EACH):
            yield bench, bench.draw(random, random.choice((1, 8, 64, NO_LIMIT)))


def disagreements(asked: Iterator[tuple[Bench, Drawn]]) -> Iterator[str]:
    for bench, drawn in asked:
        decision = bench.engine.decide(drawn.question)
        span = bench.oracle.decide(drawn.vendor, drawn.known, drawn.day, drawn.grants)
        if (decision.outcome.value, decision.until) != (span.outcome, span.until):
            yield f"{drawn}: {decision.outcome.value} {decision.until}, but by hand {span.outcome} {span.until}"


def test_on_the_published_rulebook_the_engine_and_the_manual_agree(published: Bench) -> None:
    assert list(disagreements(on_published(published, FEW))) == []


def test_on_small_rulebooks_of_every_shape_the_engine_and_the_manual_agree() -> None:
    assert list(disagreements(on_small_ones(FEW))) == []


@pytest.mark.full
def test_on_a_hundred_thousand_questions_to_the_published_rulebook_they_agree(published: Bench) -> None:
    assert list(disagreements(on_published(published, MANY))) == []


@pytest.mark.full
def test_on_a_hundred_thousand_questions_to_small_rulebooks_they_agree() -> None:
    assert list(disagreements(on_small_ones(MANY))) == []


def test_random_questions_reach_every_outcome(published: Bench) -> None:
    outcomes = {
        bench.engine.decide(drawn.question).outcome
        for asked in (on_published(published, 1_000), on_small_ones(1_000))
        for bench, drawn in asked
    }

    assert len(outcomes) == 6
