"""The main use case: scans of an organisation's sources, and a decision for each use on each contract."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.app.scan.counted import counted
from muniment.decide.engine import Question
from muniment.decide.posture import with_postures
from muniment.discover.findings.suppress import suppress
from muniment.discover.findings.using import uses
from muniment.domain.condition import fact_value
from muniment.domain.evidence import EvidenceClass, Rung
from muniment.domain.ids import FactId
from muniment.domain.report import Report, Use, UseDecision
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from muniment.decide.engine import Engine
    from muniment.discover.findings.suppress import Name
    from muniment.domain.age import AgeLimit
    from muniment.domain.condition import Facts, FactValue
    from muniment.domain.contract import Contract, Estate, KnownUse, System
    from muniment.domain.ids import SignatureId, SystemId
    from muniment.domain.report import Scan
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.suppression import Suppression
    from muniment.domain.technology import Signature

_PURPOSES = FactId("use.purposes")
_NOT_FOR_THIS_CONTRACT: FactValue = frozenset({"commercial"})


def check(  # noqa: PLR0913  (one parameter for each thing that an answer rests on)
    scans: Sequence[Scan],
    estate: Estate | None,
    rulebook: Rulebook,
    engine: Engine,
    as_of: date,
    suppressions: Sequence[Suppression] = (),
    *,
    age_limit: AgeLimit | None = None,
) -> Report:
    """Return the report on `scans`; without an estate, it answers for any contract.

    Raises: InputError where two sources tell a fact of one use differently.
    What a suppression hides on the day stays among the findings, and counts neither as use nor as mention. Where
    `age_limit` is left out, the age of the rulebook does not count.
    """
    signatures = {signature.id: signature for signature in rulebook.signatures}
    suppressed = suppress([scan.inventory.findings for scan in scans], suppressions, as_of)
    found = tuple(_uses(scans, estate, signatures, suppressed.hidden))
    if estate is not None:
        refuse_contradictions(found, estate)
    mentions = Counter(finding.vendor for scan in scans for finding in scan.inventory.findings if finding.demoted)
    return Report(
        as_of=as_of,
        rulebook=rulebook,
        estate=estate,
        scans=tuple(scans),
        uses=found,
        decisions=tuple(decision for use in found for decision in _decided(use, estate, engine, as_of, age_limit)),
        mentions=mentions,
        suppressed=suppressed.hidden,
        suppressions=suppressed.uses,
        age_limit=age_limit,
    )


def decided_anew(report: Report, estate: Estate, engine: Engine) -> Report:
    """Return `report` with the same uses, decided by what `estate` says now."""
    limit = report.age_limit
    decisions = (one for use in report.uses for one in _decided(use, estate, engine, report.as_of, limit))
    return replace(report, estate=estate, decisions=tuple(decisions))


def _uses(
    scans: Sequence[Scan],
    estate: Estate | None,
    signatures: Mapping[SignatureId, Signature],
    suppressed: Collection[Name],
) -> Iterator[Use]:
    """Yield the uses of each system, those that only a person recorded included."""
    systems: dict[SystemId | None, None] = dict.fromkeys(scan.system for scan in scans)
    if estate is not None:
        systems.update(dict.fromkeys(system.id for system in estate.systems if system.uses))
    for system in systems:
        found = uses(counted(scans, system, suppressed), signatures, system)
        yield from found
        yield from _recorded(_system(estate, system), {use.vendor for use in found})


def _recorded(system: System | None, found: set[str]) -> Iterator[Use]:
    if system is None:
        return
    for known in system.uses:
        if known.vendor not in found:
            yield Use(
                vendor=known.vendor,
                system=system.id,
                roles=(),
                others=(),
                shown={},
                rung=Rung.OBSERVED,
                cls=EvidenceClass.PRODUCT,
                findings=(),
            )


def _decided(
    use: Use, estate: Estate | None, engine: Engine, as_of: date, age_limit: AgeLimit | None
) -> Iterator[UseDecision]:
    if estate is None:
        asked = question_about(use, None, None, as_of, age_limit)
        yield UseDecision(use=use, contract=None, decision=engine.decide(asked))
        return
    for contract in estate.contracts:
        decision = engine.decide(question_about(use, contract, estate, as_of, age_limit))
        yield UseDecision(use=use, contract=contract.id, decision=with_postures(decision, estate.postures))


def question_about(
    use: Use, contract: Contract | None, estate: Estate | None, as_of: date, age_limit: AgeLimit | None = None
) -> Question:
    """Return what a check asks about `use` on a contract of `estate`; without one, about any contract."""
    if estate is None or contract is None:
        return Question(vendor=use.vendor, facts=use.shown, as_of=as_of, age_limit=age_limit)
    return Question(
        vendor=use.vendor,
        facts=facts_of(estate, contract, _system(estate, use.system), use),
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
        for problem in _contradictions(told(estate, contract, _system(estate, use.system), use))
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


def _system(estate: Estate | None, system: SystemId | None) -> System | None:
    return next((s for s in estate.systems if s.id == system), None) if estate else None
