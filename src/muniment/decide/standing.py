"""How an instrument stands on a day: every possibility that the facts leave, and what would tell them apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from muniment.decide.logic import compiled, facts_in
from muniment.domain.restriction import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from muniment.decide.logic import Test, Truth
    from muniment.decide.seen import Seen
    from muniment.domain.citation import Citation
    from muniment.domain.ids import FactId
    from muniment.domain.restriction import Restriction, Status

_WORDS = {
    State.PROPOSED: "only proposed, and binding nobody,",
    State.ANNOUNCED: "announced",
    State.IN_FORCE: "in force",
    State.UPHELD: "upheld",
    State.STAYED: "stayed",
    State.ENJOINED: "enjoined",
    State.SET_ASIDE: "set aside by a court or withdrawn",
    State.SUPERSEDED: "superseded",
    State.EXPIRED: "expired",
}


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """`possible` holds true for in force, false for without force, nothing for not known; `missing` tells which.

    There is one for each way in which the statuses of a day can turn out, so that it is itself or another.
    """

    possible: frozenset[bool | None]
    missing: frozenset[FactId]
    status: Status | None
    words: str

    @property
    def is_without_force(self) -> bool:
        """Say whether the instrument surely binds nobody here."""
        return self.possible == {False}

    @property
    def may_bind(self) -> bool:
        """Say whether a status is recorded under which the instrument can bind."""
        return self.status is not None and self.possible != {False}

    @property
    def cited(self) -> tuple[Citation, ...]:
        """Return the documents of the status."""
        return self.status.cited if self.status else ()


class Standings:
    """The statuses of one instrument on one day."""

    def __init__(self, statuses: Sequence[Recorded], day: date, *, binding: bool) -> None:
        """Leave out the `statuses` of other days."""
        self._statuses = [each for each in statuses if each.status.during.holds_on(day)]
        self._unrecorded = None if binding else False
        self._day = day
        self._found: dict[tuple[Truth, ...], Standing] = {}

    def of(self, facts: Seen) -> Standing:
        """Return how the instrument stands for the person whom `facts` describe."""
        truths: list[Truth] = []
        for each in self._statuses:
            truth = each.test(facts)
            truths.append(truth)
            if truth is True:
                break
        found = self._found.get(key := tuple(truths))
        if found is None:
            found = self._found[key] = self._standing(truths)
        return found

    def _standing(self, truths: Sequence[Truth]) -> Standing:
        """Return what follows where the first statuses turn out so, up to the last or to one that surely is given."""
        given = [(each.alone, truth) for each, truth in zip(self._statuses, truths, strict=False) if truth is not False]
        possible = frozenset[bool | None]().union(*(alone.possible for alone, _ in given))
        if given and given[-1][1] is True:
            if len(given) == 1:
                return given[0][0]
        else:
            possible |= {self._unrecorded}
        missing = frozenset().union(*(facts_in(truth) for _, truth in given)) if len(possible) > 1 else frozenset()
        if not given:
            return Standing(possible, missing, None, f"how it stands on {self._day} is not recorded")
        shown = given[0][0]
        return Standing(possible, missing, shown.status, shown.words)


class Recorded(NamedTuple):
    """A status, the test of its condition, and how the instrument stands where it is surely given."""

    status: Status
    test: Test
    alone: Standing


def recorded_in(restriction: Restriction) -> list[Recorded]:
    """Return all statuses of one instrument, their conditions compiled once."""
    return [
        Recorded(each, compiled(each.when), _alone(each, binding=restriction.binding)) for each in restriction.statuses
    ]


def _alone(status: Status, *, binding: bool) -> Standing:
    """Return how the instrument stands where this status is surely the one."""
    return Standing(frozenset((_force(status.state, binding=binding),)), frozenset(), status, _in_words(status))


def _force(state: State, *, binding: bool) -> bool | None:
    """Say whether the instrument binds; a statement that cites no authority, at most as long as it is announced."""
    if binding:
        return state.operative
    return None if state is State.ANNOUNCED else False


def _in_words(status: Status) -> str:
    start, end = status.during.start, status.during.end
    days = f"from {start} to {end - timedelta(days=1)}" if end else f"since {start}"
    if status.state is State.UNKNOWN:
        return f"its standing {days} is not known, for {status.whom}"
    return f"{_WORDS[status.state]} {days} for {status.whom}"
