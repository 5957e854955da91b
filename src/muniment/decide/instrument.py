"""One instrument, asked by facts alone: it reasons by cases where that helps, and remembers by what it looked at."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from muniment.decide.asking import conditions_of, facts_asked_by, turns_on
from muniment.decide.cases import AHEAD, Cases
from muniment.decide.combine import Contribution
from muniment.decide.diagram import Alike, Diagram
from muniment.decide.judging import ToldApart
from muniment.decide.obligations import Obligations
from muniment.decide.respite import REMOVAL_DATE
from muniment.decide.seen import Exact
from muniment.decide.terms import Terms
from muniment.decide.weigh import FREE, Range, Weighed, Weigher, with_listings
from muniment.domain.agreement import Agreement
from muniment.domain.condition import facts_named_by
from muniment.domain.decision import DutyDue, Outcome, Reason, SetAside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.decide.combine import Bearing
    from muniment.decide.judging import Given, Judge
    from muniment.decide.places import Places
    from muniment.decide.seen import Seen
    from muniment.decide.weigh import Bound, Points
    from muniment.domain.agreement import Waiver
    from muniment.domain.condition import Facts
    from muniment.domain.ids import InstrumentId
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Listing

T = TypeVar("T")
_LETTER = Exact(REMOVAL_DATE)
_FEW = 4
"""So many facts are remembered together. Of more, hardly any two uses share all: there, steps are cheaper."""
_MOST = 4096
"""Values that are kept so that equal ones are one; then all are forgotten."""
_Duties: TypeAlias = tuple[DutyDue, ...]
_Cases: TypeAlias = "list[tuple[Seen, tuple[Weighed, ...]]]"
"""What is known and assumed in each, and what was weighed there."""


class _Case(NamedTuple):
    """What was weighed for what is known, or in one case also assumed, and what that leaves possible."""

    weighed: tuple[Weighed, ...]
    possible: Range


class Instrument:
    """One restriction or agreement as it meets a vendor, its conditions compiled once."""

    def __init__(
        self,
        described: Restriction | Agreement,
        rulebook: Rulebook,
        *,
        listings: Sequence[Listing],
        number: int,
        places: Places,
    ) -> None:
        """Compile what is described; `listings` are those of the vendor, `number` is its place among all, by name."""
        self.id = described.id
        self.number = number
        self.places = places
        self.asks = facts_asked_by(described)
        scope = frozenset(facts_named_by(described.scope))
        self.listings = [one for one in listings if one.fact in self.asks]
        self.in_scope = [one for one in listings if one.fact in scope]
        self.judge = Terms(described) if isinstance(described, Agreement) else Weigher(described, rulebook)
        self.obligations = None if isinstance(described, Agreement) else Obligations(described, rulebook)
        self.cases = Cases(described, rulebook.facts)
        self.alike = Alike.under(conditions_of(described))
        self.turns_on = frozenset(fact for condition in turns_on(described) for fact in facts_named_by(condition))
        self.asks_little = len(self.turns_on) <= _FEW and REMOVAL_DATE not in self.asks
        self.told_apart = ToldApart.by(described)

    def on(self, as_of: date, waivers: tuple[Waiver, ...]) -> OnDay:
        """Return what tells its contribution to decisions as of one day, under the waivers of one contract."""
        return OnDay(self, as_of, waivers)


class OnDay:
    """What an instrument contributes as of one day, found out at once, and told by cases where that is needed."""

    def __init__(self, instrument: Instrument, as_of: date, waivers: tuple[Waiver, ...]) -> None:
        """Leave out the listings of other days."""
        self.instrument = instrument
        self.judge: Judge[Any] = instrument.judge.on(as_of, waivers)
        self.listed: Facts = {one.fact: True for one in instrument.listings if one.during.holds_on(as_of)}
        self.listings = [one for one in instrument.in_scope if one.during.holds_on(as_of)]
        self._arising: dict[Bound, Diagram[_Duties]] = {}
        self._bearing: dict[tuple[Bearing, ...], tuple[Bearing, ...]] = {}

    def remembered(self) -> Diagram[Contribution]:
        """Return what answers as `contribution` does, and remembers it."""
        return Diagram(lambda facts: self.once(self.contribution(facts)), self.instrument.alike, self.instrument.places)

    def once(self, found: Contribution) -> Contribution:
        """Return what was `found`, with one value for all that say the same: so it is recognised without comparing.

        Where the day in a letter is still to be written in, the reason for that stays the one that was found.
        """
        if not found.bearing or found.passed:
            return found
        if len(self._bearing) == _MOST:
            self._bearing.clear()
        return found._replace(bearing=self._bearing.setdefault(found.bearing, found.bearing))

    def contribution(self, facts: Seen) -> Contribution:
        """Return what the instrument contributes where these are the `facts`."""
        known = facts.assuming(self.listed) if self.listed else facts
        reach = self.judge.reach(known)
        if isinstance(reach, tuple):
            return Contribution.of(reach, self.duties(reach), self.instrument.number)
        weighed, duties = self._weighed(known)
        unread = [one for one in self.listings if facts.value(one.fact) is None]
        return Contribution.of([with_listings(entry, unread) for entry in weighed], duties, self.instrument.number)

    def _weighed(self, known: Seen) -> tuple[Sequence[Weighed], Diagram[_Duties] | None]:
        weighed, possible = self._case(known)
        settled = possible.is_settled or self._is_open_ahead(known, possible)
        cases, over = ([], possible) if settled else self._in_cases(known, possible)
        if not cases:
            return weighed, self.duties(weighed)
        always = _in_all([self._due_in(facts, case) for facts, case in cases])
        told = _in_every_case(self.instrument.id, weighed, [case for _, case in cases], over)
        return (told,), self._telling(lambda _: always) if always else None

    def _case(self, facts: Seen, points: Points | None = None) -> _Case:
        """Weigh what is known, or one case: then `points` are those of what is known.

        No assumption leaves anything unsettled.
        """
        reach = self.judge.reach(facts)
        if isinstance(reach, tuple):
            return _Case(reach, FREE)
        given = self.judge.circumstances(facts)
        if points is None:
            points = self.judge.points(facts) if reach is True else ()
        weighed = self.judge.weighed(reach, given, points, _letter(facts, given))
        return _Case(weighed, Range.of(weighed))

    def _is_open_ahead(self, known: Seen, possible: Range) -> bool:
        """Say whether the cases that come ahead leave open all that is `possible`, as they mostly do."""
        ahead = [*islice(self.instrument.cases.of(known), AHEAD)]
        if not ahead or possible.worst is Outcome.PERMITTED_UNTIL:
            return not ahead
        points = self.judge.points(known)
        over = self._possible(ahead[0], points)
        return over == possible or any(over.also(self._possible(facts, points)) == possible for facts in ahead[1:])

    def _possible(self, facts: Seen, points: Points) -> Range:
        """Return what one case leaves possible, without the words for it."""
        reach = self.judge.reach(facts)
        if isinstance(reach, tuple):
            return FREE
        given = self.judge.circumstances(facts)
        return self.judge.possible(reach, given, points, _letter(facts, given))

    def _in_cases(self, known: Seen, possible: Range) -> tuple[_Cases, Range]:
        """Return every case, and what is possible over all; no case where they leave open all that is `possible`."""
        points, over = self.judge.points(known), possible
        cases: _Cases = []
        for facts in self.instrument.cases.of(known):
            weighed, in_case = self._case(facts, points)
            over = over.also(in_case) if cases else in_case
            cases.append((facts, weighed))
            if over == possible and possible.worst is not Outcome.PERMITTED_UNTIL:
                return [], possible
        return cases[AHEAD:], over

    def duties(self, weighed: Sequence[Weighed]) -> Diagram[_Duties] | None:
        """Return what tells which duties arise: that turns on few facts more, and on some of them exactly."""
        bound, obligations = weighed[0].bound, self.instrument.obligations
        if bound is None or obligations is None or not obligations.can_arise(bound):
            return None
        found = self._arising.get(bound)
        if found is None:
            found = self._arising[bound] = self._telling(lambda facts: self._due(facts, bound))
        return found

    def _telling(self, due: Callable[[Seen], _Duties]) -> Diagram[_Duties]:
        return Diagram(due, self.instrument.alike, self.instrument.places)

    def _due(self, facts: Seen, bound: Bound) -> _Duties:
        known = facts.assuming(self.listed) if self.listed else facts
        return self.instrument.obligations.arising(known, bound) if self.instrument.obligations else ()

    def _due_in(self, facts: Seen, weighed: Sequence[Weighed]) -> _Duties:
        return () if weighed[0].bound is None else self._due(facts, weighed[0].bound)


def _letter(facts: Seen, given: Given) -> date | None:
    """Return the last day that the contracting officer has given, where it can matter."""
    letter = facts.exact(_LETTER) if given.has_windows else None
    return letter if isinstance(letter, date) else None


def _in_every_case(
    instrument: InstrumentId, weighed: Sequence[Weighed], cases: Sequence[tuple[Weighed, ...]], possible: Range
) -> Weighed:
    """Return what holds in all `cases`, which leave only this `possible`, less open than `weighed`."""
    entries = [entry for case in cases for entry in case]
    reasons = [entry.reason for entry in entries if entry.reason is not None]
    said: Sequence[Reason | SetAside] = [*reasons, *(aside for entry in entries for aside in entry.set_aside)]
    because = "however the missing facts turn out: " + "; or ".join(dict.fromkeys(each.because for each in said))
    cited = tuple(dict.fromkeys(citation for each in said for citation in each.cited))
    aside = SetAside(instrument=instrument, because=because, cited=cited)
    reason = Reason(instrument=instrument, best=possible.best, worst=possible.worst, because=because, cited=cited)
    untils = [entry.until for entry in entries if entry.worst is possible.worst and entry.until is not None]
    return Weighed(
        best=possible.best,
        worst=possible.worst,
        until=min(untils, default=None) if possible.worst is Outcome.PERMITTED_UNTIL else None,
        reason=reason if reasons else None,
        set_aside=() if reasons else (aside,),
        missing=frozenset() if possible.is_settled else frozenset().union(*(entry.missing for entry in weighed)),
        open_law=_in_all([[law for entry in case for law in entry.open_law] for case in cases]),
        readings=tuple(reading for entry in weighed for reading in entry.readings),
        last_days=tuple(dict.fromkeys(day for entry in entries for day in entry.last_days)),
    )


def _in_all(cases: Sequence[Sequence[T]]) -> tuple[T, ...]:
    """Return what is in the first case and in all others too."""
    first, *others = cases
    return tuple(one for one in first if all(one in other for other in others))
