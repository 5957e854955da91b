"""What an instrument asks for beside the outcome: to whom, with which words, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from muniment.domain.condition import ALWAYS, NEVER
from muniment.domain.ids import FactId

if TYPE_CHECKING:
    from muniment.domain.citation import Citation
    from muniment.domain.condition import Condition

IDENTIFIED, REPORTED = FactId("event.identified"), FactId("event.reported")
SUBMITTED = "submitted:"
"""Before the id of a clock: the moment at which the report of that clock was sent."""


class ClockUnit(Enum):
    """How a clock counts."""

    BUSINESS_DAY = "business-day"
    CALENDAR_DAY = "calendar-day"
    MONTH = "month"
    HOUR = "hour"


class Datum(Enum):
    """What an estate may know of a find or of its contract, and with which a report is filled in."""

    CONTRACT = "contract"
    ORDERS = "orders"
    PRODUCT = "product"
    SOURCE = "source"
    SUPPLIER = "supplier"
    SUPPLIER_UEI = "supplier-uei"
    SUPPLIER_CAGE = "supplier-cage"
    BRAND = "brand"
    MODEL = "model"
    DESCRIPTION = "description"
    MITIGATION = "mitigation"
    FURTHER_MITIGATION = "further-mitigation"
    REASONS = "reasons"
    PREVENTION = "prevention"
    FURTHER_PREVENTION = "further-prevention"


FOUND = tuple(datum for datum in Datum if datum not in {Datum.CONTRACT, Datum.ORDERS})
"""What is known of a find itself; the rest is known of its contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportItem:
    """One thing that a report has to hold, in the words of the document that asks for it, and what `fills` it."""

    says: str
    fills: tuple[Datum, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A deadline: `count` units after `runs_from`.

    That is `identified`, `submitted:` and the id of a clock above it, a fact that holds a day, or a day itself, which a
    document gives. One that `repeats` runs anew from each time that the duty was done, which that fact holds.
    """

    id: str
    count: int
    unit: ClockUnit
    runs_from: str
    content: str
    items: tuple[ReportItem, ...] = ()
    repeats: bool = False

    @property
    def starts_on(self) -> date | None:
        """Return the day from which it runs where the document gives it, whatever the facts are."""
        return date.fromisoformat(self.runs_from) if self.runs_from[:1].isdigit() else None


class Office(Enum):
    """Who a recipient is, so that the name in the estate can stand beside the words of the rule."""

    CONTRACTING_OFFICER = "contracting-officer"
    ORDER_CONTRACTING_OFFICERS = "order-contracting-officers"
    WEBSITE = "website"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One to whom something goes where `when` holds: in words, with an address where the document gives one."""

    who: str
    office: Office = Office.OTHER
    address: str = ""
    when: Condition = ALWAYS


class DutyKind(Enum):
    """What a duty asks for. A report is due where the instrument reaches the use; the others say when they arise."""

    REPORT = "report"
    NOTIFY = "notify"
    REPRESENT = "represent"
    MONITOR = "monitor"
    FLOW_DOWN = "flow-down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something to be done when `when` holds and `unless` does not, to whom, and by when."""

    id: str
    kind: DutyKind
    title: str
    when: Condition
    clocks: tuple[Clock, ...]
    to: tuple[Recipient, ...]
    cited: Citation
    unless: Condition = NEVER


def clock_facts(duty: Duty) -> dict[str, FactId]:
    """Return, for everything that the clocks of `duty` run from, the fact that holds its moment, where there is one."""
    first = next((clock.id for clock in duty.clocks), "")
    named = {"identified": IDENTIFIED, f"{SUBMITTED}{first}": REPORTED}
    started = [clock.runs_from for clock in duty.clocks if clock.starts_on is None]
    facts = {start: named.get(start, FactId(start)) for start in started}
    return {start: fact for start, fact in facts.items() if not fact.startswith(SUBMITTED)}
