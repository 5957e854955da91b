"""Reasoning by cases: a missing fact that an instrument asks about twice may leave open what is open in no case.

Equipment that sees no data is left out, and so is a service that connects to others: whoever has not said which of the
two an item is has said enough, where both would be left out. Where an instrument asks about a missing fact only once,
nothing is gained by cases, and none are tried.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import chain, combinations, product
from math import prod
from typing import TYPE_CHECKING

from muniment.decide.logic import holds
from muniment.domain.condition import FactType, Includes, OneOf, leaves_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from muniment.decide.seen import Seen
    from muniment.domain.condition import Condition, FactKind, FactValue, Leaf
    from muniment.domain.ids import FactId

_MOST = 256
"""More cases than these are not tried; the instrument then stays open, which is the safe side."""
AHEAD = 2
"""So many cases come first, and then again in their turn."""
_ELSEWHERE = ""
"""Stands for every text that no condition names."""


class Cases:
    """The facts that some conditions ask about more than once, with values that stand for all that each can have."""

    def __init__(self, conditions: Iterable[Condition], kinds: Mapping[FactId, FactKind]) -> None:
        """Find the facts, and for each the values that the conditions tell apart."""
        tests = [test for condition in conditions for test in leaves_of(condition)]
        asked = Counter(test.fact for test in tests)
        by_fact: dict[FactId, list[Leaf]] = defaultdict(list)
        for test in tests:
            if asked[test.fact] > 1:
                by_fact[test.fact].append(test)
        self._values = {fact: values_told_apart(kinds[fact], found) for fact, found in by_fact.items()}
        self._ends = {fact: _ends(values, by_fact[fact]) for fact, values in self._values.items() if values}

    def of(self, facts: Seen) -> Iterator[Seen]:
        """Yield `facts` with those of the missing ones filled in every way; nothing where there are too many ways.

        Ahead of all come the case in which most of the conditions hold and the one in which fewest do, which come again
        in their turn. Mostly these two leave open all that is possible, and no more have to be tried.
        """
        missing = [fact for fact in self._values if facts.value(fact) is None]
        choices = [self._values[fact] for fact in missing]
        if missing and 0 < prod(map(len, choices)) <= _MOST:
            ahead = zip(*(self._ends[fact] for fact in missing), strict=True)
            for way in chain(ahead, product(*choices)):
                yield facts.assuming(dict(zip(missing, way, strict=True)))


def _ends(values: Sequence[FactValue], tests: Sequence[Leaf]) -> tuple[FactValue, FactValue]:
    """Return the value of which most of the `tests` hold, and the one of which fewest do."""
    held = [sum(test(value) for test in map(holds, tests)) for value in values]
    return values[held.index(max(held))], values[held.index(min(held))]


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
