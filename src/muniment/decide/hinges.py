"""What an answer hangs on: which known facts bear on it, and which other value of one of them would turn it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.decide.asking import facts_asked_by, instruments_about
from muniment.domain.condition import FactType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.decide.engine import Question
    from muniment.domain.condition import FactKind, Facts, FactValue
    from muniment.domain.ids import FactId, InstrumentId, VendorId
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
        case FactType.TEXT | FactType.DAY | FactType.MOMENT:
            return


def unasked(question: Question, rulebook: Rulebook) -> tuple[Unasked, ...]:
    """Return the known facts that no instrument or agreement about the vendor asks for."""
    asking = {one.id: facts_asked_by(one) for one in rulebook.restrictions.values()}
    about = instruments_about(rulebook.vendors[question.vendor], rulebook)
    wanted = frozenset().union(*map(facts_asked_by, about))
    return tuple(
        _unasked(rulebook, fact, question.facts[fact], asking) for fact in question.facts if fact not in wanted
    )


def _unasked(
    rulebook: Rulebook, fact: FactId, value: FactValue, asking: dict[InstrumentId, frozenset[FactId]]
) -> Unasked:
    others = tuple(name for name, facts in asking.items() if fact in facts)
    vendors = dict.fromkeys(vendor for name in others for vendor in rulebook.restrictions[name].vendors)
    return Unasked(fact=fact, value=value, instruments=others, vendors=tuple(vendors))
