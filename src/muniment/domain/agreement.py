"""What permits: agreements with a vendor and their terms, and waivers granted to the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.citation import Citation
    from muniment.domain.condition import Condition
    from muniment.domain.dated import Interval
    from muniment.domain.ids import ContractId, InstrumentId, VendorId
    from muniment.domain.pack import Pack


class TermKind(Enum):
    """What a term does."""

    PERMITTED = "permitted"
    PROHIBITED = "prohibited"
    CONDITION = "condition"
    AUTHORISATION = "authorisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One published term. It is broken by a use that meets `breach`; a permission is never broken."""

    id: str
    kind: TermKind
    says: str
    breach: Condition
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement between a vendor and a customer. Full texts are mostly unpublished: terms are claims about terms.

    `pack` is the rule pack that brought it, nothing for the rulebook's own.
    """

    id: InstrumentId
    title: str
    vendor: VendorId
    customer: str
    during: Interval
    verified_through: date
    environment: str
    scope: Condition
    terms: tuple[Term, ...]
    ambiguities: tuple[str, ...]
    cited: tuple[Citation, ...]
    note: str = ""
    pack: Pack | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A waiver that the organisation holds: which instrument, for which contract, granted by whom, on which days."""

    id: str
    instrument: InstrumentId
    contract: ContractId
    granted_by: str
    document: str
    during: Interval
