"""The facts of a question as an instrument looks at them, and a note of everything that it looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.condition import Facts, FactValue
    from muniment.domain.ids import FactId


class Exact(NamedTuple):
    """A look at the value of a fact as it was given, not only as closely as conditions tell values apart."""

    fact: FactId


Look: TypeAlias = "FactId | Exact"


def fact_of(look: Look) -> FactId:
    """Return the fact that was looked at."""
    return look.fact if isinstance(look, Exact) else look


class Seen:
    """What is known, and for facts that are missing, what is assumed.

    `looks` grows with each fact that is looked at, a missing one included. What was answered for these facts is the
    answer for all others in which the same looks see the same: that is what a `Diagram` rests on, and so there is no
    other way to the facts than `value` and `exact`.
    """

    __slots__ = ("_facts", "looks")

    def __init__(self, facts: Facts) -> None:
        """Look at `facts`."""
        self._facts = facts
        self.looks: list[Look] = []

    def value(self, fact: FactId) -> FactValue | None:
        """Return what a condition is to be tried on; nothing for a missing fact."""
        self.looks.append(fact)
        return self._facts.get(fact)

    def exact(self, look: Exact) -> FactValue | None:
        """Return what is to be told or counted with, as it was given; nothing for a missing fact."""
        self.looks.append(look)
        return self._facts.get(look.fact)

    def assuming(self, assumed: Mapping[FactId, FactValue]) -> Seen:
        """Return the same facts with more assumed; what is looked at there is noted here."""
        other = Seen({**assumed, **self._facts})
        other.looks = self.looks
        return other
