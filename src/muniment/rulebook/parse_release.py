"""The version of a rulebook, its holidays, and the words that mark lists of names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.rulebook.fields import day, fields, some, text
from muniment.rulebook.yaml_text import refusal

if TYPE_CHECKING:
    from datetime import date

    from muniment.rulebook.yaml_text import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Which rulebook this is, and the day on which it was put together."""

    version: str
    released: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Observed federal holidays, complete up to and including `through`."""

    holidays: frozenset[date]
    through: date


def parse_release(node: Node) -> Release:
    """Return the version."""
    found = fields(node, "a rulebook", needs=("version", "released"))
    return Release(version=text(found["version"]), released=day(found["released"]))


def parse_calendar(node: Node) -> Calendar:
    """Return the holidays; one after the last day of the calendar is refused."""
    found = fields(node, "a calendar", needs=("holidays", "through"), may=("note",))
    holidays, through = some(found["holidays"], day), day(found["through"])
    if max(holidays) > through:
        what = f"the calendar ends on {through}, before its last holiday, {max(holidays)}"
        raise refusal(found["through"].place, what)
    return Calendar(holidays=frozenset(holidays), through=through)


def parse_reference_data(node: Node) -> tuple[str, ...]:
    """Return words by which lists of everybody's names are known, in lower case."""
    found = fields(node, "reference data", needs=("words",), may=("note",))
    return some(found["words"], lambda item: text(item).lower())
