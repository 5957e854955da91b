"""The calendar in which business days are counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.citation import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A day on which federal offices were closed by order. It is no holiday of the statute, and is counted."""

    day: date
    why: str
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Federal holidays as observed, complete from `start` up to and including `through`, and closures by order."""

    holidays: frozenset[date]
    start: date
    through: date
    closures: tuple[Closure, ...] = ()
