"""How an instrument stands on a day: every possibility that the facts leave, and what would tell them apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from muniment.decide.logic import compiled
from muniment.domain.restriction import State

if TYPE_CHECKING:
    from datetime import date

    from muniment.decide.logic import Test
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


@dataclass(frozen=True, slots=True)
class Standing:
    """`possible` holds true for in force, false for without force, nothing for not known; `missing` tells which."""

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
    """All statuses of one instrument, their conditions compiled once."""

    def __init__(self, restriction: Restriction) -> None:
        """Compile the condition of every status."""
        self._unrecorded = None if restriction.binding else False
        self._statuses: list[tuple[Status, Test, Standing]] = [
            (status, compiled(status.when), _alone(status, binding=restriction.binding))
            for status in restriction.statuses
        ]

    def on(self, day: date, facts: Seen) -> Standing:
        """Return how the instrument stands on `day` for the person whom `facts` describe."""
        possible: set[bool | None] = set()
        missing: frozenset[FactId] = frozenset()
        shown: Standing | None = None
        for status, test, alone in self._statuses:
            if not status.during.holds_on(day) or (truth := test(facts)) is False:
                continue
            if truth is True and shown is None:
                return alone
            shown = shown or alone
            possible |= alone.possible
            if truth is True:
                break
            missing |= truth
        else:
            possible.add(self._unrecorded)
        told = missing if len(possible) > 1 else frozenset()
        if shown is None:
            return Standing(frozenset(possible), told, None, f"how it stands on {day} is not recorded")
        return Standing(frozenset(possible), told, shown.status, shown.words)


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
