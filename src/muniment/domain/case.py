"""Cases: questions with the answers that people who know the law expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.condition import Facts
    from muniment.domain.decision import Outcome
    from muniment.domain.ids import FactId, InstrumentId, VendorId


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must be in the decision; it may hold more. `until` is compared always, so nothing means: no last day.

    `due` names a duty and one of its clocks; `duties` must arise, and `no_duty` must not.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question put to the whole rulebook. `sentence` says in words what it shows; `where` is its place.

    `scenario` names the public scenario that it reproduces, if any.
    """

    sentence: str
    where: str
    as_of: date
    vendor: VendorId
    given: Facts
    expect: Expectation
    scenario: str = ""
