"""Small factories for reports about invented vendors; every argument has a plain default."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from muniment.discover.surfaces import Surfaces
from muniment.domain.agreement import Agreement, Term, TermKind
from muniment.domain.calendar import Calendar
from muniment.domain.citation import Citation, Confidence, Read, Source
from muniment.domain.condition import ALWAYS, AllOf, FactKind, FactType, Includes, OneOf
from muniment.domain.contract import Contract, Estate, System
from muniment.domain.dated import Dated, Interval
from muniment.domain.decision import Decision, LastDay, OpenLaw, Outcome, ReadingOutcome, Reason, SetAside, Unknown
from muniment.domain.duty import Clock, ClockUnit, Duty, DutyKind, Recipient
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
from muniment.domain.ids import ContractId, Digest, FactId, InstrumentId, SignatureId, SourceId, SystemId, VendorId
from muniment.domain.recall import MeasuredRecall, SurfaceRecall
from muniment.domain.report import Discovery, Report, Scan, Use, UseDecision, Way
from muniment.domain.restriction import (
    Effect,
    EffectKind,
    ExceptionRule,
    OpenDate,
    Reach,
    Reading,
    Restriction,
    State,
    Status,
    Unsettled,
    WindDown,
)
from muniment.domain.rulebook import Rulebook
from muniment.domain.surface import Surface, SurfaceCoverage
from muniment.domain.technology import IdentifierKind, Role, Vendor
from muniment.domain.tooling import NO_TOOLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.domain.condition import Facts

SURFACES = Surfaces(NO_TOOLS)
AS_OF = date(2026, 11, 23)
LOOKED_UP = date(2026, 10, 7)
DIGEST = Digest("sha256:" + "ab12" * 16)
NORTHWIND = VendorId("northwind-ai")
REDWOOD = VendorId("redwood-cloud")
HALCYON = VendorId("halcyon-cameras")
FLEET = ContractId("W912DY-26-C-0001")
HARBOUR = ContractId("N00024-25-D-0417")
PORTAL = SystemId("portal")
GATEHOUSE = SystemId("gatehouse")
MODELS = InstrumentId("northwind-models")
LETTER = InstrumentId("northwind-letter")
POST = InstrumentId("northwind-post")
CAMERAS = InstrumentId("halcyon-889")
AGREEMENT = InstrumentId("northwind-classified")


def cite(
    source: str = "deviation-26-11", at: str = "para. 3(b)", confidence: Confidence = Confidence.PRIMARY
) -> Citation:
    """Return a citation."""
    return Citation(source=SourceId(source), at=at, confidence=confidence)


def source(name: str, title: str, confidence: Confidence = Confidence.PRIMARY) -> Source:
    """Return a document that was read in full."""
    return Source(
        id=SourceId(name),
        title=title,
        address=f"https://example.gov/{name}",
        confidence=confidence,
        read=Read.FULL,
        retrieved=LOOKED_UP,
        digest=DIGEST,
    )


def vendor(name: VendorId, title: str, products: tuple[str, ...] = ()) -> Vendor:
    """Return a company without affiliates."""
    return Vendor(id=name, name=title, aliases=(), products=products, affiliates=(), screened_through=LOOKED_UP)


def status(start: date, state: State, end: date | None = None, whom: str = "everybody") -> Status:
    """Return the standing of an instrument during some days."""
    return Status(during=Interval(start=start, end=end), state=state, whom=whom, when=ALWAYS, cited=(cite(),))


def restriction(  # noqa: PLR0913  (each argument is optional, and named)
    name: InstrumentId = MODELS,
    statuses: tuple[Status, ...] = (),
    *,
    vendors: tuple[VendorId, ...] = (NORTHWIND,),
    binding: bool = True,
    readings: tuple[Reading, ...] = (),
    open_dates: tuple[OpenDate, ...] = (),
    issued: date = date(2026, 2, 27),
) -> Restriction:
    """Return an instrument that prohibits from the day after its issue on."""
    return Restriction(
        id=name,
        title=f"Instrument {name}",
        regime="northwind",
        authority="Class Deviation 26-11",
        issuer="Agency 9700",
        issued=issued,
        verified_through=LOOKED_UP,
        binding=binding,
        reach=Reach.USE_IN_PERFORMANCE,
        vendors=vendors,
        items="models and tools of the vendor",
        scope=AllOf(
            (
                OneOf(FactId("contract.customer"), frozenset({"dod"})),
                Includes(FactId("use.purposes"), frozenset({"performance", "deliverable"})),
            )
        ),
        effects=Dated(((issued, Effect(kind=EffectKind.PROHIBIT, cited=cite())),)),
        statuses=statuses or (status(issued, State.IN_FORCE),),
        readings=readings,
        open_dates=open_dates,
    )


def full_restriction() -> Restriction:
    """Return an instrument that uses every part of the format."""
    return replace(
        restriction(
            MODELS,
            (
                status(date(2026, 2, 27), State.ANNOUNCED, date(2026, 3, 4)),
                status(date(2026, 3, 4), State.IN_FORCE, date(2026, 4, 3)),
                status(date(2026, 4, 3), State.STAYED, date(2026, 8, 27), "parties to the case"),
                status(date(2026, 4, 3), State.IN_FORCE, None, "everybody else"),
                status(date(2026, 8, 27), State.SET_ASIDE, None, "parties to the case"),
            ),
            readings=(wide_reading(),),
            open_dates=(OpenDate(day=date(2026, 12, 24), what="last day to petition", cited=cite()),),
        ),
        exceptions=(ExceptionRule(id="relay", title="A relay to a third party", when=ALWAYS, cited=cite()),),
        unsettled=(Unsettled(id="past", why="no text addresses earlier output", when=ALWAYS, cited=cite()),),
        wind_downs=(
            WindDown(
                id="window",
                title="180 days",
                during=Interval(start=date(2026, 3, 6), end=date(2026, 9, 3)),
                until=date(2026, 9, 2),
                when=ALWAYS,
                cited=cite(),
            ),
        ),
        duties=(report_duty(),),
        waivers="the head of the agency",
        note="The text of the determination is not published.",
    )


def post() -> Restriction:
    """Return a statement that cites no authority."""
    states = (status(date(2026, 2, 27), State.ANNOUNCED, date(2026, 3, 4)), status(date(2026, 3, 4), State.UNKNOWN))
    return restriction(POST, states, binding=False, readings=(wide_reading(),))


def letter() -> Restriction:
    """Return an instrument that a court upheld."""
    states = (
        status(date(2026, 3, 6), State.IN_FORCE, date(2026, 9, 25)),
        status(date(2026, 9, 25), State.UPHELD),
    )
    return restriction(LETTER, states, issued=date(2026, 3, 6))


def cameras() -> Restriction:
    """Return an instrument of some years ago."""
    return restriction(CAMERAS, vendors=(HALCYON,), issued=date(2019, 8, 13))


def wide_reading() -> Reading:
    """Return a reading by which everything is prohibited."""
    return Reading(
        id="as-posted",
        holder="The Secretary",
        says="no commercial activity at all",
        during=Interval(start=date(2026, 2, 27)),
        effect=EffectKind.PROHIBIT,
        when=ALWAYS,
        cited=cite("post", "first paragraph"),
    )


def report_duty() -> Duty:
    """Return a duty with a clock."""
    return Duty(
        id="report",
        kind=DutyKind.REPORT,
        title="Report the find",
        when=ALWAYS,
        clocks=(Clock(id="first", count=1, unit=ClockUnit.BUSINESS_DAY, runs_from="identified", content="supplier"),),
        to=(Recipient(who="the contracting officer"),),
        cited=cite(),
    )


def agreement() -> Agreement:
    """Return an agreement with two terms."""
    return Agreement(
        id=AGREEMENT,
        title="Models for classified networks",
        vendor=NORTHWIND,
        customer="Agency 9700",
        during=Interval(start=date(2026, 2, 27)),
        verified_through=LOOKED_UP,
        environment="classified, cloud only",
        scope=ALWAYS,
        terms=(
            Term(id="cloud-only", kind=TermKind.CONDITION, says="cloud deployment only", breach=ALWAYS, cited=cite()),
            Term(id="named-human", kind=TermKind.AUTHORISATION, says="a person decides", breach=ALWAYS, cited=cite()),
        ),
        ambiguities=("what counts as cloud",),
        cited=(cite(),),
    )


def rulebook(*restrictions: Restriction) -> Rulebook:
    """Return a rulebook of three vendors that holds `restrictions`."""
    question = FactKind(
        id=FactId("contract.customer"),
        type=FactType.CHOICE,
        question="Which part of the Government awarded this contract, or the contract above it?",
        answer_in="[[contracts]] customer",
        choices=("dod", "civilian"),
    )
    purposes = FactKind(
        id=FactId("use.purposes"),
        type=FactType.SET,
        question="What is it used for?",
        answer_in="[[systems]] purposes",
        choices=("performance", "deliverable", "internal"),
    )
    vendors = (
        vendor(NORTHWIND, "Northwind AI, Inc.", ("Borealis",)),
        vendor(REDWOOD, "Redwood Cloud Services"),
        vendor(HALCYON, "Halcyon Cameras Ltd."),
    )
    sources = (
        source("deviation-26-11", "Class Deviation 26-11, Models and Tools of Northwind AI"),
        source("post", "Post by the Secretary", Confidence.PRESS),
        source("order-7", "Order in Northwind v. Agency 9700", Confidence.PRESS),
    )
    return Rulebook(
        version="2026.11.1",
        released=date(2026, 11, 20),
        digest=DIGEST,
        discovery=DIGEST,
        vendors={item.id: item for item in vendors},
        sources={item.id: item for item in sources},
        facts={question.id: question, purposes.id: purposes},
        restrictions={item.id: item for item in restrictions},
        agreements={AGREEMENT: agreement()},
        signatures=(),
        calendar=Calendar(holidays=frozenset(), start=date(2018, 1, 1), through=date(2027, 12, 31)),
    )


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
    return System(id=name, title=title, contracts=(FLEET, HARBOUR), sources=(), facts={})


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
