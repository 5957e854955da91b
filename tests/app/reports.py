"""Small factories for a check of invented vendors on one contract; each returns a report on which nothing is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from muniment.app.certify import Request
from muniment.domain.calendar import Calendar
from muniment.domain.certification import Certification, DisclosedMatter, Signatory
from muniment.domain.citation import Citation, Confidence, Read, Source
from muniment.domain.contract import Contract, Estate, System
from muniment.domain.decision import Decision, OpenLaw, Outcome, Reason, Unknown
from muniment.domain.evidence import Coverage, EvidenceClass, FileStatus, Gap, Inventory, Rung
from muniment.domain.ids import ContractId, Digest, FactId, InstrumentId, SourceId, SystemId, VendorId
from muniment.domain.report import Report, Scan, Use, UseDecision
from muniment.domain.rulebook import Rulebook
from muniment.domain.statement import Algorithm
from muniment.domain.technology import Role, Vendor

TODAY = date(2026, 11, 23)
NEXT_YEAR = date(2027, 11, 22)
CONTRACT = ContractId("FA8750-26-C-0042")
NORTHWIND = VendorId("northwind-ai")
TOOL = SystemId("mission-tool")
ROOT = "/home/rivera/mission"
RULES = Digest("sha256:" + "a1" * 32)
TREE = Digest("sha256:" + "b2" * 32)
DEVIATION = InstrumentId("northwind-models")
CITED = Citation(source=SourceId("deviation-26-11"), at="para. 3(b)", confidence=Confidence.PRIMARY)


def rulebook() -> Rulebook:
    document = Source(
        id=SourceId("deviation-26-11"),
        title="Class Deviation 26-11",
        address="https://example.gov/26-11",
        confidence=Confidence.PRIMARY,
        read=Read.FULL,
        retrieved=TODAY,
        digest=Digest("sha256:" + "c3" * 32),
    )
    vendor = Vendor(
        id=NORTHWIND, name="Northwind AI, Inc.", aliases=(), products=(), affiliates=(), screened_through=TODAY
    )
    return Rulebook(
        version="2026.11.1",
        released=TODAY,
        digest=RULES,
        vendors={NORTHWIND: vendor},
        sources={document.id: document},
        facts={},
        restrictions={},
        agreements={},
        signatures=(),
        calendar=Calendar(holidays=frozenset(), start=date(2018, 1, 1), through=date(2027, 12, 31)),
    )


def contract(*, ends: date | None = None) -> Contract:
    return Contract(
        id=CONTRACT,
        title="Mission planning",
        agency="Air Force Research Laboratory",
        clauses=(),
        performance_start=None,
        performance_end=ends,
        facts={},
    )


def system(name: str = TOOL, *, serves: bool = True, sources: tuple[str, ...] = (ROOT,)) -> System:
    return System(
        id=SystemId(name), title="Mission tool", contracts=(CONTRACT,) if serves else (), sources=sources, facts={}
    )


def estate(*systems: System, about: Contract | None = None) -> Estate:
    return Estate(
        organisation="Example Systems, Inc.",
        facts={},
        contracts=(about or contract(),),
        systems=systems or (system(),),
        waivers=(),
    )


def gap(path: str, why: str = "broken JSON", *, line: int = 3, limits: bool = True) -> Gap:
    return Gap(path=path, status=FileStatus.NOT_UNDERSTOOD, why=why, line=line, limits=limits)


def scan(*gaps: Gap, of: str | None = TOOL, root: str = ROOT, read: int = 40) -> Scan:
    account = Coverage(
        entries=read + 2,
        read=read,
        bytes_read=read * 100,
        by_status=((FileStatus.READ, read), (FileStatus.VCS, 2)),
        gaps=gaps,
    )
    found = Inventory(root=root, content=TREE, findings=(), coverage=account, rulebook=RULES)
    return Scan(system=None if of is None else SystemId(of), inventory=found)


def use(of: str | None = TOOL, **shown: str) -> Use:
    return Use(
        vendor=NORTHWIND,
        system=None if of is None else SystemId(of),
        roles=(Role.MAKER,),
        others=(),
        shown={FactId(fact): value for fact, value in shown.items()},
        rung=Rung.INVOKED,
        cls=EvidenceClass.PRODUCT,
        findings=(),
    )


def decided(outcome: Outcome, *, until: date | None = None, about: Use | None = None) -> UseDecision:
    missing = Unknown(
        fact=FactId("contract.customer"),
        question="Which part of the Government awarded this contract?",
        answer_in="[[contracts]] customer",
        instruments=(DEVIATION,),
    )
    decision = Decision(
        vendor=NORTHWIND,
        as_of=TODAY,
        outcome=outcome,
        until=until,
        reasons=(
            Reason(instrument=DEVIATION, best=outcome, worst=outcome, because="it is used to perform", cited=(CITED,)),
        ),
        set_aside=(),
        unknown=(missing,) if outcome is Outcome.UNDETERMINED else (),
        open_law=(OpenLaw(instrument=DEVIATION, why="no text says so", cited=(CITED,)),)
        if outcome is Outcome.UNDETERMINED
        else (),
        readings=(),
        last_days=(),
        duties=(),
        confidence=Confidence.PRIMARY,
        verified_through=TODAY,
        rulebook=RULES,
    )
    return UseDecision(use=about or use(), contract=CONTRACT, decision=decision)


def report(*decisions: UseDecision, scans: tuple[Scan, ...] | None = None, within: Estate | None = None) -> Report:
    """Return a check of `decisions`, with one tree read for the one system, unless told otherwise."""
    return Report(
        as_of=TODAY,
        rulebook=rulebook(),
        estate=within or estate(),
        scans=(scan(),) if scans is None else scans,
        uses=tuple(each.use for each in decisions),
        decisions=decisions,
        mentions={},
    )


def request(*disclosures: tuple[str, str], valid_until: date = NEXT_YEAR, name: str = "J. Rivera") -> Request:
    return Request(
        signatory=Signatory(name=name, title="VP Contracts"),
        issued_at=datetime(2026, 11, 23, 14, 2, 11, 5, tzinfo=UTC),
        valid_until=valid_until,
        algorithm=Algorithm.ECDSA_P384_SHA384,
        certification=Certification(told=tuple(DisclosedMatter(id=name, text=text) for name, text in disclosures)),
    )


def without_estate(found: Report) -> Report:
    return replace(found, estate=None)
