"""What holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import date

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The days from `start` up to but not including `end`; without `end`, until further notice."""

    start: date
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether `day` lies inside."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """Values that each hold from their day until the next one begins; `entries` are in order of day."""

    entries: tuple[tuple[date, T], ...]

    def on(self, day: date) -> T | None:
        """Return the value that holds on `day`, or nothing before the first entry."""
        held = None
        for start, value in self.entries:
            if start > day:
                break
            held = value
        return held
