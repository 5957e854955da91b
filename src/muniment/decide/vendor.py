"""All instruments that may bind a use of what one vendor offers, compiled for each day that is asked about."""

from __future__ import annotations

from datetime import date, datetime
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from muniment.decide.age import with_age
from muniment.decide.asking import instruments_about
from muniment.decide.combine import Said
from muniment.decide.instrument import Instrument
from muniment.decide.respite import REMOVAL_DATE
from muniment.decide.seen import Seen
from muniment.decide.steps import remembered
from muniment.domain.condition import FactType
from muniment.domain.decision import Decision, Outcome, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from muniment.decide.combine import Bearing, Contribution, Doubt
    from muniment.decide.diagram import Diagram
    from muniment.decide.instrument import OnDay
    from muniment.decide.steps import Steps
    from muniment.domain.age import AgeLimit
    from muniment.domain.agreement import Waiver
    from muniment.domain.condition import Facts
    from muniment.domain.ids import FactId, InstrumentId
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Vendor

_SET_ASIDE, _BEARING, _DUTIES, _PASSED = itemgetter(0), itemgetter(1), itemgetter(3), itemgetter(4)
"""Of a contribution: these are taken from each for every answer."""
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
            self._remembered = tuple([remembered(each) for each in self._on_day])
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
        self._together: dict[tuple[int, ...], tuple[Said, tuple[Unknown, ...]]] = {}
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
        self._together.clear()

    def _on(self, as_of: date, waivers: tuple[Waiver, ...]) -> _Day:
        found = self._days.get((as_of, waivers))
        if found is None:
            if len(self._days) == _MOST_DAYS:
                self._days.clear()
            found = self._days[as_of, waivers] = _Day([each.on(as_of, waivers) for each in self._instruments])
        return found

    def _decided(self, facts: Facts, as_of: date, waivers: tuple[Waiver, ...]) -> Decision:
        contributions = self._on(as_of, waivers).contributions(facts)
        said, unknown = self._said(list(filter(None, map(_BEARING, contributions))))
        passed, letter = list(filter(None, map(_PASSED, contributions))), facts.get(REMOVAL_DATE)
        return Decision(
            vendor=self._vendor,
            as_of=as_of,
            outcome=said.outcome,
            until=said.until,
            reasons=said.reasons_by(passed, letter) if passed and isinstance(letter, date) else said.reasons,
            set_aside=tuple(chain.from_iterable(map(_SET_ASIDE, contributions))),
            unknown=unknown,
            open_law=said.open_law,
            readings=said.readings,
            last_days=said.last_days,
            duties=tuple(chain.from_iterable([each.of(facts) for each in filter(None, map(_DUTIES, contributions))])),
            confidence=said.confidence_with(contributions),
            verified_through=self._verified_through,
            rulebook=self._rulebook,
        )

    def _said(self, bearing: list[Bearing]) -> tuple[Said, tuple[Unknown, ...]]:
        """Return what all instruments say together, and what to ask next; remembered by who says what.

        A remembered `Said` holds on to each `bearing`, so that no other can have its identity.
        """
        key = tuple(map(id, bearing))
        found = self._together.get(key)
        if found is None:
            if len(self._together) == _MOST_DECISIONS:
                self._together.clear()
            said = Said.together(bearing)
            unknown = self._unknown(said.doubts) if said.outcome is Outcome.UNDETERMINED else ()
            found = self._together[key] = (said, unknown)
        return found

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
