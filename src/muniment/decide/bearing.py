"""What the answer to a missing fact would do to a decision: whether it can change it, and how often it settles it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from muniment.decide.asking import facts_asked_by, instruments_about, turns_on
from muniment.decide.cases import values_told_apart
from muniment.decide.respite import REMOVAL_DATE
from muniment.domain.condition import Includes, leaves_of
from muniment.domain.decision import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.decide.engine import Engine, Question
    from muniment.domain.condition import Facts, FactValue, Leaf
    from muniment.domain.decision import Decision
    from muniment.domain.ids import FactId, InstrumentId, VendorId

_MOST_STEPS = 2000
"""Partial completions that are tried for one fact; a fact about which they leave a doubt counts as one that matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """A missing fact that can change a decision.

    `settles` is the part of the answers that settle the decision at once, from 0 to 1: answers that no instrument
    tells apart count as one, and all others as equally likely. `instruments` ask for the fact.
    """

    fact: FactId
    settles: float
    instruments: tuple[InstrumentId, ...]


class Bearings:
    """Weighs missing facts under one rulebook. What was weighed once is remembered."""

    def __init__(self, engine: Engine) -> None:
        """Decide by `engine`."""
        self._engine = engine
        self._about: dict[VendorId, _Told] = {}
        self._found: dict[object, tuple[Bearing, ...]] = {}

    def of(self, question: Question) -> tuple[Bearing, ...]:
        """Return each missing fact that a decision which is undetermined asks for now and that can change it.

        Empty for a decision that is settled, and for one that only open law leaves undetermined.
        """
        told = self._about.get(question.vendor) or self._told(question.vendor)
        key = (question.vendor, question.as_of, question.waivers, *map(question.facts.get, told.asks))
        if key not in self._found:
            self._found[key] = tuple(self._weighed(question, told))
        return self._found[key]

    def _told(self, vendor: VendorId) -> _Told:
        return self._about.setdefault(vendor, _Told(vendor, self._engine))

    def _weighed(self, question: Question, told: _Told) -> Iterator[Bearing]:
        for unknown in self._engine.decide(question).unknown:
            after = [self._with(question, unknown.fact, value) for value in told.values(unknown.fact, question)]
            settled = [decision for decision in after if decision.outcome is not Outcome.UNDETERMINED]
            if settled or _Search(self._engine, told, unknown.fact).finds(question):
                yield Bearing(
                    fact=unknown.fact, settles=len(settled) / max(1, len(after)), instruments=unknown.instruments
                )

    def _with(self, question: Question, fact: FactId, value: FactValue) -> Decision:
        return self._engine.decide(_supposing(question, fact, value))


class _Told:
    """Which values of which facts the instruments about one vendor tell apart."""

    def __init__(self, vendor: VendorId, engine: Engine) -> None:
        described = instruments_about(engine.rulebook.vendors[vendor], engine.rulebook)
        self._kinds = engine.rulebook.facts
        self._tests: dict[FactId, list[Leaf]] = defaultdict(list)
        for condition in (condition for each in described for condition in turns_on(each)):
            for test in leaves_of(condition):
                self._tests[test.fact].append(test)
        self._values: dict[FactId, tuple[FactValue, ...]] = {}
        self.asks = tuple(sorted(frozenset().union(*map(facts_asked_by, described))))

    def values(self, fact: FactId, question: Question) -> tuple[FactValue, ...]:
        """Return values that stand for all that `fact` can have."""
        if fact == REMOVAL_DATE:
            return (question.as_of - timedelta(days=1), question.as_of)
        if fact not in self._values:
            tests = self._tests[fact]
            self._values[fact] = values_told_apart(self._kinds[fact], tests) or tuple(_words_apart(tests))
        return self._values[fact]


def _words_apart(tests: list[Leaf]) -> Iterator[FactValue]:
    """Yield sets for tests that tell too many of them apart: none of the words, one at a time, and all of them."""
    words = frozenset[str]().union(*(test.values for test in tests if isinstance(test, Includes)))
    yield from (frozenset(), *(frozenset((word,)) for word in sorted(words)), words)


class _Search:
    """Looks for a way to fill the other gaps that leaves the decision to one fact alone."""

    def __init__(self, engine: Engine, told: _Told, fact: FactId) -> None:
        self._engine = engine
        self._told = told
        self._fact = fact
        self._steps = 0

    def finds(self, question: Question) -> bool:
        """Say whether there is such a way; also where looking for it takes too long.

        A decision that is settled while the fact is missing comes out the same whatever the fact is, so nothing below
        it is looked at.
        """
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return True
        decision = self._engine.decide(question)
        if decision.outcome is not Outcome.UNDETERMINED:
            return False
        asked = {unknown.fact for unknown in decision.unknown}
        others = [unknown.fact for unknown in decision.unknown if unknown.fact != self._fact]
        if others:
            first = others[0]
            ways = (_supposing(question, first, value) for value in self._told.values(first, question))
            return any(self.finds(way) for way in ways)
        return self._fact in asked and self._turns(question)

    def _turns(self, question: Question) -> bool:
        """Say whether some value of the fact settles the decision, or leads on to further questions."""
        after = (
            self._engine.decide(_supposing(question, self._fact, value))
            for value in self._told.values(self._fact, question)
        )
        return any(each.outcome is not Outcome.UNDETERMINED or each.unknown for each in after)


def _supposing(question: Question, fact: FactId, value: FactValue) -> Question:
    facts: Facts = {**question.facts, fact: value}
    return replace(question, facts=facts)
