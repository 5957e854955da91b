"""Duties and their clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.condition import NEVER
from muniment.domain.restriction import Clock, ClockUnit, Duty, DutyKind
from muniment.rulebook.fields import choice, distinct, each, fields, identifier, number, suggestion, text
from muniment.rulebook.parse_conditions import parse_condition
from muniment.rulebook.parse_sources import CITING, PINPOINT, cited
from muniment.rulebook.yaml_text import refusal

if TYPE_CHECKING:
    from muniment.rulebook.known import Known
    from muniment.rulebook.yaml_text import Block, Node

_IDENTIFIED = "identified"
_SUBMITTED = "submitted:"


def parse_duty(node: Node, known: Known) -> Duty:
    """Return one duty; each clock runs from the find, or from a report whose own clock stands above it."""
    needs = ("id", "kind", "title", "when", "to", *CITING)
    found = fields(node, "a duty", needs=needs, may=("unless", "clocks", *PINPOINT))
    return Duty(
        id=identifier(found["id"]),
        kind=choice(found["kind"], DutyKind),
        title=text(found["title"]),
        when=parse_condition(found["when"], known),
        clocks=_clocks(found.get("clocks")),
        to=text(found["to"]),
        cited=cited(found, known.sources),
        unless=parse_condition(found["unless"], known) if "unless" in found.keys else NEVER,
    )


def _clocks(node: Node | None) -> tuple[Clock, ...]:
    distinct(node, "clock")
    blocks = each(node, lambda item: fields(item, "a clock", needs=("id", "count", "unit", "from", "content")))
    ids = [identifier(found["id"]) for found in blocks]
    return tuple(_clock(found, ids[:at]) for at, found in enumerate(blocks))


def _clock(found: Block, above: list[str]) -> Clock:
    return Clock(
        id=identifier(found["id"]),
        count=number(found["count"]),
        unit=choice(found["unit"], ClockUnit),
        runs_from=_runs_from(found["from"], above),
        content=text(found["content"]),
    )


def _runs_from(node: Node, above: list[str]) -> str:
    value = text(node)
    starts = (_IDENTIFIED, *(_SUBMITTED + id_ for id_ in above))
    if value in starts:
        return value
    raise refusal(node.place, f"a clock cannot run from `{value}`", suggestion(value, starts))
