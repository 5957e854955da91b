"""The duties that arise, and by when each report is due."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from muniment.decide.clocks import due
from muniment.decide.logic import compiled
from muniment.domain.decision import DutyDue
from muniment.domain.ids import FactId
from muniment.domain.restriction import DutyKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.decide.logic import Test
    from muniment.domain.condition import Facts
    from muniment.domain.restriction import Clock, Duty, Restriction
    from muniment.domain.rulebook import Rulebook

IDENTIFIED, REPORTED = FactId("event.identified"), FactId("event.reported")


class Obligations:
    """The duties of one instrument, their conditions compiled once."""

    def __init__(self, restriction: Restriction, rulebook: Rulebook) -> None:
        """Compile the condition of every duty."""
        self._instrument = restriction.id
        self._holidays = rulebook.holidays
        self._holidays_through = rulebook.holidays_through
        self._duties: list[tuple[Duty, Test, Test]] = [
            (duty, compiled(duty.when), compiled(duty.unless)) for duty in restriction.duties
        ]

    def __bool__(self) -> bool:
        return bool(self._duties)

    def arising(self, facts: Facts, *, may_bind: bool, reached: bool) -> tuple[DutyDue, ...]:
        """Return the duties that arise.

        A report is due where the instrument surely bites (`reached`) and the duty's own condition does not fail. Every
        other duty says by itself when it arises: its condition holds, and the instrument can bind (`may_bind`).
        """
        return tuple(self._arising(facts, may_bind=may_bind, reached=reached)) if self._duties else ()

    def _arising(self, facts: Facts, *, may_bind: bool, reached: bool) -> Iterator[DutyDue]:
        for duty, when, unless in self._duties:
            holds = when(facts)
            arises = (reached and holds is not False) if duty.kind is DutyKind.REPORT else (may_bind and holds is True)
            if arises and unless(facts) is not True:
                days = tuple((clock, self._due(clock, duty, facts)) for clock in duty.clocks)
                yield DutyDue(instrument=self._instrument, duty=duty, due=days)

    def _due(self, clock: Clock, duty: Duty, facts: Facts) -> date | None:
        starts = {"identified": IDENTIFIED, f"submitted:{duty.clocks[0].id}": REPORTED}
        start = facts.get(starts[clock.runs_from]) if clock.runs_from in starts else None
        return due(clock, start, self._holidays, self._holidays_through) if isinstance(start, date) else None
