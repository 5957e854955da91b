"""What is to be kept out of a network for one contract on one day, as the rulebook decides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.age import Age
    from muniment.domain.decision import Decision
    from muniment.domain.ids import ContractId, SignatureId, SystemId, VendorId
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import IdentifierKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """One signature of a vendor whose use is prohibited, with the patterns of one kind that it is known by.

    `examples` are identifiers of that kind which match, for forms that have no patterns. `unless` are patterns of the
    same kind that take a match back. `decision` is that of one system, the first.
    """

    vendor: VendorId
    signature: SignatureId
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    unless: tuple[str, ...]
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHost:
    """A host that may be reached, and the signatures by which the rulebook knows it; none where it does not."""

    name: str
    known_by: tuple[SignatureId, ...]
    decision: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenList:
    """Hosts that were named and that nothing bars, in any of `systems`, for forms that can only let through.

    `network` is empty where any will do.
    """

    rulebook: Rulebook
    age: Age | None
    as_of: date
    contract: ContractId
    network: str
    systems: tuple[SystemId, ...]
    hosts: tuple[OpenHost, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockList:
    """Everything of one kind that is prohibited in each of `systems`, and what is not decided so.

    `open` are vendors that are neither surely prohibited everywhere nor permitted everywhere: somebody has to look.
    `nameless` are vendors something of which is prohibited in each system, but nothing that has a name of this kind.
    `network` is empty where any will do.
    """

    rulebook: Rulebook
    age: Age | None
    as_of: date
    contract: ContractId
    network: str
    systems: tuple[SystemId, ...]
    kind: IdentifierKind
    blocked: tuple[Blocked, ...]
    open: tuple[VendorId, ...]
    nameless: tuple[VendorId, ...]
