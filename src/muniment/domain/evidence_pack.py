"""What is on record about one contract and one period: what checks found, what left, who decided, what was not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.agreement import Waiver
    from muniment.domain.contract import FactAnswer, Posture
    from muniment.domain.entry import Entry
    from muniment.domain.ids import ContractId, Digest, SystemId, VendorId
    from muniment.domain.lifecycle import Certificate
    from muniment.domain.outcome import Outcome
    from muniment.domain.plan import Kept
    from muniment.domain.record import AskedBy
    from muniment.domain.scan_result import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period, its first and last day included."""

    start: date
    end: date

    def holds(self, day: date) -> bool:
        """Say whether `day` lies in it."""
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCheck:
    """One record: the day it is about, the program and the rulebook, how many questions about the contract it has."""

    where: str
    day: date
    program: str
    version: str
    rulebook: Digest
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the record of a day says of a use: the outcome that was acted on, and its last day, if it has one."""

    day: date
    outcome: Outcome
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedUse:
    """A vendor's technology in a system. `left` is the day of the first record after the last that asks about it.

    `validated` says whether scans bear out that it is gone, and `how` in which way, or why they do not.
    """

    vendor: VendorId
    system: SystemId | None
    told: tuple[Told, ...]
    left: date | None = None
    validated: bool = False
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """A question that somebody asked about a vendor, and the answer in the record where it is kept with its facts."""

    asked: AskedBy
    vendor: VendorId
    told: Told
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePack:
    """Everything together. `checks` begins with the last one before the period, if one was given.

    `certificates` are those of the contract, and those of which nothing tells the contract. `entries` are those of the
    ledger, nothing where no ledger was read. `limits` are sentences on what cannot be told.
    """

    contract: ContractId
    period: Period
    checks: tuple[RecordedCheck, ...]
    uses: tuple[RecordedUse, ...]
    scans: Difference | None
    certificates: tuple[Certificate, ...]
    answers: tuple[FactAnswer, ...]
    postures: tuple[Posture, ...]
    waivers: tuple[Waiver, ...]
    kept: tuple[KeptAnswer, ...]
    plan: tuple[Kept, ...]
    entries: tuple[tuple[int, Entry], ...] | None
    limits: tuple[str, ...]
