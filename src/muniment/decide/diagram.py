"""Answers that are remembered by what was looked at for them.

An instrument asks for a dozen facts and looks at two or three of them: the rest cannot matter once one part of its
scope fails. And most values are alike to it: days are before the one that it names, or they are not. So its answers
are kept in a diagram whose forks are the looks, in the order in which they were taken. It grows with the questions, as
the automaton of a regular expression can, and only where they go: all ways together would be millions.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from muniment.decide.logic import holds
from muniment.decide.seen import Exact, Seen, fact_of
from muniment.domain.condition import leaves_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from muniment.decide.places import Places, Row, Value
    from muniment.decide.seen import Look
    from muniment.domain.condition import Condition, Leaf
    from muniment.domain.ids import FactId

T = TypeVar("T")
_Key: TypeAlias = "Callable[[Any], Hashable]"
_Node: TypeAlias = tuple[int | None, Any]
"""The place to be looked at and the fork that tells where its value leads; or nothing, and the answer."""

_MOST = 4096
"""Answers that one diagram keeps, and values that one of its forks knows; beyond that it starts anew, or asks again."""
_NOWHERE: _Node = (0, {})


class _Fork(dict["Value", _Node]):
    """Where each value leads. One that did not come before goes where one like it went."""

    __slots__ = ("_alike", "_leads", "look")

    def __init__(self, look: Look, alike: _Key | None) -> None:
        """Lead nowhere yet; without `alike`, only equal values go the same way."""
        super().__init__()
        self.look = look
        self._alike = alike
        self._leads: dict[Hashable, _Node] = {}

    def __missing__(self, value: Value) -> _Node:
        to = self._leads.get(self._alike(value)) if self._alike else None
        if to is None:
            raise KeyError(value)
        if len(self) < _MOST:
            self[value] = to
        return to

    def lead(self, value: Value, to: _Node) -> None:
        """Let `value`, and all that are like it, lead on."""
        self[value] = to
        if self._alike:
            self._leads[self._alike(value)] = to


class Diagram(Generic[T]):
    """What `answer` returns, remembered. It has to follow from what it looks at, and from nothing else."""

    def __init__(self, answer: Callable[[Seen], T], alike: Alike, places: Places) -> None:
        """Remember the answers of `answer`, whose conditions tell values apart by `alike`."""
        self._answer = answer
        self._alike = alike
        self._places = places
        self._root = _NOWHERE
        self._asked = False
        self._kept = 0

    def of(self, row: Row) -> T:
        """Return the answer for `row`. What this loop takes is what a remembered answer costs."""
        place, to = self._root
        try:
            while place is not None:
                place, to = to[row[place]]
        except LookupError:
            to, _ = self._learnt(row, to)
        answer: T = to
        return answer

    def told(self, row: Row) -> tuple[T, Sequence[Look]]:
        """Return the answer for `row`, and what was looked at for it."""
        looks: list[Look] = []
        place, to = self._root
        try:
            while place is not None:
                fork, (place, to) = to, to[row[place]]
                looks.append(fork.look)
        except LookupError:
            return self._learnt(row, to)
        return to, looks

    def _learnt(self, row: Row, last: _Fork) -> tuple[T, Sequence[Look]]:
        """Return the answer, and keep it below the `last` fork to which what is known led.

        The first is not kept: whoever looks at each of hundreds of days once would pay for forks that lead nowhere.
        """
        seen = Seen(self._places.known(row))
        answer = self._answer(seen)
        looks = list(dict.fromkeys(seen.looks))
        if not self._asked:
            self._asked = True
            return answer, looks
        if self._kept == _MOST:
            self._root, self._kept = _NOWHERE, 0
        self._kept += 1
        if self._root is _NOWHERE:
            self._root = self._path(looks, row, answer)
        else:
            below = looks[looks.index(last.look) + 1 :]
            last.lead(row[self._place_of(last.look)], self._path(below, row, answer))
        return answer, looks

    def _path(self, looks: list[Look], row: Row, answer: T) -> _Node:
        """Return what leads to the answer by these looks alone."""
        to: _Node = (None, answer)
        for look in reversed(looks):
            fork = _Fork(look, self._alike.of(look))
            place = self._place_of(look)
            fork.lead(row[place], to)
            to = (place, fork)
        return to

    def _place_of(self, look: Look) -> int:
        return self._places.of[fact_of(look)]


class Alike:
    """Which values of each fact some conditions do not tell apart."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        """Take the conditions that each stand on one fact."""
        by_fact: dict[FactId, dict[Leaf, None]] = defaultdict(dict)
        for leaf in leaves:
            by_fact[leaf.fact][leaf] = None
        self._keys = {fact: _told_apart_by(found) for fact, found in by_fact.items()}

    @classmethod
    def under(cls, conditions: Iterable[Condition]) -> Alike:
        """Take `conditions` of every shape."""
        return cls(leaf for condition in conditions for leaf in leaves_of(condition))

    def of(self, look: Look) -> _Key | None:
        """Return what is equal for values that no condition tells apart; nothing where each value counts for itself."""
        return None if isinstance(look, Exact) else self._keys.get(look)


def _told_apart_by(leaves: Iterable[Leaf]) -> _Key:
    tests = tuple(map(holds, leaves))
    return lambda value: None if value is None else tuple([test(value) for test in tests])
