"""The organisation's own facts: contracts, systems, and which evidence belongs to which system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.agreement import Waiver
    from muniment.domain.condition import Facts
    from muniment.domain.ids import ContractId, InstrumentId, SystemId, VendorId


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause in a contract; `version` as printed, e.g. `NOV 2021`, empty where it is not known."""

    id: str
    version: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUse:
    """Facts that a person recorded about one vendor's use in a system, which no scan can see."""

    vendor: VendorId
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One system: the contracts it serves, the folders that hold its evidence, and what is known of its uses."""

    id: SystemId
    title: str
    contracts: tuple[ContractId, ...]
    sources: tuple[str, ...]
    facts: Facts
    uses: tuple[KnownUse, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """By which reading of a disputed instrument the organisation acts; who decided that, on which day, and why."""

    instrument: InstrumentId
    reading: str
    decided_by: str
    on: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """An organisation as the estate file describes it. Source folders are absolute paths."""

    organisation: str
    facts: Facts
    contracts: tuple[Contract, ...]
    systems: tuple[System, ...]
    waivers: tuple[Waiver, ...]
    postures: tuple[Posture, ...] = ()
