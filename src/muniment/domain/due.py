"""What an organisation has to report or to do, to whom, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from muniment.domain.duty import IDENTIFIED, DutyKind
from muniment.domain.moment import is_before

if TYPE_CHECKING:
    from muniment.domain.contract import Contract, KnownUse, SentReport, System
    from muniment.domain.decision import Deadline, DutyDue, LastDay
    from muniment.domain.ids import FactId, InstrumentId, VendorId
    from muniment.domain.moment import Moment
    from muniment.domain.report import Report


class DeadlineState(Enum):
    """How a deadline stands. `SOON` is within a week; one that is `OPEN` has no day, because a fact is missing."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    OPEN = "open"
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One report or act that is owed on a contract.

    `system`, `vendor` and `known` are nothing for what is owed on the contract as a whole. Instruments whose duty is
    the same, from the same place in the same document, owe it once. `deadline` is nothing for a duty without a clock.
    `sent_at` is when it was sent, as a report or a fact of the use says; `sent` is that report.
    `not_sent` is set where a report is recorded as sent at a moment that cannot count: after the day asked about, or
    before the find. It is owed all the same.
    """

    contract: Contract
    system: System | None
    vendor: VendorId | None
    known: tuple[KnownUse, ...]
    instruments: tuple[InstrumentId, ...]
    due: DutyDue
    deadline: Deadline | None
    standing: DeadlineState
    sent: SentReport | None = None
    sent_at: Moment | None = None
    not_sent: Moment | None = None

    @property
    def is_late(self) -> bool:
        """Say whether it was surely sent after its deadline."""
        by = self.deadline.at if self.deadline else None
        return self.sent_at is not None and by is not None and is_before(by, self.sent_at)

    @property
    def begins_later(self) -> date | None:
        """Return the day on which performance begins, where something was found before it."""
        begins = self.contract.performance_start
        return begins if begins and any(is_before(day, begins) for day in self._found) else None

    @property
    def had_ended(self) -> date | None:
        """Return the day on which performance ended, where something was found after it."""
        ends = self.contract.performance_end
        return ends if ends and any(is_before(ends, day) for day in self._found) else None

    @property
    def is_for_counsel(self) -> bool:
        """Say whether no text tells that it is owed: what was found lies outside performance, and nothing was sent."""
        return self.standing is not DeadlineState.SENT and bool(self.begins_later or self.had_ended)

    @property
    def _found(self) -> list[date]:
        return [day for use in self.known if isinstance(day := use.facts.get(IDENTIFIED), date)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Perhaps:
    """Reports that may be owed: whether instruments that ask for them bind the use hangs on missing facts, or is open.

    `open_law` says in words what no fact settles; it is there wherever no fact is missing. `dated` are the clocks of
    the reports, as if they were owed. `sent` are the reports recorded as sent under these instruments.
    """

    contract: Contract
    system: System | None
    vendor: VendorId
    instruments: tuple[InstrumentId, ...]
    missing: tuple[FactId, ...]
    open_law: tuple[str, ...] = ()
    dated: tuple[Deadline, ...] = ()
    sent: tuple[SentReport, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A coming day on which a use must have ended; the days of one instrument that differ are all kept."""

    contract: Contract
    system: System | None
    vendor: VendorId
    last: LastDay


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList:
    """Everything that is owed, seen at `at`: what has a clock, what has none, what may be owed, and what ends.

    `idle` are reports that were recorded as sent under a duty that is not owed there, and cannot be.
    """

    at: Moment
    report: Report
    owed: tuple[Owed, ...]
    undated: tuple[Owed, ...]
    perhaps: tuple[Perhaps, ...]
    endings: tuple[Ending, ...]
    idle: tuple[SentReport, ...] = ()

    @property
    def has_no_day(self) -> bool:
        """Say whether something is owed by a day that nobody can tell; what holds at all times needs none."""
        reports = {DutyKind.REPORT, DutyKind.NOTIFY}
        return any(one.standing is DeadlineState.OPEN for one in self.owed) or any(
            one.due.duty.kind in reports for one in self.undated
        )

    @property
    def is_for_counsel(self) -> bool:
        """Say whether of something that is not sent no text tells whether it is owed."""
        return any(one.is_for_counsel for one in self.owed)

    @property
    def day(self) -> date:
        """Return the day of the answer."""
        return self.report.as_of
