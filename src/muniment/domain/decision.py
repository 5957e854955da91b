"""The answer for one use, one contract and one day, with everything it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from muniment.domain.outcome import GRAVEST_FIRST, Outcome, gravity

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.age import Age
    from muniment.domain.citation import Citation, Confidence
    from muniment.domain.duty import Clock, Duty, Recipient
    from muniment.domain.ids import Digest, FactId, InstrumentId, VendorId
    from muniment.domain.moment import Moment

__all__ = [
    "GRAVEST_FIRST",
    "Deadline",
    "Decision",
    "DutyDue",
    "LastDay",
    "NoDay",
    "OpenLaw",
    "Outcome",
    "ReadingOutcome",
    "Reason",
    "SetAside",
    "Unknown",
    "gravity",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What one instrument contributes: the best and the worst outcome that is still possible under it."""

    instrument: InstrumentId
    best: Outcome
    worst: Outcome
    because: str
    cited: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An instrument or agreement that was weighed and does not decide, or a waiver that is not held; and why."""

    instrument: InstrumentId
    because: str
    cited: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A missing fact that can still change the outcome, and the question that settles it.

    While it is not known whether an instrument reaches the use, only the facts of its scope are asked for; the answers
    may bring further questions.
    """

    fact: FactId
    question: str
    answer_in: str
    instruments: tuple[InstrumentId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLaw:
    """A point that no fact settles: the status is not known, or no text decides the case."""

    instrument: InstrumentId
    why: str
    cited: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOutcome:
    """What would follow if one holder's reading of a disputed instrument were right.

    `chosen` marks the reading by which the organisation acts, its posture.
    """

    instrument: InstrumentId
    reading: str
    holder: str
    says: str
    outcome: Outcome
    cited: Citation
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDay:
    """A day up to which a use may go on under an instrument. Where several differ, all are kept.

    `cited` is nothing where the day stands in a document of the organisation's own: a waiver, a letter to it.
    """

    instrument: InstrumentId
    until: date
    title: str
    cited: Citation | None
    note: str = ""


class NoDay(Enum):
    """Why a clock has no day."""

    NOT_STARTED = "not-started"
    OUTSIDE_CALENDAR = "outside-calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When one clock of a duty ends: on a day, or at an instant where it counts hours from a known one.

    `at` is nothing where that cannot be computed, which `why_not` explains; `waits_for` is the fact that would start
    the clock. Where both are set, the thing is to be done for the first time, as performance begins: on that day it
    is missed. With `why_not` as well, nobody says when that is, and it is to be done at once. A `provisional` one runs
    from a report that nobody sent yet, as if that were sent at the last moment: it is the latest that is possible.
    """

    clock: Clock
    at: Moment | None
    provisional: bool = False
    why_not: NoDay | None = None
    waits_for: FactId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDue:
    """A duty that arises; `due` has each of its clocks. `to` receive it; `perhaps_to` do if a missing fact says so."""

    instrument: InstrumentId
    duty: Duty
    due: tuple[Deadline, ...]
    to: tuple[Recipient, ...] = ()
    perhaps_to: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`outcome` on `as_of`, under the rulebook with digest `rulebook`.

    `until` is set for `PERMITTED_UNTIL`: the last permitted day. `confidence` is the weakest of what it rests on.
    `verified_through` is the last day on which the status of the instruments was looked up: the outcome is "as last
    verified" on that day, however late `as_of` is. Callers show it.
    `posture` is set where the organisation acts by a reading that asks for more than the instruments do.
    `age` is how long before the question that look-up was; nothing where the question has no day. `as_looked_up` is set
    where a stale rulebook alone makes the outcome undetermined: it is the outcome on the day of the look-up.
    """

    vendor: VendorId
    as_of: date
    outcome: Outcome
    until: date | None
    reasons: tuple[Reason, ...]
    set_aside: tuple[SetAside, ...]
    unknown: tuple[Unknown, ...]
    open_law: tuple[OpenLaw, ...]
    readings: tuple[ReadingOutcome, ...]
    last_days: tuple[LastDay, ...]
    duties: tuple[DutyDue, ...]
    confidence: Confidence
    verified_through: date
    rulebook: Digest
    posture: Outcome | None = None
    age: Age | None = None
    as_looked_up: Outcome | None = None

    @property
    def stale(self) -> bool:
        """Say whether it rests on a rulebook that is older than was set."""
        return self.age is not None and self.age.stale

    @property
    def acted_on(self) -> Outcome:
        """Return what the organisation acts on: its posture where that is stricter than the instruments."""
        return self.posture or self.outcome

    def rests_on(self, reason: Reason) -> bool:
        """Say whether `reason` surely leads to the outcome; while that is open, whether it may bar the use."""
        if self.outcome is Outcome.UNDETERMINED:
            return reason.worst is not Outcome.PERMITTED
        return reason.best is reason.worst is self.outcome
