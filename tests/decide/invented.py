"""An invented instrument and the smallest rulebook that holds it, for tests of the engine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from muniment.decide.engine import Engine, Question
from muniment.domain.agreement import Agreement, Term, Waiver
from muniment.domain.calendar import Calendar
from muniment.domain.citation import Citation, Confidence
from muniment.domain.condition import ALWAYS, Before, Condition, FactKind, Facts, FactType, OneOf
from muniment.domain.dated import Dated, Interval
from muniment.domain.ids import Digest, FactId, InstrumentId, SourceId, VendorId
from muniment.domain.restriction import Effect, EffectKind, Reach, Reading, Restriction, State, Status, WindDown
from muniment.domain.rulebook import Rulebook
from muniment.domain.technology import Vendor

if TYPE_CHECKING:
    from muniment.domain.decision import Decision

NORTHWIND = VendorId("northwind")
CUSTOMER, STARTED, BLIND = FactId("contract.customer"), FactId("use.started"), FactId("item.blind")
BY = Citation(source=SourceId("deviation-26-11"), at="para. 3", confidence=Confidence.PRESS)
AFTER = date(2026, 7, 1)
FOR_DOD: Facts = {CUSTOMER: "dod"}
DOD: Condition = OneOf(CUSTOMER, frozenset({"dod"}))


def status(
    start: date,
    state: State = State.IN_FORCE,
    end: date | None = None,
    when: Condition = ALWAYS,
    whom: str = "everybody",
) -> Status:
    return Status(during=Interval(start=start, end=end), state=state, whom=whom, when=when, cited=(BY,))


def reading(name: str = "as-posted", *, since: date = date(2026, 3, 1)) -> Reading:
    """Return what somebody says that an instrument means: nobody may deal with the vendor at all."""
    return Reading(
        id=name,
        holder="the speaker",
        says="no dealings at all",
        during=Interval(start=since),
        effect=EffectKind.PROHIBIT,
        when=ALWAYS,
        cited=BY,
    )


def restriction(name: str = "northwind-models", **changes: object) -> Restriction:
    given: dict[str, object] = {
        "id": InstrumentId(name),
        "title": "Models of Northwind",
        "regime": "northwind",
        "authority": "Class Deviation 26-11",
        "issuer": "Agency",
        "issued": date(2026, 3, 1),
        "verified_through": date(2026, 10, 7),
        "binding": True,
        "reach": Reach.USE_IN_PERFORMANCE,
        "vendors": (NORTHWIND,),
        "items": "models",
        "scope": DOD,
        "effects": Dated(((date(2026, 6, 1), Effect(kind=EffectKind.PROHIBIT, cited=BY)),)),
        "statuses": (status(date(2026, 3, 1)),),
    }
    return Restriction(**{**given, **changes})  # type: ignore[arg-type]  # a table of defaults


def agreement(*terms: Term, **changes: object) -> Agreement:
    given: dict[str, object] = {
        "id": InstrumentId("northwind-classified"),
        "title": "Agreement of Northwind",
        "vendor": NORTHWIND,
        "customer": "the Department",
        "during": Interval(start=date(2026, 3, 1)),
        "verified_through": date(2026, 10, 7),
        "environment": "classified",
        "scope": DOD,
        "terms": terms,
        "ambiguities": (),
        "cited": (BY,),
    }
    return Agreement(**{**given, **changes})  # type: ignore[arg-type]  # a table of defaults


def decided(
    *restrictions: Restriction, facts: Facts = FOR_DOD, as_of: date = AFTER, waivers: tuple[Waiver, ...] = ()
) -> Decision:
    question = Question(vendor=NORTHWIND, facts=facts, as_of=as_of, waivers=waivers)
    return Engine(rulebook(*restrictions)).decide(question)


def wind_down(until: date, name: str = "window") -> WindDown:
    existing = Before(STARTED, date(2026, 3, 1))
    return WindDown(id=name, title=name, during=Interval(start=date(2026, 3, 1)), until=until, when=existing, cited=BY)


def rulebook(*restrictions: Restriction, agreements: tuple[Agreement, ...] = ()) -> Rulebook:
    kinds = (
        FactKind(
            id=CUSTOMER,
            type=FactType.CHOICE,
            question="Who awarded the contract?",
            answer_in="[[contracts]] customer",
            choices=("dod", "civilian"),
        ),
        FactKind(id=STARTED, type=FactType.DAY, question="Since when is it used?", answer_in="[[systems]] started"),
        FactKind(id=BLIND, type=FactType.YES_NO, question="Can it see no data?", answer_in="[[systems.uses]] blind"),
        FactKind(
            id=FactId("contract.removal_date"),
            type=FactType.DAY,
            question="Which last day does the contracting officer's letter give?",
            answer_in="[[contracts]] removal_date",
        ),
    )
    vendor = Vendor(
        id=NORTHWIND,
        name="Northwind AI, Inc.",
        aliases=(),
        products=(),
        affiliates=(),
        screened_through=date(2026, 10, 7),
    )
    return Rulebook(
        version="2026.1",
        released=date(2026, 10, 7),
        digest=Digest("sha256:" + "0" * 64),
        vendors={NORTHWIND: vendor},
        sources={},
        facts={kind.id: kind for kind in kinds},
        restrictions={one.id: one for one in restrictions},
        agreements={one.id: one for one in agreements},
        signatures=(),
        calendar=Calendar(holidays=frozenset(), start=date(2018, 1, 1), through=date(2027, 1, 1)),
    )
