"""The organisation's own facts: contracts, systems, and which evidence belongs to which system."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from muniment.domain.condition import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from muniment.domain.agreement import Waiver
    from muniment.domain.condition import Facts, FactValue
    from muniment.domain.duty import Datum
    from muniment.domain.ids import ContractId, FactId, InstrumentId, SystemId, VendorId
    from muniment.domain.ledger_place import LedgerPlace
    from muniment.domain.moment import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause in a contract; `version` as printed, e.g. `NOV 2021`, empty where it is not known."""

    id: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order under an indefinite-delivery contract; who is its contracting officer, empty where not known."""

    id: str
    contracting_officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One contract. `facts` hold what is known in the words of the rulebook; what is absent is missing."""

    id: ContractId
    title: str
    agency: str
    clauses: tuple[Clause, ...]
    performance_start: date | None
    performance_end: date | None
    facts: Facts
    contracting_officer: str = ""
    orders: tuple[Order, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUse:
    """Facts that a person recorded about one vendor's use in a system, which no scan can see.

    `report` is what a report of the find would say, in the person's own words.
    """

    vendor: VendorId
    facts: Facts
    report: Mapping[Datum, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One system: the contracts it serves, the folders that hold its evidence, and what is known of its uses.

    `answered` are answers about uses. They record no use: without a use that was found, or is in `uses`, they are idle.
    """

    id: SystemId
    title: str
    contracts: tuple[ContractId, ...]
    sources: tuple[str, ...]
    facts: Facts
    uses: tuple[KnownUse, ...] = ()
    answered: tuple[KnownUse, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentReport:
    """A report that was sent: the one of `clock` under `duty`, for one vendor's use in a system, on one contract."""

    contract: ContractId
    system: SystemId
    vendor: VendorId
    instrument: InstrumentId
    duty: str
    clock: str
    sent: Moment
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """By which reading of a disputed instrument the organisation acts; who decided that, on which day, and why."""

    instrument: InstrumentId
    reading: str
    decided_by: str
    on: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPlace:
    """What an answer is about: the organisation where all are left out, a contract, a system, or a use in a system."""

    contract: ContractId | None = None
    system: SystemId | None = None
    vendor: VendorId | None = None

    def part_for(self, subject: Subject) -> AnswerPlace:
        """Return what of this place a fact about `subject` is kept for."""
        match subject:
            case Subject.ORGANISATION:
                return AnswerPlace()
            case Subject.CONTRACT:
                return AnswerPlace(contract=self.contract)
            case Subject.SYSTEM:
                return AnswerPlace(system=self.system)
            case Subject.USE:
                return AnswerPlace(system=self.system, vendor=self.vendor)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactAnswer:
    """What a named person said of one fact: without a `value`, that nobody knows it. `source` may be empty."""

    fact: FactId
    place: AnswerPlace
    value: FactValue | None
    by: str
    on: date
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """An organisation as the estate file describes it. Source folders are absolute paths.

    `answers` has the last answer to each question. Those with a value are among the facts of what they are about.
    `max_age_days`, where it is set, stands in place of the greatest age that the rulebook sets for itself.
    """

    organisation: str
    facts: Facts
    contracts: tuple[Contract, ...]
    systems: tuple[System, ...]
    waivers: tuple[Waiver, ...]
    postures: tuple[Posture, ...] = ()
    reports: tuple[SentReport, ...] = ()
    ledger: LedgerPlace | None = None
    max_age_days: int | None = None
    answers: tuple[FactAnswer, ...] = ()

    def answers_about(self, whole: AnswerPlace) -> Mapping[FactId, FactAnswer]:
        """Return the answers that bear on `whole`: a use in a system, seen from a contract, or part of that."""
        return {one.fact: one for one in self.answers if _covers(one.place, whole)}


def _covers(part: AnswerPlace, whole: AnswerPlace) -> bool:
    pairs = ((part.contract, whole.contract), (part.system, whole.system), (part.vendor, whole.vendor))
    return all(said is None or said == asked for said, asked in pairs)
