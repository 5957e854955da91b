"""Cases: questions with the answers that people who know the law expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.citation import Citation, Confidence
    from muniment.domain.condition import Facts
    from muniment.domain.duty import Office
    from muniment.domain.ids import FactId, InstrumentId, VendorId
    from muniment.domain.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must be in the decision; it may hold more. `until` is compared always, so nothing means: no last day.

    `unknown` must be among the missing facts; `asks`, unless it is nothing, are all of them. `due` names a duty and one
    of its clocks; `duties` must arise, and `no_duty` must not. `to` names a duty and all offices that receive it.
    """

    outcome: Outcome
    until: date | None = None
    because: tuple[InstrumentId, ...] = ()
    set_aside: tuple[InstrumentId, ...] = ()
    unknown: tuple[FactId, ...] = ()
    open_law: tuple[InstrumentId, ...] = ()
    readings: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    due: tuple[tuple[str, str, date], ...] = ()
    no_duty: tuple[str, ...] = ()
    asks: tuple[FactId, ...] | None = None
    to: tuple[tuple[str, tuple[Office, ...]], ...] = ()
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question put to the whole rulebook. `sentence` says in words what it shows; `where` is its place.

    `scenario` names the public scenario that it reproduces, if any. `text` is the place that it was written from, where
    that was done by somebody who wrote no rule.
    """

    sentence: str
    where: str
    as_of: date
    vendor: VendorId
    given: Facts
    expect: Expectation
    scenario: str = ""
    text: tuple[Citation, ...] = ()
