"""Duties: to whom they are owed, what a report holds, and their clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.condition import ALWAYS, NEVER, FactType
from muniment.domain.duty import SUBMITTED, Clock, ClockUnit, Datum, Duty, DutyKind, Office, Recipient, ReportItem
from muniment.rulebook.fields import (
    choice,
    day,
    distinct,
    each,
    fields,
    identifier,
    number,
    some,
    suggestion,
    text,
    text_or_empty,
    yes_no,
)
from muniment.rulebook.parse_conditions import parse_condition
from muniment.rulebook.parse_sources import CITING, PINPOINT, cited
from muniment.rulebook.yaml_text import Block, Listing, refusal

if TYPE_CHECKING:
    from muniment.rulebook.known import Known
    from muniment.rulebook.yaml_text import Node

_IDENTIFIED = "identified"
_DAYS = frozenset({FactType.DAY, FactType.MOMENT})


def parse_duty(node: Node, known: Known) -> Duty:
    """Return one duty; each clock runs from the find, from a day that a fact holds, or from a report above it."""
    needs = ("id", "kind", "title", "when", "to", *CITING)
    found = fields(node, "a duty", needs=needs, may=("unless", "clocks", *PINPOINT))
    return Duty(
        id=identifier(found["id"]),
        kind=choice(found["kind"], DutyKind),
        title=text(found["title"]),
        when=parse_condition(found["when"], known),
        clocks=_clocks(found.get("clocks"), known),
        to=_recipients(found["to"], known),
        cited=cited(found, known.sources),
        unless=parse_condition(found["unless"], known) if "unless" in found.keys else NEVER,
    )


def _recipients(node: Node, known: Known) -> tuple[Recipient, ...]:
    """Return the recipients; a single one may be named in words alone."""
    if isinstance(node, Listing):
        return some(node, lambda item: _recipient(item, known))
    return (Recipient(who=text(node)),)


def _recipient(node: Node, known: Known) -> Recipient:
    found = fields(node, "a recipient", needs=("who",), may=("office", "address", "when"))
    return Recipient(
        who=text(found["who"]),
        office=choice(found["office"], Office) if "office" in found.keys else Office.OTHER,
        address=text_or_empty(found.get("address")),
        when=parse_condition(found["when"], known) if "when" in found.keys else ALWAYS,
    )


def _clocks(node: Node | None, known: Known) -> tuple[Clock, ...]:
    distinct(node, "clock")
    blocks = each(node, _clock_fields)
    ids = [identifier(found["id"]) for found in blocks]
    return tuple(_clock(found, ids[:at], known) for at, found in enumerate(blocks))


def _clock_fields(node: Node) -> Block:
    """Return the fields of a clock: it counts from something, or it ends `on` a day that the document gives."""
    if isinstance(node, Block) and "on" in node.keys:
        return fields(node, "a clock that ends on a day", needs=("id", "on", "content"), may=("items",))
    return fields(node, "a clock", needs=("id", "count", "unit", "from", "content"), may=("items", "repeats"))


def _clock(found: Block, above: list[str], known: Known) -> Clock:
    if "on" in found.keys:
        return Clock(
            id=identifier(found["id"]),
            count=0,
            unit=ClockUnit.CALENDAR_DAY,
            runs_from=day(found["on"]).isoformat(),
            content=text(found["content"]),
            items=each(found.get("items"), _item),
        )
    return Clock(
        id=identifier(found["id"]),
        count=number(found["count"]),
        unit=choice(found["unit"], ClockUnit),
        runs_from=_runs_from(found["from"], above, known),
        content=text(found["content"]),
        items=each(found.get("items"), _item),
        repeats=yes_no(found["repeats"]) if "repeats" in found.keys else False,
    )


def _item(node: Node) -> ReportItem:
    found = fields(node, "an item of a report", needs=("says",), may=("fills",))
    return ReportItem(says=text(found["says"]), fills=each(found.get("fills"), lambda item: choice(item, Datum)))


def _runs_from(node: Node, above: list[str], known: Known) -> str:
    value = text(node)
    days = (fact.id for fact in known.facts.values() if fact.type in _DAYS)
    starts = (_IDENTIFIED, *(SUBMITTED + id_ for id_ in above), *days)
    if value in starts:
        return value
    raise refusal(node.place, f"a clock cannot run from `{value}`", suggestion(value, starts))
