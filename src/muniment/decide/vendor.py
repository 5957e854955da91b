"""All instruments that may bind a use of what one vendor offers, compiled for each day that is asked about."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from muniment.decide.age import with_age
from muniment.decide.asking import facts_asked_by, instruments_about
from muniment.decide.combine import Joined, Said
from muniment.decide.day import Day
from muniment.decide.instrument import Instrument
from muniment.decide.places import Places
from muniment.decide.respite import REMOVAL_DATE
from muniment.domain.decision import Decision, Outcome, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from muniment.decide.combine import Bearing, Doubt
    from muniment.decide.places import Row
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


class AboutVendor:
    """Decides on one vendor."""

    def __init__(self, vendor: Vendor, rulebook: Rulebook) -> None:
        """Find and compile the instruments that may reach `vendor`."""
        described = instruments_about(vendor, rulebook)
        self._vendor = vendor.id
        number = {name: place for place, name in enumerate(sorted({each.id for each in described}))}
        self._places = Places(chain.from_iterable(map(facts_asked_by, described)), rulebook.facts)
        self._instruments = tuple(
            Instrument(each, rulebook, listings=vendor.listings, number=number[each.id], places=self._places)
            for each in described
        )
        self._verified_through = min([*(each.verified_through for each in described), vendor.screened_through])
        self._rulebook = rulebook.digest
        self._kinds = rulebook.facts
        self._order = {fact: place for place, fact in enumerate(rulebook.facts)}
        self._days: dict[tuple[date, tuple[Waiver, ...]], Day] = {}
        self._decisions: dict[object, Decision] = {}
        self._together: dict[tuple[int, ...], tuple[Said, tuple[Unknown, ...]]] = {}
        self._unknowns: dict[tuple[FactId, tuple[InstrumentId, ...]], Unknown] = {}
        self._asking: dict[tuple[tuple[InstrumentId, frozenset[FactId]], ...], tuple[Unknown, ...]] = {}

    def decide(self, facts: Facts, as_of: date, waivers: tuple[Waiver, ...], limit: AgeLimit | None) -> Decision:
        """Return the decision; facts for which no instrument asks leave it as it is."""
        row = self._places.row(facts)
        key = (as_of, waivers, limit, row)
        found = self._decisions.get(key)
        if found is None:
            if len(self._decisions) == _MOST_DECISIONS:
                self._decisions.clear()
            decided = self._decided(facts, row, as_of, waivers)
            found = self._decisions[key] = decided if limit is None else with_age(decided, limit)
        return found

    def forget(self) -> None:
        """Forget every answer, and what the instruments contributed to it."""
        self._days.clear()
        self._decisions.clear()
        self._together.clear()
        self._asking.clear()

    def _on(self, as_of: date, waivers: tuple[Waiver, ...]) -> Day:
        found = self._days.get((as_of, waivers))
        if found is None:
            if len(self._days) == _MOST_DAYS:
                self._days.clear()
            found = self._days[as_of, waivers] = Day(
                [each.on(as_of, waivers) for each in self._instruments], self._places
            )
        return found

    def _decided(self, facts: Facts, row: Row, as_of: date, waivers: tuple[Waiver, ...]) -> Decision:
        contributions = self._on(as_of, waivers).contributions(facts, row)
        set_aside, bearing, duties, passed = Joined.of(contributions)
        said, unknown = self._said(bearing)
        letter = facts.get(REMOVAL_DATE) if passed else None
        return Decision(
            vendor=self._vendor,
            as_of=as_of,
            outcome=said.outcome,
            until=said.until,
            reasons=said.reasons_by(passed, letter) if isinstance(letter, date) else said.reasons,
            set_aside=tuple(set_aside),
            unknown=unknown,
            open_law=said.open_law,
            readings=said.readings,
            last_days=said.last_days,
            duties=tuple(chain.from_iterable([each.of(row) for each in duties])) if duties else (),
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
            said = Said.together(tuple(bearing))
            unknown = self._to_be_asked(said.doubts) if said.outcome is Outcome.UNDETERMINED else ()
            found = self._together[key] = (said, unknown)
        return found

    def _to_be_asked(self, doubts: Iterable[Doubt]) -> tuple[Unknown, ...]:
        """Return what to ask next; remembered by who misses what: reasons have many more words than that."""
        missing = tuple([(doubt.instrument, doubt.missing) for doubt in doubts])
        found = self._asking.get(missing)
        if found is None:
            if len(self._asking) == _MOST_DECISIONS:
                self._asking.clear()
            found = self._asking[missing] = self._unknown(missing)
        return found

    def _unknown(self, missing: Iterable[tuple[InstrumentId, frozenset[FactId]]]) -> tuple[Unknown, ...]:
        """Return the missing facts: first what bears on most instruments, then in the order of the rulebook's facts."""
        asking: dict[FactId, list[InstrumentId]] = {}
        for instrument, facts in missing:
            for fact in facts:
                asking.setdefault(fact, []).append(instrument)
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
