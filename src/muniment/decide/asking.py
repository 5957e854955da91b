"""Which conditions an instrument puts on the facts, and so which facts it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.decide.respite import REMOVAL_DATE
from muniment.domain.agreement import Agreement
from muniment.domain.condition import facts_named_by
from muniment.domain.duty import clock_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.condition import Condition
    from muniment.domain.ids import FactId
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Vendor


def instruments_about(vendor: Vendor, rulebook: Rulebook) -> tuple[Restriction | Agreement, ...]:
    """Return every instrument that may bind a use of what `vendor` offers, as it meets the vendor, in a fixed order."""
    restrictions = (each for _, each in sorted(rulebook.restrictions.items()) if vendor.id in each.vendors)
    agreements = (each for _, each in sorted(rulebook.agreements.items()) if each.vendor == vendor.id)
    return (*(each.toward(vendor) for each in restrictions), *agreements)


def turns_on(instrument: Restriction | Agreement) -> Iterator[Condition]:
    """Yield the conditions on which the outcome turns whatever is known; an unsettled case counts only once it is."""
    yield from bites_by(instrument)
    yield from lifted_by(instrument)


def bites_by(instrument: Restriction | Agreement) -> Iterator[Condition]:
    """Yield the conditions that have to hold for the instrument to bite."""
    yield instrument.scope
    if isinstance(instrument, Agreement):
        yield from (term.breach for term in instrument.terms)
    else:
        yield from (status.when for status in instrument.statuses)


def lifted_by(instrument: Restriction | Agreement) -> Iterator[Condition]:
    """Yield the conditions that free a use which the instrument reaches."""
    if not isinstance(instrument, Agreement):
        yield from (case.when for case in instrument.exceptions)
        yield from (window.when for window in instrument.wind_downs)


def conditions_of(instrument: Restriction | Agreement) -> tuple[Condition, ...]:
    """Return every condition in the instrument, those of its readings and duties included."""
    return (*turns_on(instrument), *_beside(instrument))


def facts_asked_by(instrument: Restriction | Agreement) -> frozenset[FactId]:
    """Return every fact that anything in the instrument asks for, its readings and duties included."""
    return frozenset().union(_days(instrument), *map(facts_named_by, conditions_of(instrument)))


def _beside(instrument: Restriction | Agreement) -> Iterator[Condition]:
    if isinstance(instrument, Agreement):
        return
    yield from (case.when for case in instrument.unsettled)
    yield from (reading.when for reading in instrument.readings)
    for duty in instrument.duties:
        yield from (duty.when, duty.unless, *(one.when for one in duty.to))


def _days(instrument: Restriction | Agreement) -> Iterator[FactId]:
    if isinstance(instrument, Agreement):
        return
    if instrument.wind_downs:
        yield REMOVAL_DATE
    for duty in instrument.duties:
        yield from clock_facts(duty).values()
