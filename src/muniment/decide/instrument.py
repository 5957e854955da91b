"""One instrument, asked by facts alone: it reasons by cases where that helps, and answers a known question at once."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from muniment.decide.asking import facts_asked_by, turns_on
from muniment.decide.cases import Cases
from muniment.decide.terms import Terms
from muniment.decide.weigh import Range, Weighed, Weigher
from muniment.domain.agreement import Agreement
from muniment.domain.condition import facts_named_by
from muniment.domain.decision import Outcome, Reason, SetAside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from muniment.domain.agreement import Waiver
    from muniment.domain.condition import Facts, FactValue
    from muniment.domain.ids import InstrumentId
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Listing

_REMEMBERED = 1024
"""Answers that one instrument keeps. They change no answer: a question is the same only if all that is asked is."""

T = TypeVar("T")


class Instrument:
    """What one restriction or agreement contributes to a decision."""

    def __init__(self, described: Restriction | Agreement, rulebook: Rulebook) -> None:
        """Compile what is described, and find out which facts it asks for, and which of them twice."""
        self.asks = tuple(sorted(facts_asked_by(described)))
        self._id = described.id
        self._scope = frozenset(facts_named_by(described.scope))
        self._judge = Terms(described) if isinstance(described, Agreement) else Weigher(described, rulebook)
        self._cases = Cases(turns_on(described), rulebook.facts)
        self._answer = lru_cache(_REMEMBERED)(self._weighed)

    def weigh(
        self, facts: Facts, as_of: date, waivers: tuple[Waiver, ...], listed: tuple[Listing, ...]
    ) -> tuple[Weighed, ...]:
        """Return what the instrument contributes on `as_of`, and where it rests on what is `listed`, those lists."""
        weighed = self._answer(as_of, waivers, *map(facts.get, self.asks))
        read = [one for one in listed if one.fact in self._scope]
        return tuple(_with_listings(entry, read) for entry in weighed) if read else weighed

    def forget(self) -> None:
        """Forget every answer."""
        self._answer.cache_clear()

    def _weighed(self, as_of: date, waivers: tuple[Waiver, ...], *values: FactValue | None) -> tuple[Weighed, ...]:
        known = {fact: value for fact, value in zip(self.asks, values, strict=True) if value is not None}
        weighed = self._judge.weigh(known, known, as_of, waivers)
        possible = Range.of(weighed)
        if possible.is_settled:
            return weighed
        cases = []
        for facts in self._cases.of(known):
            cases.append(self._judge.weigh(facts, known, as_of, waivers))
            if Range.over(cases) == possible and possible.worst is not Outcome.PERMITTED_UNTIL:
                return weighed
        return (_in_every_case(self._id, weighed, cases),) if cases else weighed


def _with_listings(weighed: Weighed, read: Sequence[Listing]) -> Weighed:
    """Return `weighed` with the listings that its scope read, told and cited where it bears on the outcome."""
    if weighed.reason is None:
        return weighed
    because = "; ".join([weighed.reason.because, *(one.says for one in read)])
    told = replace(weighed.reason, because=because, cited=(*weighed.reason.cited, *(one.cited for one in read)))
    return replace(weighed, reason=told)


def _in_every_case(
    instrument: InstrumentId, weighed: tuple[Weighed, ...], cases: Sequence[tuple[Weighed, ...]]
) -> Weighed:
    """Return what holds in all `cases`, which leave less open than `weighed`."""
    possible = Range.over(cases)
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
        open_law=_in_all(cases, lambda entry: entry.open_law),
        readings=tuple(reading for entry in weighed for reading in entry.readings),
        last_days=tuple(dict.fromkeys(day for entry in entries for day in entry.last_days)),
        duties=_in_all(cases, lambda entry: entry.duties),
    )


def _in_all(cases: Sequence[tuple[Weighed, ...]], part: Callable[[Weighed], tuple[T, ...]]) -> tuple[T, ...]:
    """Return the parts of the first case that are in all others too."""
    first, *others = [[one for entry in case for one in part(entry)] for case in cases]
    return tuple(one for one in first if all(one in other for other in others))
