"""What has to be known of an instrument so that it can be weighed in steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, Self, TypeVar

from muniment.decide.asking import lifted_by
from muniment.decide.diagram import Alike
from muniment.domain.agreement import Agreement

if TYPE_CHECKING:
    from datetime import date

    from muniment.decide.logic import Truth, Words
    from muniment.decide.seen import Seen
    from muniment.decide.weigh import Points, Range, Weighed
    from muniment.domain.restriction import Restriction


class Given(Protocol):
    """What is given beside the scope: equal where an instrument contributes the same under it."""

    @property
    def has_windows(self) -> bool:
        """Say whether the day in a letter matters."""

    def while_it_may_not_reach(self) -> Self:
        """Return what of it matters while the scope is open."""


G = TypeVar("G", bound=Given)


class Judge(Protocol[G]):
    """One instrument on one day, weighed in steps, each of which looks at the facts that it turns on and at no others.

    First whether it reaches the use (`scope`). Where it does not, that ends the matter, and what it contributes only
    turns on the words for why (`outside`); `reach` is both together, also for a day on which it `is_idle`. Then what
    is given beside that (`circumstances`) and what no text decides (`points`). What it contributes (`weighed`) follows
    from these alone, and so does what that leaves `possible`.
    `like` returns a day that leaves the same possible as the one in a letter; of those that it `has_passed`, each
    leaves everything the same but the words in which it is told (`Passed`).
    """

    @property
    def is_idle(self) -> bool: ...  # noqa: D102  (each is told above)
    def scope(self, facts: Seen) -> Truth | Words: ...  # noqa: D102  (as above)
    def outside(self, words: Words, facts: Seen) -> tuple[Weighed, ...]: ...  # noqa: D102  (as above)
    def reach(self, facts: Seen) -> Truth | tuple[Weighed, ...]: ...  # noqa: D102  (as above)
    def circumstances(self, facts: Seen) -> G: ...  # noqa: D102  (as above)
    def points(self, known: Seen) -> Points: ...  # noqa: D102  (as above)
    def like(self, letter: date) -> date: ...  # noqa: D102  (as above)
    def has_passed(self, letter: date) -> bool: ...  # noqa: D102  (as above)
    def weighed(self, scope: Truth, given: G, points: Points, letter: date | None) -> tuple[Weighed, ...]: ...  # noqa: D102  (as above)
    def possible(self, scope: Truth, given: G, points: Points, letter: date | None) -> Range: ...  # noqa: D102  (as above)


class ToldApart(NamedTuple):
    """For each step the values that its conditions do not tell apart; `points` is nothing where there are none."""

    scope: Alike
    outside: Alike
    circumstances: Alike
    points: Alike | None

    @classmethod
    def by(cls, instrument: Restriction | Agreement) -> ToldApart:
        """Return what the conditions of `instrument` tell apart."""
        if isinstance(instrument, Agreement):
            terms = Alike.under([term.breach for term in instrument.terms])
            return cls(scope=Alike.under([instrument.scope]), outside=Alike([]), circumstances=terms, points=None)
        beside = [*(each.when for each in instrument.statuses), *(each.when for each in instrument.readings)]
        unsettled = [each.when for each in instrument.unsettled]
        return cls(
            scope=Alike.under([instrument.scope]),
            outside=Alike.under(beside),
            circumstances=Alike.under([*beside, *lifted_by(instrument)]),
            points=Alike.under(unsettled) if unsettled else None,
        )
