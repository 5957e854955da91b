"""What a scan and a check know at the end: uses, decisions and coverage, ready to be shown or certified."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from muniment.domain.age import Age, AgeLimit
    from muniment.domain.condition import Facts
    from muniment.domain.contract import Contract, Estate, System
    from muniment.domain.decision import Decision
    from muniment.domain.evidence import EvidenceClass, Finding, Inventory, Rung
    from muniment.domain.ids import ContractId, SystemId, VendorId
    from muniment.domain.recall import MeasuredRecall
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.suppression import Suppression, SuppressionUse
    from muniment.domain.technology import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The inventory of one source folder, and the system it belongs to; no system where none is mapped."""

    system: SystemId | None
    inventory: Inventory


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way in which a vendor's technology is reached: who operates it, and through whose library, cloud or resale.

    `findings` show this way. Without an operator nothing says who runs the service, if there is one.
    """

    operator: VendorId | None
    routes: tuple[VendorId, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One vendor's technology in one system. `findings` stand (none is demoted), strongest first.

    `roles` say what the vendor does here; `others` are vendors with a part in the same evidence (Bedrock for a Claude
    model). `shown` are facts that the evidence itself shows; uses that show different facts are kept apart. `ways` tell
    apart what the roles alone do not: the same model asked for at its maker's and in somebody's cloud.
    """

    vendor: VendorId
    system: SystemId | None
    roles: tuple[Role, ...]
    others: tuple[tuple[Role, VendorId], ...]
    shown: Facts
    rung: Rung
    cls: EvidenceClass
    findings: tuple[Finding, ...]
    ways: tuple[Way, ...] = ()

    @property
    def places(self) -> int:
        """Return in how many places it was seen: several things on one line are one place."""
        return len({(each.path, each.observation.line) for each in self.findings})


@dataclass(frozen=True, slots=True, kw_only=True)
class UseDecision:
    """The decision for one use on one contract; without a contract it answers for any contract."""

    use: Use
    contract: ContractId | None
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What a scan found. `mentions` counts, per vendor, the findings that were demoted.

    `recall` is what was measured with the installed rulebook; nothing where it was never measured. `suppressed` is the
    suppression that hides a finding, by the number of its scan and its fingerprint; `suppressions` tells of every one.
    """

    rulebook: Rulebook
    estate: Estate | None
    scans: tuple[Scan, ...]
    uses: tuple[Use, ...]
    mentions: Mapping[VendorId, int]
    recall: MeasuredRecall | None = None
    suppressed: Mapping[tuple[int, str], Suppression] = field(default_factory=dict)
    suppressions: tuple[SuppressionUse, ...] = ()

    @property
    def complete(self) -> bool:
        """Say whether every system was looked at, every source held something to read, and no gap could hide a use."""
        return not (self.unscanned or self.hollow) and all(scan.inventory.coverage.complete for scan in self.scans)

    @property
    def unscanned(self) -> tuple[SystemId, ...]:
        """Return the systems of the estate of which nothing is known: no source was read, and no use is.

        One with sources is none of them where others were chosen to be read in place of them.
        """
        seen = {scan.system for scan in self.scans} | {use.system for use in self.uses}
        systems = self.estate.systems if self.estate else ()
        return tuple(
            each.id for each in systems if each.id not in seen and not each.uses and not (self.scans and each.sources)
        )

    @property
    def hollow(self) -> tuple[Scan, ...]:
        """Return the scans in which no file was read: what they do not show says nothing."""
        return tuple(scan for scan in self.scans if not scan.inventory.coverage.read)

    def system(self, of: Use) -> System | None:
        """Return the system that a use belongs to."""
        return next((s for s in self.estate.systems if s.id == of.system), None) if self.estate else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Discovery):
    """The whole answer of one check: what was found, and what was decided about it.

    `age_limit` says when it was asked; nothing where the age of the rulebook does not count.
    """

    as_of: date
    decisions: tuple[UseDecision, ...]
    age_limit: AgeLimit | None = None

    @property
    def age(self) -> Age | None:
        """Return the age of the oldest look-up in the rulebook."""
        return self.age_limit.for_look_up(self.rulebook.looked_up) if self.age_limit else None

    @property
    def stale(self) -> bool:
        """Say whether the rulebook is too old to be relied on: it may lack a vendor or an instrument."""
        return self.age is not None and self.age.stale

    def contract(self, of: UseDecision) -> Contract | None:
        """Return the contract that a decision is about."""
        return next((c for c in self.estate.contracts if c.id == of.contract), None) if self.estate else None
