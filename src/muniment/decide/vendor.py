"""All instruments that may bind a use of what one vendor offers, compiled for each day that is asked about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from muniment.decide.age import with_age
from muniment.decide.asking import instruments_about
from muniment.decide.combine import Combined
from muniment.decide.instrument import Instrument
from muniment.decide.seen import Seen
from muniment.domain.condition import FactType
from muniment.domain.decision import Decision, Outcome, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from muniment.decide.combine import Contribution, Doubt
    from muniment.decide.diagram import Diagram
    from muniment.decide.instrument import OnDay
    from muniment.decide.steps import Steps
    from muniment.domain.age import AgeLimit
    from muniment.domain.agreement import Waiver
    from muniment.domain.condition import Facts
    from muniment.domain.ids import FactId, InstrumentId
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Vendor

_MOST_DECISIONS = 4096
_MOST_DAYS = 128
"""What is remembered about one vendor, until all is forgotten. It changes no answer: a question is the same only if
everything is that an instrument asks for."""


class _Day:
    """What all instruments contribute as of one day, under the waivers of one contract.

    The first answer is not kept: whoever looks at each of hundreds of days once would pay for what is used no more.
    """

    def __init__(self, on_day: Sequence[OnDay]) -> None:
        """Ask the instruments of that day."""
        self._on_day = on_day
        self._remembered: tuple[Diagram[Contribution] | Steps, ...] | None = None

    def contributions(self, facts: Facts) -> list[Contribution]:
        """Return what each contributes where these are the `facts`."""
        if self._remembered is None:
            self._remembered = ()
            return [each.contribution(Seen(facts)) for each in self._on_day]
        if not self._remembered:
            self._remembered = tuple([each.remembered() for each in self._on_day])
        return [each.of(facts) for each in self._remembered]


class AboutVendor:
    """Decides on one vendor."""

    def __init__(self, vendor: Vendor, rulebook: Rulebook) -> None:
        """Find and compile the instruments that may reach `vendor`."""
        described = instruments_about(vendor, rulebook)
        self._vendor = vendor.id
        number = {name: place for place, name in enumerate(sorted({each.id for each in described}))}
        self._instruments = tuple(Instrument(each, rulebook, vendor.listings, number[each.id]) for each in described)
        self._asks = tuple(sorted({fact for instrument in self._instruments for fact in instrument.asks}))
        moments = {kind.id for kind in rulebook.facts.values() if kind.type is FactType.MOMENT}
        self._moments = tuple(fact for fact in self._asks if fact in moments)
        self._verified_through = min([*(each.verified_through for each in described), vendor.screened_through])
        self._rulebook = rulebook.digest
        self._kinds = rulebook.facts
        self._order = {fact: place for place, fact in enumerate(rulebook.facts)}
        self._days: dict[tuple[date, tuple[Waiver, ...]], _Day] = {}
        self._decisions: dict[object, Decision] = {}
        self._unknowns: dict[tuple[FactId, tuple[InstrumentId, ...]], Unknown] = {}

    def decide(self, facts: Facts, as_of: date, waivers: tuple[Waiver, ...], limit: AgeLimit | None) -> Decision:
        """Return the decision; facts for which no instrument asks leave it as it is."""
        key = (as_of, waivers, limit, *map(facts.get, self._asks), *map(_zone, map(facts.get, self._moments)))
        found = self._decisions.get(key)
        if found is None:
            if len(self._decisions) == _MOST_DECISIONS:
                self._decisions.clear()
            decided = self._decided(facts, as_of, waivers)
            found = self._decisions[key] = decided if limit is None else with_age(decided, limit)
        return found

    def forget(self) -> None:
        """Forget every answer, and what the instruments contributed to it."""
        self._days.clear()
        self._decisions.clear()

    def _on(self, as_of: date, waivers: tuple[Waiver, ...]) -> _Day:
        found = self._days.get((as_of, waivers))
        if found is None:
            if len(self._days) == _MOST_DAYS:
                self._days.clear()
            found = self._days[as_of, waivers] = _Day([each.on(as_of, waivers) for each in self._instruments])
        return found

    def _decided(self, facts: Facts, as_of: date, waivers: tuple[Waiver, ...]) -> Decision:
        combined = Combined(self._on(as_of, waivers).contributions(facts), facts)
        outcome = combined.outcome
        return Decision(
            vendor=self._vendor,
            as_of=as_of,
            outcome=outcome,
            until=combined.until,
            reasons=combined.reasons,
            set_aside=combined.set_aside,
            unknown=self._unknown(combined.doubts) if outcome is Outcome.UNDETERMINED else (),
            open_law=combined.open_law,
            readings=combined.readings,
            last_days=combined.last_days,
            duties=combined.duties,
            confidence=combined.confidence,
            verified_through=self._verified_through,
            rulebook=self._rulebook,
        )

    def _unknown(self, doubts: Iterable[Doubt]) -> tuple[Unknown, ...]:
        """Return what to ask next: first what bears on most instruments, then in the order of the rulebook's facts."""
        asking: dict[FactId, list[InstrumentId]] = {}
        for doubt in doubts:
            for fact in doubt.missing:
                asking.setdefault(fact, []).append(doubt.instrument)
        ordered = sorted([(-len(instruments), self._order[fact], fact) for fact, instruments in asking.items()])
        return tuple([self._unknown_fact(fact, tuple(asking[fact])) for _, _, fact in ordered])

    def _unknown_fact(self, fact: FactId, instruments: tuple[InstrumentId, ...]) -> Unknown:
        found = self._unknowns.get((fact, instruments))
        if found is None:
            kind = self._kinds[fact]
            once = tuple(dict.fromkeys(instruments))
            found = Unknown(fact=fact, question=kind.question, answer_in=kind.answer_in, instruments=once)
            self._unknowns[fact, instruments] = found
        return found


def _zone(moment: object) -> object:
    """Return what tells instants apart that are equal and in different time zones."""
    return (moment.tzinfo, moment.fold) if isinstance(moment, datetime) else None
