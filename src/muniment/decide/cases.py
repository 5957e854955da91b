"""Reasoning by cases: a missing fact that an instrument asks about twice may leave open what is open in no case.

Equipment that sees no data is left out, and so is a service that connects to others: whoever has not said which of the
two an item is has said enough, where both would be left out. Where an instrument asks about a missing fact only once,
nothing is gained by cases, and none are tried.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from muniment.decide.asking import bites_by, lifted_by
from muniment.decide.logic import compiled, holds
from muniment.decide.seen import Seen
from muniment.domain.condition import AllOf, AnyOf, FactType, Includes, Not, OneOf, leaves_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from muniment.domain.agreement import Agreement
    from muniment.domain.condition import Condition, FactKind, Facts, FactValue, Leaf
    from muniment.domain.ids import FactId
    from muniment.domain.restriction import Restriction

_MOST = 256
"""More cases than these are not tried; the instrument then stays open, which is the safe side."""
AHEAD = 2
"""So many cases come first, and then again in their turn."""
_ELSEWHERE = ""
"""Stands for every text that no condition names."""


class _Leaning(NamedTuple):
    """A test on one fact, and whether an instrument bites rather (1) or rather not (-1) where it holds."""

    fact: FactId
    test: Callable[[FactValue], bool]
    weight: int


class Nearest(NamedTuple):
    """What some cases assume; no `ways` where nothing is missing, or where there are too many.

    `second_is_out` where by these assumptions alone the second is not reached, whatever else is known.
    """

    ways: tuple[Facts, ...]
    second_is_out: bool


class Cases:
    """The `facts` that an instrument asks about more than once, with values that stand for all that each can have."""

    def __init__(self, described: Restriction | Agreement, kinds: Mapping[FactId, FactKind]) -> None:
        """Find the facts, and for each the values that the conditions tell apart."""
        bites, lifted = tuple(bites_by(described)), tuple(lifted_by(described))
        tests = [test for condition in (*bites, *lifted) for test in leaves_of(condition)]
        asked = Counter(test.fact for test in tests)
        by_fact: dict[FactId, list[Leaf]] = defaultdict(list)
        for test in tests:
            if asked[test.fact] > 1:
                by_fact[test.fact].append(test)
        self._values = {fact: values_told_apart(kinds[fact], found) for fact, found in by_fact.items()}
        leanings: dict[FactId, list[_Leaning]] = defaultdict(list)
        for conditions, weight in ((bites, 1), (lifted, -1)):
            for leaning in (leaning for condition in conditions for leaning in _leanings(condition, weight)):
                leanings[leaning.fact].append(leaning)
        self._ends = {fact: _ends(values, leanings[fact]) for fact, values in self._values.items() if values}
        self.facts = tuple(self._values)
        self._scope = compiled(described.scope)
        self._nearest: dict[tuple[FactId, ...], Nearest] = {}

    def of(self, facts: Seen) -> Iterator[Seen]:
        """Yield `facts` with those of the missing ones filled in every way; nothing where there are too many ways.

        Ahead of all come the case in which most speaks for the instrument and the one in which least does, which come
        again in their turn. Mostly these two leave open all that is possible, and no more have to be tried.
        """
        missing = tuple([fact for fact in self._values if facts.value(fact) is None])
        if ways := self.nearest(missing).ways:
            yield from map(facts.assuming, ways[:AHEAD])
            for way in product(*(self._values[fact] for fact in missing)):
                yield facts.assuming(dict(zip(missing, way, strict=True)))

    def nearest(self, missing: tuple[FactId, ...]) -> Nearest:
        """Return the cases that come ahead where these facts are missing, and those one fact away from the first."""
        found = self._nearest.get(missing)
        if found is None:
            tried = missing and 0 < prod([len(self._values[fact]) for fact in missing]) <= _MOST
            ways = tuple(self._ways(missing)) if tried else ()
            found = Nearest(ways, bool(ways) and self._scope(Seen(ways[1])) is False)
            self._nearest[missing] = found
        return found

    def _ways(self, missing: tuple[FactId, ...]) -> Iterator[Facts]:
        most, least = ({fact: self._ends[fact][end] for fact in missing} for end in range(AHEAD))
        yield from (most, least)
        yield from ({**most, fact: value} for fact in missing for value in self._values[fact] if value != most[fact])


def _ends(values: Sequence[FactValue], leanings: Sequence[_Leaning]) -> tuple[FactValue, FactValue]:
    """Return the value that speaks most for the instrument, and the one that speaks least for it."""
    for_it = [sum(leaning.weight for leaning in leanings if leaning.test(value)) for value in values]
    return values[for_it.index(max(for_it))], values[for_it.index(min(for_it))]


def _leanings(condition: Condition, weight: int) -> Iterator[_Leaning]:
    """Yield the tests of a condition that speaks for the instrument (1) or against it (-1)."""
    match condition:
        case AllOf(of) | AnyOf(of):
            for part in of:
                yield from _leanings(part, weight)
        case Not(of):
            yield from _leanings(of, -weight)
        case _:
            yield _Leaning(condition.fact, holds(condition), weight)


def values_told_apart(kind: FactKind, tests: Sequence[Leaf]) -> tuple[FactValue, ...]:
    """Return values of a fact that stand for all it can have, as far as `tests` tell; none where they are too many."""
    match kind.type:
        case FactType.YES_NO:
            return (True, False)
        case FactType.DAY | FactType.MOMENT:
            return tuple(sorted(set(_days(tests))))
        case FactType.SET:
            return tuple(_sets([test.values for test in tests if isinstance(test, Includes)]))
        case FactType.CHOICE | FactType.TEXT:
            named = {str(value) for test in tests if isinstance(test, OneOf) for value in test.values}
            return kind.choices or (*sorted(named), _ELSEWHERE)


def _days(tests: Sequence[Leaf]) -> Iterator[date]:
    """Yield every day that a test names and the one before it, so that each stretch between them has one."""
    for test in tests:
        named = test.values if isinstance(test, OneOf) else () if isinstance(test, Includes) else (test.day,)
        for day in named:
            if isinstance(day, date):
                yield from (day - timedelta(days=1), day, day + timedelta(days=1))


def _sets(wanted: Sequence[frozenset[str]]) -> Iterator[frozenset[str]]:
    """Yield one set for each way in which it may hold, or not hold, one of what each test wants; none for too many."""
    alike = {tuple(word in one for one in wanted): word for word in sorted(frozenset().union(*wanted))}
    if 1 << len(alike) <= _MOST:
        sets = (frozenset(some) for size in range(len(alike) + 1) for some in combinations(alike.values(), size))
        yield from {tuple(map(some.isdisjoint, wanted)): some for some in sets}.values()
