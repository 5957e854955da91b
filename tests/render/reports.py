"""Small factories for reports about invented vendors; every argument has a plain default."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from muniment.domain.citation import Confidence
from muniment.domain.contract import Contract, Estate, System
from muniment.domain.decision import Decision, LastDay, OpenLaw, Outcome, ReadingOutcome, Reason, SetAside, Unknown
from muniment.domain.evidence import (
    Context,
    Coverage,
    EvidenceClass,
    FileStatus,
    Finding,
    Gap,
    Identifier,
    Inventory,
    Observation,
    Rung,
)
from muniment.domain.ids import ContractId, Digest, FactId, SignatureId, SystemId, VendorId
from muniment.domain.recall import MeasuredRecall, SurfaceRecall
from muniment.domain.report import Discovery, Report, Scan, Use, UseDecision, Way
from muniment.domain.surface import Surface, SurfaceCoverage
from muniment.domain.technology import IdentifierKind, Role
from render.instruments import (
    AS_OF,
    CAMERAS,
    DIGEST,
    FLEET,
    GATEHOUSE,
    HALCYON,
    HARBOUR,
    LETTER,
    LOOKED_UP,
    MODELS,
    NORTHWIND,
    PORTAL,
    POST,
    REDWOOD,
    SURFACES,
    cite,
    rulebook,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.domain.condition import Facts
    from muniment.domain.rulebook import Rulebook


def finding(  # noqa: PLR0913  (each argument is optional, and named)
    path: str = "src/app/llm.py",
    line: int = 41,
    *,
    vendor: VendorId = NORTHWIND,
    value: str = "python:northwind",
    kind: IdentifierKind = IdentifierKind.IMPORT,
    excerpt: str = "from northwind import Client",
    rung: Rung = Rung.INVOKED,
    cls: EvidenceClass = EvidenceClass.PRODUCT,
    demoted: str = "",
) -> Finding:
    """Return a finding that stands, unless `demoted` says why not."""
    seen = Observation(Identifier(kind, value), line, Context.CODE, rung, excerpt)
    return Finding(
        vendor=vendor,
        roles=(Role.MAKER,),
        signature=SignatureId(f"{vendor}-sdk"),
        path=path,
        observation=seen,
        rung=rung,
        cls=cls,
        demoted=demoted,
        fingerprint=f"fp-{path}-{value}",
        surface=SURFACES.of(path),
    )


def use(
    *findings: Finding,
    vendor: VendorId = NORTHWIND,
    system: SystemId | None = PORTAL,
    roles: tuple[Role, ...] = (Role.MAKER,),
    others: tuple[tuple[Role, VendorId], ...] = (),
    shown: Facts | None = None,
    ways: tuple[Way, ...] = (),
) -> Use:
    """Return a use with the given findings."""
    found = findings or (finding(vendor=vendor),)
    return Use(
        vendor=vendor,
        system=system,
        roles=roles,
        others=others,
        shown=shown or {},
        rung=found[0].rung,
        cls=found[0].cls,
        findings=found,
        ways=ways,
    )


def decision(  # noqa: PLR0913  (each argument is optional, and named)
    outcome: Outcome = Outcome.PROHIBITED,
    *,
    vendor: VendorId = NORTHWIND,
    until: date | None = None,
    reasons: tuple[Reason, ...] = (),
    set_aside: tuple[SetAside, ...] = (),
    unknown: tuple[Unknown, ...] = (),
    open_law: tuple[OpenLaw, ...] = (),
    readings: tuple[ReadingOutcome, ...] = (),
    last_days: tuple[LastDay, ...] = (),
    verified_through: date = LOOKED_UP,
) -> Decision:
    """Return a decision with nothing in it but what is given."""
    return Decision(
        vendor=vendor,
        as_of=AS_OF,
        outcome=outcome,
        until=until,
        reasons=reasons,
        set_aside=set_aside,
        unknown=unknown,
        open_law=open_law,
        readings=readings,
        last_days=last_days,
        duties=(),
        confidence=Confidence.PRIMARY,
        verified_through=verified_through,
        rulebook=DIGEST,
    )


def prohibits(because: str = "use in the performance of a contract is prohibited from 2026-06-01") -> Reason:
    """Return a reason that leaves no doubt."""
    return Reason(
        instrument=MODELS, best=Outcome.PROHIBITED, worst=Outcome.PROHIBITED, because=because, cited=(cite(),)
    )


def customer_missing() -> Unknown:
    """Return the question that most decisions wait for."""
    return Unknown(
        fact=FactId("contract.customer"),
        question="Which part of the Government awarded this contract, or the contract above it?",
        answer_in="[[contracts]] customer",
        instruments=(MODELS, LETTER),
    )


def coverage(*gaps: Gap, read: int = 118, skipped: int = 2) -> Coverage:
    """Return an account of `read` files and `skipped` symbolic links."""
    return Coverage(
        entries=read + skipped,
        read=read,
        bytes_read=1_234_567,
        by_status=((FileStatus.READ, read), (FileStatus.SYMLINK, skipped)),
        gaps=gaps,
        by_surface=(
            SurfaceCoverage(surface=Surface.SOURCE_CODE, read=read, not_understood=0, not_looked_at=0),
            SurfaceCoverage(surface=Surface.OTHER, read=0, not_understood=0, not_looked_at=skipped),
        ),
    )


def scan(
    *findings: Finding, system: SystemId | None = PORTAL, root: str = "portal", covered: Coverage | None = None
) -> Scan:
    """Return the scan of one folder."""
    inventory = Inventory(root=root, content=DIGEST, findings=findings, coverage=covered or coverage(), rulebook=DIGEST)
    return Scan(system=system, inventory=inventory)


def contract(name: ContractId = FLEET, title: str = "Fleet sustainment", agency: str = "Agency 9700") -> Contract:
    """Return a contract of which nothing is known."""
    return Contract(
        id=name, title=title, agency=agency, clauses=(), performance_start=None, performance_end=None, facts={}
    )


def system(name: SystemId = PORTAL, title: str = "Billing portal") -> System:
    """Return a system that serves both contracts."""
    return System(id=name, title=title, contracts=(FLEET, HARBOUR), sources=(f"/estate/{name}",), facts={})


def estate() -> Estate:
    """Return an organisation with two systems and two contracts."""
    return Estate(
        organisation="Example Systems LLC",
        facts={},
        contracts=(contract(), contract(HARBOUR, "Harbour logistics", "Agency 1700")),
        systems=(system(), system(GATEHOUSE, "Gatehouse")),
        waivers=(),
    )


def report(
    uses: Sequence[Use] = (),
    decisions: Sequence[UseDecision] = (),
    *,
    scans: Sequence[Scan] | None = None,
    at: Estate | None = None,
    mentions: dict[VendorId, int] | None = None,
    book: Rulebook | None = None,
) -> Report:
    """Return a report; without `scans`, one clean scan that holds the findings of `uses`."""
    found = [item for one in uses for item in one.findings]
    return Report(
        as_of=AS_OF,
        rulebook=book or rulebook(),
        estate=at,
        scans=tuple(scans) if scans is not None else (scan(*found),),
        uses=tuple(uses),
        decisions=tuple(decisions),
        mentions=mentions or {},
    )


def recall(discovery: Digest | None = None) -> MeasuredRecall:
    """Return figures for two surfaces."""
    return MeasuredRecall(
        measured=date(2026, 11, 22),
        corpus=DIGEST,
        surfaces={
            Surface.SOURCE_CODE: SurfaceRecall(routes=40, found=39, traps=20, hit=1),
            Surface.MANIFEST: SurfaceRecall(routes=12, found=12, traps=5, hit=0),
        },
        discovery=discovery,
    )


def full_discovery() -> Discovery:
    """Return what a scan found, with something to say in every section."""
    checked = full_report()
    first, *others = checked.scans
    named = (
        finding("README.md", 9, value="northwind", excerpt="like Northwind", demoted="in running text"),
        finding("README.md", 30, value="northwind", excerpt="or Northwind", demoted="in running text"),
        finding("src/app/llm.py", 2, value="northwind", excerpt="# northwind", demoted="in a comment"),
    )
    inventory = replace(first.inventory, findings=(*first.inventory.findings, *named))
    return Discovery(
        rulebook=checked.rulebook,
        estate=checked.estate,
        scans=(replace(first, inventory=inventory), *others),
        uses=checked.uses,
        mentions={NORTHWIND: len(named)},
        recall=recall(),
    )


def full_report() -> Report:
    """Return a report in which every section has something to say."""
    model = use(
        finding(),
        finding(
            "deploy/values.yaml",
            7,
            kind=IdentifierKind.ENV,
            value="NORTHWIND_API_KEY",
            excerpt="NORTHWIND_API_KEY: ref",
        ),
        finding("src/app/llm.py", 55, kind=IdentifierKind.MODEL, value="borealis-2", excerpt='model="borealis-2",'),
        finding("requirements.txt", 3, kind=IdentifierKind.PURL, value="pkg:pypi/northwind@2.3", rung=Rung.DECLARED),
        finding("src/app/agents/very/deep/folder/with/a/long/name/handlers.py", 1208),
        others=((Role.OPERATOR, REDWOOD),),
        shown={FactId("item.kind"): "software"},
    )
    camera = use(
        finding("net/inventory.csv", 12, vendor=HALCYON, value="HC-200", excerpt="HC-200,lobby,10.0.0.9"),
        vendor=HALCYON,
        system=GATEHOUSE,
    )
    cloud = use(finding("infra/main.tf", 4, vendor=REDWOOD, excerpt='provider "redwood" {'), vendor=REDWOOD)
    decisions = (
        UseDecision(
            use=model,
            contract=FLEET,
            decision=decision(
                reasons=(prohibits(),),
                set_aside=(SetAside(instrument=LETTER, because="reaches agencies only"),),
                last_days=(LastDay(instrument=LETTER, until=date(2026, 9, 2), title="180 days", cited=cite()),),
                readings=_readings(),
            ),
        ),
        UseDecision(
            use=model,
            contract=HARBOUR,
            decision=decision(
                Outcome.UNDETERMINED,
                unknown=(customer_missing(),),
                open_law=(
                    OpenLaw(
                        instrument=POST, why="the standing after 2026-03-04 is not known", cited=(cite("post", "p. 1"),)
                    ),
                ),
                readings=_readings(),
            ),
        ),
        UseDecision(
            use=camera,
            contract=FLEET,
            decision=decision(Outcome.PERMITTED_UNTIL, vendor=HALCYON, until=date(2026, 12, 31), reasons=()),
        ),
        UseDecision(
            use=cloud,
            contract=FLEET,
            decision=decision(
                Outcome.PERMITTED,
                vendor=REDWOOD,
                set_aside=(SetAside(instrument=CAMERAS, because="covers equipment, not services"),),
            ),
        ),
        UseDecision(use=cloud, contract=HARBOUR, decision=decision(Outcome.PERMITTED, vendor=REDWOOD)),
    )
    scans = (
        scan(*model.findings, *cloud.findings, covered=coverage(*_gaps())),
        scan(*camera.findings, system=GATEHOUSE, root="gatehouse"),
    )
    return report((cloud, camera, model), decisions, scans=scans, at=estate(), mentions={NORTHWIND: 12, REDWOOD: 3})


def _readings() -> tuple[ReadingOutcome, ...]:
    wide = ReadingOutcome(
        instrument=POST,
        reading="as-posted",
        holder="The Secretary",
        says="no commercial activity at all",
        outcome=Outcome.PROHIBITED,
        cited=cite("post", "first paragraph"),
    )
    narrow = ReadingOutcome(
        instrument=POST,
        reading="letter",
        holder="Northwind AI, Inc.",
        says="only direct use in the performance of a contract",
        outcome=Outcome.PERMITTED,
        cited=cite("order-7", "p. 14", Confidence.PRESS),
    )
    return (wide, narrow)


def _gaps() -> tuple[Gap, ...]:
    return (
        Gap(path="uv.lock", status=FileStatus.NOT_UNDERSTOOD, why="a table without a name", line=14),
        Gap(path="docs/logo.png", status=FileStatus.NOT_UNDERSTOOD, why="unknown chunk", limits=False),
        Gap(path="vendor/bundle.zip", status=FileStatus.ARCHIVE, why=""),
    )
