"""The main use case: scans of an organisation's sources, and a decision for each use on each contract."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.app.questions import question_about, refuse_contradictions, system_of
from muniment.app.scan.counted import counted
from muniment.decide.posture import with_postures
from muniment.discover.findings.suppress import suppress
from muniment.discover.findings.using import uses
from muniment.domain.evidence import EvidenceClass, Rung
from muniment.domain.report import Report, Use, UseDecision

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from muniment.decide.engine import Engine
    from muniment.discover.findings.suppress import Name
    from muniment.domain.age import AgeLimit
    from muniment.domain.contract import Estate, System
    from muniment.domain.ids import SignatureId, SystemId
    from muniment.domain.report import Scan
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.suppression import Suppression
    from muniment.domain.technology import Signature


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
        yield from _recorded(system_of(estate, system), {use.vendor for use in found})


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
