"""A phase-out plan: what has to go, by when, who sees to it, where it stands, and what may take its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from muniment.domain.outcome import Outcome

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.ids import ContractId, FactId, InstrumentId, SystemId, VendorId
    from muniment.domain.poam_sheet import Said


@dataclass(frozen=True, slots=True)
class Key:
    """What a plan item is about: one vendor's technology in one system, under one contract."""

    contract: ContractId
    system: SystemId
    vendor: VendorId


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A step with the day by which it must be done, and the day on which it was; nothing while it is open."""

    what: str
    due: date
    done: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Work or money spent on one item on a day, as it may be claimed later. Hours, an amount, or both."""

    on: date
    what: str
    by: str
    hours: Decimal | None = None
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What people keep about one item in the plan file. `owner` is empty while nobody is named."""

    key: Key
    owner: str
    critical: bool
    replacement: VendorId | None
    milestones: tuple[Milestone, ...]
    costs: tuple[Cost, ...]
    where: str
    """`file:line` of the item."""
    emass: Said = ()
    """What they write for columns of a POA&M workbook that no check can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSite:
    """A place that has to change. `line` 0 means the file as a whole; `strength` 0 is the most telling of its item."""

    path: str
    line: int
    shows: str
    in_tests: bool
    strength: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Signals of how much work it is, counted from the evidence; no estimate of hours.

    `packages` are dependencies to remove; `calls` are places where code calls or imports; `settings` are all others.
    """

    files: int
    calls: int
    packages: int
    settings: int
    tests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Another vendor that offers the same sort of thing, decided on the same facts, today and on the day that counts.

    `missing` are facts that would decide it. `in_use`: the estate uses it somewhere already. `aimed` are the
    instruments that speak of it by name or of its country; `weighed` counts all that speak of it. This says what
    instruments allow, and nothing of whether it is any good.
    """

    vendor: VendorId
    now: Outcome
    later: Outcome
    missing: tuple[FactId, ...]
    in_use: bool
    aimed: tuple[InstrumentId, ...]
    weighed: int

    @property
    def allowed(self) -> bool:
        """Say whether it is permitted on both days."""
        return self.now is self.later is Outcome.PERMITTED


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """One thing to phase out, or to settle. `last_day` is the last permitted day; nothing where it may not be today.

    `kept` is what people wrote about it, if anything.
    """

    id: str
    key: Key
    outcome: Outcome
    last_day: date | None
    because: tuple[tuple[InstrumentId, str], ...]
    sites: tuple[CallSite, ...]
    effort: Effort
    candidates: tuple[Candidate, ...]
    missing: tuple[FactId, ...]
    kept: Kept | None

    @property
    def critical(self) -> bool:
        """Say whether people marked the item as critical."""
        return self.kept is not None and self.kept.critical

    @property
    def late(self) -> tuple[Milestone, ...]:
        """Return the milestones that are due after the last permitted day."""
        due = self.kept.milestones if self.kept else ()
        return tuple(each for each in due if self.last_day is not None and each.due > self.last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """How much was open on a day on which a check was recorded."""

    on: date
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan as of a day: critical items first, then by last day.

    Of the kept items that are none of these, `permitted` are found and simply permitted, `removed` are not found any
    more, and of `unseen` nobody can tell: not all of their system was read, or the evidence was set aside.
    """

    as_of: date
    items: tuple[PlanItem, ...]
    permitted: tuple[Kept, ...]
    removed: tuple[Kept, ...]
    unseen: tuple[Kept, ...]
    burn_down: tuple[Remaining, ...]
    complete: bool
    """Whether everything that could hide a use was read, by no stale rulebook; if not, more may have to go."""


def total(costs: tuple[Cost, ...]) -> tuple[Decimal, tuple[tuple[str, Decimal], ...]]:
    """Return the hours, and the amount in each currency."""
    amounts: dict[str, Decimal] = {}
    for each in costs:
        if each.amount is not None:
            amounts[each.currency] = amounts.get(each.currency, Decimal(0)) + each.amount
    return sum((each.hours for each in costs if each.hours), Decimal(0)), tuple(sorted(amounts.items()))
