"""One agreement with a vendor against one set of facts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from muniment.decide.logic import Truth, compiled, compiled_with_words, facts_in
from muniment.decide.weigh import Range, Weighed
from muniment.domain.agreement import TermKind
from muniment.domain.decision import Outcome, Reason, SetAside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from muniment.decide.logic import Words
    from muniment.decide.seen import Seen
    from muniment.decide.weigh import Points
    from muniment.domain.agreement import Agreement, Term, Waiver
    from muniment.domain.citation import Citation
    from muniment.domain.ids import FactId

_DAY = timedelta(days=1)


class Broken(NamedTuple):
    """For each term of an agreement, whether it is broken, or what would tell."""

    terms: tuple[Truth, ...]
    has_windows: bool = False

    def while_it_may_not_reach(self) -> Broken:
        """Return what of it matters while it is not known whether the use runs under the agreement."""
        return Broken(tuple([truth is not False for truth in self.terms]))


class Terms:
    """One agreement, its conditions compiled once."""

    def __init__(self, agreement: Agreement) -> None:
        """Compile the scope and every term of `agreement`."""
        self.agreement = agreement
        self.scope = compiled_with_words(agreement.scope)
        self.terms = [(term, compiled(term.breach)) for term in agreement.terms]

    def on(self, as_of: date, _waivers: tuple[Waiver, ...]) -> TermsOnDay:
        """Return what weighs it on one day; no waiver is one of an agreement."""
        return TermsOnDay(self, as_of)


class TermsOnDay:
    """One agreement on one day, weighed in the steps of a `Weighing`; its terms are what is given beside the scope."""

    def __init__(self, terms: Terms, as_of: date) -> None:
        """Weigh `terms` as of that day."""
        self._agreement = terms.agreement
        self._whose = f"; {terms.agreement.pack.words}" if terms.agreement.pack else ""
        self._scope, self._terms = terms.scope, terms.terms
        self._as_of = as_of

    @property
    def is_idle(self) -> bool:
        """Say whether it has no force on this day."""
        return not self._agreement.during.holds_on(self._as_of)

    def scope(self, facts: Seen) -> Truth | Words:
        """Return whether the use may run under it; where it does not, what says why."""
        return self._scope(facts)

    def outside(self, words: Words, facts: Seen) -> tuple[Weighed, ...]:
        """Return what it contributes to a use that does not run under it."""
        return (self._aside(f"this use does not run under it: {words(facts)}"),)

    def reach(self, facts: Seen) -> Truth | tuple[Weighed, ...]:
        """Return whether the use may run under it; what it contributes where it does not, or has no force."""
        if self.is_idle:
            return (self._aside(self._other_days()),)
        scope = self._scope(facts)
        return self.outside(scope, facts) if callable(scope) else scope

    def circumstances(self, facts: Seen) -> Broken:
        """Return for each term whether it is broken."""
        return Broken(tuple([test(facts) for _, test in self._terms]))

    def points(self, _known: Seen) -> Points:
        """Return no point: an agreement has none that a case could settle."""
        return ()

    def like(self, letter: date) -> date:
        """Return the day itself: no letter counts for an agreement."""
        return letter

    def has_passed(self, _letter: date) -> bool:
        """Say no: no letter counts for an agreement."""
        return False

    def weighed(self, scope: Truth, given: Broken, _points: Points, _letter: date | None) -> tuple[Weighed, ...]:
        """Return what each term contributes; one entry for all while it is not known that the use runs under it."""
        broken = [
            (term, truth) for (term, _), truth in zip(self._terms, given.terms, strict=True) if truth is not False
        ]
        return tuple(self._under(broken)) if scope is True else (self._perhaps_under(broken, facts_in(scope)),)

    def possible(self, scope: Truth, given: Broken, points: Points, letter: date | None) -> Range:
        """Return from what to what that reaches."""
        return Range.of(self.weighed(scope, given, points, letter))

    def _under(self, broken: Sequence[tuple[Term, Truth]]) -> Iterator[Weighed]:
        for term, truth in broken:
            worst = _outcome(term)
            best = worst if truth is True else Outcome.PERMITTED
            yield self._entry(best, worst, f"term `{term.id}`: {term.says}", (term.cited,), facts_in(truth))
        if not broken:
            free = Outcome.PERMITTED
            yield self._entry(free, free, "the use runs under it and breaks none of its terms", self._agreement.cited)

    def _perhaps_under(self, broken: Sequence[tuple[Term, Truth]], missing: frozenset[FactId]) -> Weighed:
        outcomes = (_outcome(term) for term, _ in broken)
        worst = max(outcomes, key=lambda outcome: outcome.rank, default=Outcome.PERMITTED)
        because = f"whether this use runs under it, and so has to keep its terms, turns on {', '.join(sorted(missing))}"
        return self._entry(Outcome.PERMITTED, worst, because, self._agreement.cited, missing)

    def _entry(
        self,
        best: Outcome,
        worst: Outcome,
        because: str,
        cited: tuple[Citation, ...],
        missing: frozenset[FactId] = frozenset(),
    ) -> Weighed:
        reason = Reason(
            instrument=self._agreement.id, best=best, worst=worst, because=because + self._whose, cited=cited
        )
        return Weighed(best=best, worst=worst, reason=reason, missing=missing)

    def _aside(self, because: str) -> Weighed:
        aside = SetAside(instrument=self._agreement.id, because=because + self._whose, cited=self._agreement.cited)
        return Weighed(set_aside=(aside,))

    def _other_days(self) -> str:
        start, end = self._agreement.during.start, self._agreement.during.end
        return f"it begins on {start}" if end is None or self._as_of < start else f"it ended on {end - _DAY}"


def _outcome(term: Term) -> Outcome:
    return Outcome.NEEDS_AUTHORISATION if term.kind is TermKind.AUTHORISATION else Outcome.PROHIBITED
