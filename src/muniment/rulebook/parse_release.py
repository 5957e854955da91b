"""The version of a rulebook, its holidays, the words that mark lists of names, and the names of tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.age import MAX_AGE_DAYS
from muniment.domain.calendar import Calendar, Closure
from muniment.domain.tooling import Tooling
from muniment.rulebook.fields import day, each, fields, number, some, text, version
from muniment.rulebook.parse_sources import CITING, PINPOINT, cited
from muniment.rulebook.yaml_text import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from muniment.domain.citation import Source
    from muniment.domain.ids import SourceId
    from muniment.rulebook.yaml_text import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Which rulebook this is, the day on which it was put together, and past which age it frees nobody."""

    version: str
    released: date
    max_age_days: int


def parse_release(node: Node) -> Release:
    """Return the version."""
    found = fields(node, "a rulebook", needs=("version", "released"), may=("max_age_days",))
    return Release(
        version=version(found["version"]),
        released=day(found["released"]),
        max_age_days=number(found["max_age_days"]) if "max_age_days" in found.keys else MAX_AGE_DAYS,
    )


def parse_calendar(node: Node, sources: Mapping[SourceId, Source]) -> Calendar:
    """Return the holidays and closures; a holiday outside the days of the calendar is refused."""
    found = fields(node, "a calendar", needs=("from", "holidays", "through"), may=("closures", "note"))
    start, holidays, through = day(found["from"]), some(found["holidays"], day), day(found["through"])
    if min(holidays) < start:
        what = f"the calendar begins on {start}, after its first holiday, {min(holidays)}"
        raise refusal(found["from"].place, what)
    if max(holidays) > through:
        what = f"the calendar ends on {through}, before its last holiday, {max(holidays)}"
        raise refusal(found["through"].place, what)
    return Calendar(
        holidays=frozenset(holidays),
        start=start,
        through=through,
        closures=each(found.get("closures"), lambda item: _closure(item, sources)),
    )


def _closure(node: Node, sources: Mapping[SourceId, Source]) -> Closure:
    found = fields(node, "a closure", needs=("day", "why", *CITING), may=PINPOINT)
    return Closure(day=day(found["day"]), why=text(found["why"]), cited=cited(found, sources))


def parse_reference_data(node: Node) -> tuple[str, ...]:
    """Return words by which lists of everybody's names are known, in lower case."""
    found = fields(node, "reference data", needs=("words",), may=("note",))
    return some(found["words"], lambda item: text(item).lower())


def parse_tooling(node: Node) -> Tooling:
    """Return what belongs to the tools of people who write software; no list in it is empty."""
    needs = ("folders", "files", "lists", "workflows", "actions", "examples", "counter_examples")
    found = fields(node, "tooling", needs=needs, may=("note",))
    return Tooling(
        folders=some(found["folders"], text),
        files=some(found["files"], text),
        lists=some(found["lists"], text),
        workflows=some(found["workflows"], text),
        actions=some(found["actions"], text),
        examples=some(found["examples"], text),
        counter_examples=some(found["counter_examples"], _counter_example),
    )


def _counter_example(node: Node) -> tuple[str, str]:
    found = fields(node, "a counter-example", needs=("path", "why"))
    return text(found["path"]), text(found["why"])
