"""The duties that arise, to whom, and by when each report is due."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from muniment.decide.clocks import deadlines
from muniment.decide.logic import compiled
from muniment.decide.seen import Exact
from muniment.domain.decision import DutyDue
from muniment.domain.duty import DutyKind, clock_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.decide.logic import Test
    from muniment.decide.seen import Seen
    from muniment.decide.weigh import Bound
    from muniment.domain.duty import Duty, Recipient
    from muniment.domain.moment import Moment
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook


class Obligations:
    """The duties of one instrument, their conditions compiled once."""

    def __init__(self, restriction: Restriction, rulebook: Rulebook) -> None:
        """Compile the condition of every duty and recipient."""
        self._instrument = restriction.id
        self._calendar = rulebook.calendar
        self._duties: list[tuple[Duty, Test, Test, list[tuple[Recipient, Test]]]] = [
            (duty, compiled(duty.when), compiled(duty.unless), [(one, compiled(one.when)) for one in duty.to])
            for duty in restriction.duties
        ]

    def arising(self, facts: Seen, bound: Bound) -> tuple[DutyDue, ...]:
        """Return the duties that arise.

        A report is due where the instrument surely bites (`reached`) and the duty's own condition does not fail. Every
        other duty says by itself when it arises: its condition holds, and the instrument can bind (`may_bind`).
        """
        return tuple(self._arising(facts, *bound))

    def repeating(self, facts: Seen, *, surely: bool) -> tuple[DutyDue, ...]:
        """Return what has to be done again and again where its condition holds; unless `surely`, where it may hold."""
        return tuple(
            self._due(facts, duty, to)
            for duty, when, unless, to in self._duties
            if any(clock.repeats for clock in duty.clocks)
            and (when(facts) is True if surely else when(facts) is not False)
            and unless(facts) is not True
        )

    def can_arise(self, bound: Bound) -> bool:
        """Say whether any duty can arise where the instrument binds so far, whatever the facts are."""
        return any(bound.reached if duty.kind is DutyKind.REPORT else bound.may_bind for duty, *_ in self._duties)

    def _arising(self, facts: Seen, may_bind: bool, reached: bool) -> Iterator[DutyDue]:  # noqa: FBT001  (as in `Bound`)
        for duty, when, unless, to in self._duties:
            holds = when(facts)
            arises = (reached and holds is not False) if duty.kind is DutyKind.REPORT else (may_bind and holds is True)
            if arises and unless(facts) is not True:
                yield self._due(facts, duty, to)

    def _due(self, facts: Seen, duty: Duty, to: list[tuple[Recipient, Test]]) -> DutyDue:
        receives = [(one, test(facts)) for one, test in to]
        return DutyDue(
            instrument=self._instrument,
            duty=duty,
            due=deadlines(duty.clocks, starts(duty, facts), self._calendar),
            to=tuple(one for one, holds_for in receives if holds_for is True),
            perhaps_to=tuple(one for one, holds_for in receives if not isinstance(holds_for, bool)),
        )


def starts(duty: Duty, facts: Seen) -> dict[str, Moment]:
    """Return the moments that `facts`, or the document itself, give for what the clocks of `duty` run from."""
    given = {clock.runs_from: day for clock in duty.clocks if (day := clock.starts_on) is not None}
    held = ((start, facts.exact(Exact(fact))) for start, fact in clock_facts(duty).items())
    return {**given, **{start: moment for start, moment in held if isinstance(moment, date)}}
