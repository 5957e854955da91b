"""Invented vendors and the instruments that name them; every argument has a plain default."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from muniment.discover.paths.surfaces import Surfaces
from muniment.domain.agreement import Agreement, Term, TermKind
from muniment.domain.calendar import Calendar
from muniment.domain.citation import Citation, Confidence, Read, Source
from muniment.domain.condition import ALWAYS, AllOf, FactKind, FactType, Includes, OneOf
from muniment.domain.dated import Dated, Interval
from muniment.domain.duty import Clock, ClockUnit, Duty, DutyKind, Recipient
from muniment.domain.ids import ContractId, Digest, FactId, InstrumentId, SourceId, SystemId, VendorId
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
from muniment.domain.technology import Vendor
from muniment.domain.tooling import NO_TOOLS

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
