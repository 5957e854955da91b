"""What is possible on a day, from free to forbidden, and how several such answers are one.   Apart from `muniment`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

SCALE = ("permitted", "permitted-until", "needs-authorisation", "needs-waiver", "prohibited")


@dataclass(frozen=True, slots=True)
class Span:
    """What is possible, from free to forbidden; `until` is the last day where the worst is permitted until then.

    Within one completion, best and worst differ only where the law is open, or documents give different last days.
    """

    best: int
    worst: int
    until: date | None = None

    @property
    def outcome(self) -> str:
        if self.best == self.worst or self.worst <= 1:
            return SCALE[self.worst]
        return "undetermined"


@dataclass(frozen=True, slots=True)
class Grant:
    """A waiver of one instrument, good from `start` up to and including `until`."""

    instrument: str
    start: date
    until: date | None


def strictest(spans: Sequence[Span]) -> Span:
    """Return what is possible where all of `spans` count."""
    worst = max((span.worst for span in spans), default=0)
    return Span(max((span.best for span in spans), default=0), worst, _first_day(spans, worst))


def either(spans: Sequence[Span]) -> Span:
    """Return what is possible where nobody knows which of `spans` is given."""
    worst = max(span.worst for span in spans)
    return Span(min(span.best for span in spans), worst, _first_day(spans, worst))


def _first_day(spans: Sequence[Span], worst: int) -> date | None:
    days = [span.until for span in spans if span.worst == 1 and span.until is not None]
    return min(days, default=None) if worst == 1 else None


def waived(span: Span, day: date, grants: list[Grant]) -> Span:
    held = [grant for grant in grants if grant.start <= day and (grant.until is None or day <= grant.until)]
    if not held:
        return span
    days = [grant.until for grant in held]
    days += [span.until] if span.worst == 1 else []
    known = [each for each in days if each is not None]
    return Span(1, 1, max(known)) if all(grant.until for grant in held) else Span(0, 0)
