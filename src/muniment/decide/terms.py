"""One agreement with a vendor against one set of facts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from muniment.decide.logic import Truth, compiled, facts_in, failing
from muniment.decide.weigh import Weighed
from muniment.domain.agreement import TermKind
from muniment.domain.decision import Outcome, Reason, SetAside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from muniment.decide.seen import Seen
    from muniment.decide.weigh import Points
    from muniment.domain.agreement import Agreement, Term, Waiver
    from muniment.domain.citation import Citation
    from muniment.domain.ids import FactId

_DAY = timedelta(days=1)


class Terms:
    """One agreement, its conditions compiled once."""

    def __init__(self, agreement: Agreement) -> None:
        """Compile the scope and every term of `agreement`."""
        self.agreement = agreement
        self._whose = f"; {agreement.pack.words}" if agreement.pack else ""
        self._scope = compiled(agreement.scope)
        self._outside = failing(agreement.scope)
        self._terms = [(term, compiled(term.breach)) for term in agreement.terms]

    def points(self, _known: Seen) -> Points:
        """Return no point: an agreement has none that a case could settle."""
        return ()

    def weigh(
        self, facts: Seen, as_of: date, _waivers: Sequence[Waiver], _points: Points | None = None
    ) -> tuple[Weighed, ...]:
        """Return what each term contributes; one entry for all while it is not known that the use runs under it."""
        return tuple(self._weighed(facts, as_of))

    def _weighed(self, facts: Seen, as_of: date) -> Iterator[Weighed]:
        scope = self._scope(facts)
        if not self.agreement.during.holds_on(as_of):
            yield self._aside(self._other_days(as_of))
        elif scope is False:
            yield self._aside(f"this use does not run under it: {self._outside(facts)}")
        elif scope is True:
            yield from self._under(facts)
        else:
            yield self._perhaps_under(facts, scope)

    def _under(self, facts: Seen) -> Iterator[Weighed]:
        broken = [(term, truth) for term, test in self._terms if (truth := test(facts)) is not False]
        for term, truth in broken:
            worst = _outcome(term)
            best = worst if truth is True else Outcome.PERMITTED
            yield self._entry(best, worst, f"term `{term.id}`: {term.says}", (term.cited,), facts_in(truth))
        if not broken:
            free = Outcome.PERMITTED
            yield self._entry(free, free, "the use runs under it and breaks none of its terms", self.agreement.cited)

    def _perhaps_under(self, facts: Seen, scope: Truth) -> Weighed:
        worst = max(
            (_outcome(term) for term, test in self._terms if test(facts) is not False),
            key=lambda outcome: outcome.rank,
            default=Outcome.PERMITTED,
        )
        missing = facts_in(scope)
        because = f"whether this use runs under it, and so has to keep its terms, turns on {', '.join(sorted(missing))}"
        return self._entry(Outcome.PERMITTED, worst, because, self.agreement.cited, missing)

    def _entry(
        self,
        best: Outcome,
        worst: Outcome,
        because: str,
        cited: tuple[Citation, ...],
        missing: frozenset[FactId] = frozenset(),
    ) -> Weighed:
        reason = Reason(
            instrument=self.agreement.id, best=best, worst=worst, because=because + self._whose, cited=cited
        )
        return Weighed(best=best, worst=worst, reason=reason, missing=missing)

    def _aside(self, because: str) -> Weighed:
        aside = SetAside(instrument=self.agreement.id, because=because + self._whose, cited=self.agreement.cited)
        return Weighed(set_aside=(aside,))

    def _other_days(self, as_of: date) -> str:
        start, end = self.agreement.during.start, self.agreement.during.end
        return f"it begins on {start}" if end is None or as_of < start else f"it ended on {end - _DAY}"


def _outcome(term: Term) -> Outcome:
    return Outcome.NEEDS_AUTHORISATION if term.kind is TermKind.AUTHORISATION else Outcome.PROHIBITED
