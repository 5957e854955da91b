"""What an answer hangs on: which known facts bear on it, and which other value of one of them would turn it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.decide.asking import conditions_of, facts_asked_by, instruments_about
from muniment.domain.condition import FactType, Includes, leaves_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.decide.engine import Question
    from muniment.domain.agreement import Agreement
    from muniment.domain.condition import FactKind, Facts, FactValue
    from muniment.domain.ids import FactId, InstrumentId, VendorId
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """A known fact for which no instrument about the vendor asks, and the instruments, about others, that do.

    Of a set that is open, such as the clauses of a contract, they ask for the words that they name, and for no other.
    """

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
        case FactType.TEXT | FactType.DAY | FactType.MOMENT:
            return


def unasked(question: Question, rulebook: Rulebook) -> tuple[Unasked, ...]:
    """Return the known facts that no instrument or agreement about the vendor asks for."""
    about = instruments_about(rulebook.vendors[question.vendor], rulebook)
    return tuple(
        _unasked(rulebook, fact, value)
        for fact, value in question.facts.items()
        if not any(_asks_for(each, rulebook.facts[fact], value) for each in about)
    )


def _asks_for(instrument: Restriction | Agreement, kind: FactKind, value: FactValue) -> bool:
    if kind.id not in facts_asked_by(instrument):
        return False
    if kind.choices or not isinstance(value, frozenset) or not value:
        return True
    tests = [leaf for each in conditions_of(instrument) for leaf in leaves_of(each) if leaf.fact == kind.id]
    return any(isinstance(test, Includes) and not test.values.isdisjoint(value) for test in tests)


def _unasked(rulebook: Rulebook, fact: FactId, value: FactValue) -> Unasked:
    others = [one for one in rulebook.restrictions.values() if _asks_for(one, rulebook.facts[fact], value)]
    vendors = dict.fromkeys(vendor for one in others for vendor in one.vendors)
    return Unasked(fact=fact, value=value, instruments=tuple(one.id for one in others), vendors=tuple(vendors))
