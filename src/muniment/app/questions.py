"""What a check asks about a use: all that is known about it, seen from a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.decide.engine import Question
from muniment.domain.condition import fact_value
from muniment.domain.ids import FactId
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from muniment.domain.age import AgeLimit
    from muniment.domain.condition import Facts, FactValue
    from muniment.domain.contract import Contract, Estate, KnownUse, System
    from muniment.domain.ids import SystemId
    from muniment.domain.report import Use

_PURPOSES = FactId("use.purposes")
_NOT_FOR_THIS_CONTRACT: FactValue = frozenset({"commercial"})


def question_about(
    use: Use, contract: Contract | None, estate: Estate | None, as_of: date, age_limit: AgeLimit | None = None
) -> Question:
    """Return what a check asks about `use` on a contract of `estate`; without one, about any contract."""
    if estate is None or contract is None:
        return Question(vendor=use.vendor, facts=use.shown, as_of=as_of, age_limit=age_limit)
    return Question(
        vendor=use.vendor,
        facts=facts_of(estate, contract, system_of(estate, use.system), use),
        as_of=as_of,
        waivers=tuple(waiver for waiver in estate.waivers if waiver.contract == contract.id),
        age_limit=age_limit,
    )


def facts_of(estate: Estate, contract: Contract, system: System | None, use: Use) -> Facts:
    """Return all that is known about a use, seen from a contract.

    An answer to a question about the use fills a gap alone: what was seen of it goes before that. A system that does
    not serve the contract is, for that contract, commercial use.
    Raises: InputError where two sources tell a fact differently.
    """
    known = tuple(told(estate, contract, system, use))
    if problems := tuple(_contradictions(known)):
        raise InputError(*problems)
    facts = {fact: value for _, each in known for fact, value in each.items()}
    if system is not None and contract.id not in system.contracts:
        facts[_PURPOSES] = _NOT_FOR_THIS_CONTRACT
    return facts


def refuse_contradictions(found: Sequence[Use], estate: Estate) -> None:
    """Refuse a fact of a use that two sources tell differently: nobody may choose between them unseen.

    Raises: InputError, with every contradiction of every use.
    """
    problems = [
        problem
        for use in found
        for contract in estate.contracts
        for problem in _contradictions(told(estate, contract, system_of(estate, use.system), use))
    ]
    if problems:
        raise InputError(*dict.fromkeys(problems))


def _contradictions(told: Iterable[tuple[str, Facts]]) -> Iterator[Problem]:
    first: dict[FactId, tuple[str, FactValue]] = {}
    for place, facts in told:
        for fact, value in facts.items():
            where, said = first.setdefault(fact, (place, value))
            if said != value:
                what = f"`{fact}` is `{fact_value(value)}` here, and `{fact_value(said)}` in {where}"
                help_ = "say it once; where both are so, describe the two uses as systems of their own"
                yield Problem(where=place, what=what, help=help_)


def told(estate: Estate, contract: Contract, system: System | None, use: Use) -> Iterator[tuple[str, Facts]]:
    """Yield what each source tells of a use, with the place at which it does."""
    yield "[organisation]", estate.facts
    yield f"contract `{contract.id}`", contract.facts
    if use.shown:
        yield f"what the files show of `{use.vendor}`{f' in `{use.system}`' if use.system else ''}", use.shown
    if system is not None:
        yield f"system `{system.id}`", system.facts
        for known in _about(use, system.uses):
            yield f"use of `{known.vendor}` in system `{system.id}`", known.facts
        for known in _about(use, system.answered):
            gaps = {fact: value for fact, value in known.facts.items() if fact not in use.shown}
            yield f"answers about `{known.vendor}` in system `{system.id}`", gaps


def _about(use: Use, known: Sequence[KnownUse]) -> Iterator[KnownUse]:
    return (one for one in known if one.vendor == use.vendor)


def system_of(estate: Estate | None, system: SystemId | None) -> System | None:
    """Return the system of that name in `estate`, where it describes one."""
    return next((s for s in estate.systems if s.id == system), None) if estate else None
