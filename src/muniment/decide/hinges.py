"""What an answer hangs on: which known facts bear on it, and which other value of one of them would turn it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.decide.obligations import IDENTIFIED, REPORTED
from muniment.decide.respite import REMOVAL_DATE
from muniment.domain.condition import FactType, facts_named_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.decide.engine import Question
    from muniment.domain.condition import Condition, FactKind, Facts, FactValue
    from muniment.domain.ids import FactId, InstrumentId, VendorId
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """A known fact for which no instrument about the vendor asks, and the instruments, about others, that do."""

    fact: FactId
    value: FactValue
    instruments: tuple[InstrumentId, ...]
    vendors: tuple[VendorId, ...]


def other_values(facts: Facts, rulebook: Rulebook) -> Iterator[tuple[FactId, FactValue]]:
    """Yield every other value that one known fact could have, a fact at a time.

    These are the values of closed choices and of yes-no facts; for a set, one member at a time. Days and free text have
    too many.
    """
    for fact, held in facts.items():
        yield from ((fact, value) for value in _others(rulebook.facts[fact], held))


def _others(kind: FactKind, held: FactValue) -> Iterator[FactValue]:
    match kind.type:
        case FactType.YES_NO:
            yield not held
        case FactType.CHOICE:
            yield from (choice for choice in kind.choices if choice != held)
        case FactType.SET:
            yield from (frozenset({choice}) for choice in kind.choices if frozenset({choice}) != held)
        case FactType.TEXT | FactType.DAY:
            return


def unasked(question: Question, rulebook: Rulebook) -> tuple[Unasked, ...]:
    """Return the known facts that no instrument or agreement about the vendor asks for."""
    asking = {one.id: frozenset(_facts(one)) for one in rulebook.restrictions.values()}
    about = [one for one in rulebook.restrictions.values() if question.vendor in one.vendors]
    wanted = frozenset().union(*(asking[one.id] for one in about), *_terms(rulebook, question.vendor))
    return tuple(
        _unasked(rulebook, fact, question.facts[fact], asking) for fact in question.facts if fact not in wanted
    )


def _unasked(
    rulebook: Rulebook, fact: FactId, value: FactValue, asking: dict[InstrumentId, frozenset[FactId]]
) -> Unasked:
    others = tuple(name for name, facts in asking.items() if fact in facts)
    vendors = dict.fromkeys(vendor for name in others for vendor in rulebook.restrictions[name].vendors)
    return Unasked(fact=fact, value=value, instruments=others, vendors=tuple(vendors))


def _terms(rulebook: Rulebook, vendor: VendorId) -> Iterator[frozenset[FactId]]:
    for agreement in rulebook.agreements.values():
        if agreement.vendor == vendor:
            conditions = (agreement.scope, *(term.breach for term in agreement.terms))
            yield frozenset(fact for condition in conditions for fact in facts_named_by(condition))


def _facts(restriction: Restriction) -> Iterator[FactId]:
    for condition in _conditions(restriction):
        yield from facts_named_by(condition)
    if restriction.wind_downs:
        yield REMOVAL_DATE
    if any(duty.clocks for duty in restriction.duties):
        yield from (IDENTIFIED, REPORTED)


def _conditions(restriction: Restriction) -> Iterator[Condition]:
    yield restriction.scope
    yield from (status.when for status in restriction.statuses)
    yield from (case.when for case in restriction.exceptions)
    yield from (case.when for case in restriction.unsettled)
    yield from (window.when for window in restriction.wind_downs)
    yield from (reading.when for reading in restriction.readings)
    for duty in restriction.duties:
        yield from (duty.when, duty.unless)
