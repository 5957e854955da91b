"""Answers that are remembered by what was looked at for them.

An instrument asks for a dozen facts and looks at two or three of them: the rest cannot matter once one part of its
scope fails. And most values are alike to it: days are before the one that it names, or they are not. So its answers
are kept in a diagram whose forks are the looks, in the order in which they were taken. It grows with the questions, as
the automaton of a regular expression can, and only where they go: all ways together would be millions.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from muniment.decide.logic import holds
from muniment.decide.seen import Exact, Seen
from muniment.domain.condition import leaves_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from muniment.decide.seen import Look
    from muniment.domain.condition import Condition, Facts, FactValue, Leaf
    from muniment.domain.ids import FactId

T = TypeVar("T")
_Key: TypeAlias = "Callable[[FactValue | None], Hashable]"

_MOST = 4096
"""Answers that one diagram keeps, and values that one of its forks knows; beyond that it starts anew, or asks again."""


class _Node(Generic[T]):
    """An answer, or the next look and where each of its results leads. An answer looks at no more: it has no `fact`."""

    __slots__ = ("_alike", "_leads", "answer", "fact", "look", "ways")

    answer: T
    look: Look
    fact: FactId | None
    ways: dict[FactValue | None, _Node[T]]
    _leads: dict[Hashable, _Node[T]]
    _alike: _Key

    @classmethod
    def leaf(cls, answer: T) -> _Node[T]:
        """Return the end of all ways to `answer`."""
        leaf = cls()
        leaf.answer, leaf.fact = answer, None
        return leaf

    @classmethod
    def fork(cls, look: Look, alike: Alike) -> _Node[T]:
        """Return a fork from which nothing leads on yet."""
        fork = cls()
        fork.look, fork.fact = look, _fact_of(look)
        fork.ways, fork._leads = {}, {}
        fork._alike = _as_given if isinstance(look, Exact) else alike.of(look)
        return fork

    def way(self, value: FactValue | None) -> _Node[T] | None:
        """Return where `value` leads, or nothing where none like it came before."""
        to = self._leads.get(self._alike(value))
        if to is not None:
            self._note(value, to)
        return to

    def lead(self, value: FactValue | None, to: _Node[T]) -> None:
        """Let `value`, and all that are like it, lead on."""
        self._leads[self._alike(value)] = to
        self._note(value, to)

    def _note(self, value: FactValue | None, to: _Node[T]) -> None:
        """Remember the value itself, unless it is an instant: that is equal to others that are not like it."""
        if not isinstance(value, datetime) and len(self.ways) < _MOST:
            self.ways[value] = to


class Diagram(Generic[T]):
    """What `answer` returns, remembered. It has to follow from what it looks at, and from nothing else."""

    def __init__(self, answer: Callable[[Seen], T], alike: Alike) -> None:
        """Remember the answers of `answer`, whose conditions tell values apart by `alike`."""
        self._answer = answer
        self._alike = alike
        self._root: _Node[T] | None = None
        self._asked = False
        self._kept = 0

    def of(self, facts: Facts) -> T:
        """Return the answer for `facts`. What this loop takes is what a remembered answer costs."""
        at, known = self._root, facts.get
        if at is None:
            return self._learnt(facts, None)
        while fact := at.fact:
            to = at.ways.get(known(fact)) or at.way(known(fact))
            if to is None:
                return self._learnt(facts, at)
            at = to
        return at.answer

    def _learnt(self, facts: Facts, last: _Node[T] | None) -> T:
        """Return the answer, and keep it below the `last` fork to which what is known led.

        The first is not kept: whoever looks at each of hundreds of days once would pay for forks that lead nowhere.
        """
        seen = Seen(facts)
        answer = self._answer(seen)
        if not self._asked:
            self._asked = True
            return answer
        looks = list(dict.fromkeys(seen.looks))
        if self._kept == _MOST:
            self._root, self._kept, last = None, 0, None
        self._kept += 1
        if last is None:
            self._root = self._path(looks, facts, answer)
        else:
            below = looks[looks.index(last.look) + 1 :]
            last.lead(facts.get(_fact_of(last.look)), self._path(below, facts, answer))
        return answer

    def _path(self, looks: list[Look], facts: Facts, answer: T) -> _Node[T]:
        """Return what leads to the answer by these looks alone."""
        to: _Node[T] = _Node.leaf(answer)
        for look in reversed(looks):
            fork: _Node[T] = _Node.fork(look, self._alike)
            fork.lead(facts.get(_fact_of(look)), to)
            to = fork
        return to


def _fact_of(look: Look) -> FactId:
    return look.fact if isinstance(look, Exact) else look


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

    def of(self, fact: FactId) -> _Key:
        """Return what is equal for values of `fact` that no condition tells apart."""
        return self._keys.get(fact, _as_given)


def _told_apart_by(leaves: Iterable[Leaf]) -> _Key:
    tests = tuple(map(holds, leaves))
    return lambda value: None if value is None else tuple([test(value) for test in tests])


def _as_given(value: FactValue | None) -> Hashable:
    """Return what is equal for equal values; for instants, only in one time zone."""
    return (value, value.tzinfo, value.fold) if isinstance(value, datetime) else value
