"""The parts of a report that go into a statement about one contract."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from muniment.app.certify.blockers import (
    name_of,
    open_decisions,
    readable,
    scoped_scans,
    scoped_systems,
    source_names,
    unread,
)
from muniment.domain.condition import fact_value
from muniment.domain.ids import FactId
from muniment.domain.statement import (
    AskedVendor,
    CitedDocument,
    CoverageSummary,
    DecisionSummary,
    DisputedReading,
    Ground,
    MissingFact,
    RulebookStamp,
    Scope,
    ScopedSource,
    ScopedSystem,
    StatedFact,
    StatedWaiver,
    UnreadPath,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from muniment.app.certify.blockers import UnreadGaps
    from muniment.domain.citation import Citation
    from muniment.domain.contract import Contract, Estate
    from muniment.domain.ids import ContractId, Digest, SourceId, SystemId
    from muniment.domain.report import Report, Scan, UseDecision
    from muniment.domain.rulebook import Rulebook


_TIER, _SOLICITED = FactId("party.tier"), FactId("contract.solicited")


def scope(report: Report, estate: Estate, contract: Contract, modification: str, *, everywhere: bool) -> Scope:
    """Return what a statement about `contract` is about, and which systems of the estate it leaves out."""
    inside = scoped_systems(report, contract.id, everywhere=everywhere)
    tier, solicited = contract.facts.get(_TIER), contract.facts.get(_SOLICITED)
    names = source_names(report)
    return Scope(
        organisation=estate.organisation,
        contract=contract.id,
        title=contract.title,
        agency=contract.agency,
        modification=modification,
        tier=tier if isinstance(tier, str) else "",
        solicited=solicited if isinstance(solicited, date) else None,
        clauses=tuple((clause.id, clause.version) for clause in contract.clauses),
        systems=tuple(
            ScopedSystem(id=each.id, title=each.title, serves=contract.id in each.contracts)
            for each in estate.systems
            if each.id in inside
        ),
        outside=tuple(each.id for each in estate.systems if each.id not in inside),
        sources=tuple(
            ScopedSource(system=system, name=name_of(scan, names), content=scan.inventory.content)
            for system, scan in _mapped(report, contract.id, everywhere=everywhere)
        ),
        vendors=tuple(
            AskedVendor(id=each.id, name=each.name, screened_through=each.screened_through)
            for each in sorted(report.rulebook.vendors.values(), key=lambda vendor: vendor.id)
        ),
    )


def coverage(report: Report, contract: ContractId, *, everywhere: bool) -> tuple[CoverageSummary, ...]:
    """Return the account of each source in the scope, with every gap that could hide a use."""
    names = source_names(report)
    gaps = unread(report, contract, everywhere=everywhere)
    return tuple(
        CoverageSummary(
            system=system,
            source=name_of(scan, names),
            entries=scan.inventory.coverage.entries,
            read=scan.inventory.coverage.read,
            bytes_read=scan.inventory.coverage.bytes_read,
            by_status=scan.inventory.coverage.by_status,
            unread=tuple(_unread(each) for each in gaps if each.scan is scan),
        )
        for system, scan in _mapped(report, contract, everywhere=everywhere)
    )


def decisions(
    report: Report, contract: ContractId, valid_until: date, *, everywhere: bool
) -> tuple[DecisionSummary, ...]:
    """Return what was decided for `contract` in its scope. What is open up to `valid_until` names its disclosure."""
    inside = scoped_systems(report, contract, everywhere=everywhere)
    disclosed = {id(each): name for each, name in open_decisions(report, contract, valid_until)}
    return tuple(
        _decision(each, each.use.system, disclosed.get(id(each), ""))
        for each in report.decisions
        if each.contract == contract and each.use.system is not None and each.use.system in inside
    )


def documents(decided: Iterable[DecisionSummary], rulebook: Rulebook) -> tuple[CitedDocument, ...]:
    """Return every document that the decisions cite, in order of id; the reader need not have the rulebook."""
    cited = {citation.source for each in decided for citation in _citations(each)}
    return tuple(_document(source, rulebook) for source in sorted(cited))


def said(report: Report, estate: Estate, contract: ContractId, *, everywhere: bool) -> tuple[StatedFact, ...]:
    """Return what people answered for of the facts about the organisation, the contract and the systems in scope."""
    inside = scoped_systems(report, contract, everywhere=everywhere)
    stated = [
        StatedFact(
            fact=each.fact,
            value=None if each.value is None else fact_value(each.value),
            contract=each.place.contract,
            system=each.place.system,
            vendor=each.place.vendor,
            by=each.by,
            on=each.on,
            source=each.source,
        )
        for each in estate.answers
        if each.place.contract in {None, contract} and (each.place.system is None or each.place.system in inside)
    ]
    return tuple(
        sorted(stated, key=lambda each: (each.fact, each.contract or "", each.system or "", each.vendor or ""))
    )


def rulebook_stamp(report: Report) -> RulebookStamp:
    """Return which rulebook decided, up to which day all of its instruments were looked up, and how old it might be."""
    rulebook = report.rulebook
    days = [each.verified_through for each in rulebook.restrictions.values()]
    days += [each.verified_through for each in rulebook.agreements.values()]
    return RulebookStamp(
        version=rulebook.version,
        digest=rulebook.digest,
        released=rulebook.released,
        verified_through=min(days, default=rulebook.released),
        age_limit=report.age_limit,
    )


def waivers(
    estate: Estate, contract: ContractId, day: date, documents: Mapping[str, Digest]
) -> tuple[StatedWaiver, ...]:
    """Return the waivers for `contract` that hold on `day`; `documents` has digests by the id of a waiver."""
    return tuple(
        StatedWaiver(
            id=each.id,
            instrument=each.instrument,
            granted_by=each.granted_by,
            issued=each.during.start,
            until=None if each.during.end is None else each.during.end - timedelta(days=1),
            document=each.document,
            digest=documents.get(each.id),
        )
        for each in estate.waivers
        if each.contract == contract and each.during.holds_on(day)
    )


def _mapped(report: Report, contract: ContractId, *, everywhere: bool) -> list[tuple[SystemId, Scan]]:
    scans = scoped_scans(report, contract, everywhere=everywhere)
    return [(scan.system, scan) for scan in scans if scan.system is not None]


def _unread(found: UnreadGaps) -> UnreadPath:
    return UnreadPath(
        path=readable(found.gaps[0].path),
        status=found.gaps[0].status,
        why=found.why,
        disclosure=found.id,
    )


def _decision(decided: UseDecision, system: SystemId, disclosure: str) -> DecisionSummary:
    decision = decided.decision
    return DecisionSummary(
        vendor=decision.vendor,
        system=system,
        rung=decided.use.rung,
        findings=decided.use.places,
        outcome=decision.outcome,
        until=decision.until,
        grounds=tuple(
            Ground(instrument=each.instrument, says=each.because, cited=each.cited) for each in decision.reasons
        ),
        set_aside=tuple(
            Ground(instrument=each.instrument, says=each.because, cited=each.cited) for each in decision.set_aside
        ),
        open_law=tuple(
            Ground(instrument=each.instrument, says=each.why, cited=each.cited) for each in decision.open_law
        ),
        missing=tuple(MissingFact(fact=each.fact, question=each.question) for each in decision.unknown),
        readings=tuple(
            DisputedReading(instrument=each.instrument, reading=each.reading, holder=each.holder, outcome=each.outcome)
            for each in decision.readings
        ),
        confidence=decision.confidence,
        verified_through=decision.verified_through,
        disclosure=disclosure,
    )


def _citations(decided: DecisionSummary) -> Iterable[Citation]:
    for ground in (*decided.grounds, *decided.set_aside, *decided.open_law):
        yield from ground.cited


def _document(source: SourceId, rulebook: Rulebook) -> CitedDocument:
    """Return what is known of a document; one that the rulebook does not describe keeps its id and nothing else."""
    known = rulebook.sources.get(source)
    if known is None:
        return CitedDocument(id=source, title="", address="", digest=None)
    return CitedDocument(id=source, title=known.title, address=known.address, digest=known.digest)
