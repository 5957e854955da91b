"""What a named person signs: what was looked at, what was decided, and what is disclosed, for one contract and one day.

Muniment writes no words of certification. Where a clause or a letter asks for a wording, the person brings it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from muniment.domain.decision import Outcome

if TYPE_CHECKING:
    from datetime import date, datetime

    from muniment.domain.citation import Citation, Confidence
    from muniment.domain.evidence import FileStatus, Rung
    from muniment.domain.ids import ContractId, Digest, FactId, InstrumentId, SourceId, SystemId, VendorId


class Algorithm(Enum):
    """How a statement is signed. Which of them a key can be used with depends on the key alone."""

    ECDSA_P384_SHA384 = "ecdsa-p384-sha384"
    ECDSA_P256_SHA256 = "ecdsa-p256-sha256"
    RSA_PSS_SHA256 = "rsa-pss-sha256"
    RSA_PKCS1_SHA256 = "rsa-pkcs1-sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """The person who answers for the statement."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """Words that the signatory represents, as they stand in a clause or letter. `digest` is of `text` in UTF-8."""

    text: str
    digest: Digest
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """An open matter, told and not settled. `matter` is what the check says of it, `text` what the signatory says."""

    id: str
    matter: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookStamp:
    """The rulebook that decided. `verified_through`: the last day for which each instrument in it was looked up."""

    version: str
    digest: Digest
    released: date
    verified_through: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedVendor:
    """A vendor whose technology was looked for, and the last day of a recorded search for instruments naming it."""

    id: VendorId
    name: str
    screened_through: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedSystem:
    """A system that the statement is about. `serves`: the estate says that it serves the contract."""

    id: SystemId
    title: str
    serves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedSource:
    """A tree that was read for a system. `content` is one digest over every path and file digest in it."""

    system: SystemId
    name: str
    content: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the statement is about, and by `outside`, which systems of the estate it says nothing about."""

    organisation: str
    contract: ContractId
    title: str
    agency: str
    systems: tuple[ScopedSystem, ...]
    outside: tuple[SystemId, ...]
    sources: tuple[ScopedSource, ...]
    vendors: tuple[AskedVendor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPath:
    """A path in a source that could hide a use. `disclosure` is the id under which that is disclosed."""

    path: str
    status: FileStatus
    why: str
    disclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageSummary:
    """The account of one source: `entries` equals the sum of `by_status`; `unread` holds every gap that limits."""

    system: SystemId
    source: str
    entries: int
    read: int
    bytes_read: int
    by_status: tuple[tuple[FileStatus, int], ...]
    unread: tuple[UnreadPath, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What one instrument contributes to a decision, in words, and where that is written."""

    instrument: InstrumentId
    says: str
    cited: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFact:
    """A fact that nobody gave and that could change the outcome."""

    fact: FactId
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedReading:
    """What would follow if one holder's reading of a disputed instrument were right."""

    instrument: InstrumentId
    reading: str
    holder: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSummary:
    """What was decided about one vendor's technology in one system.

    `until` is the last permitted day and set for `PERMITTED_UNTIL` alone. `findings` counts the places found.
    `disclosure` is the id under which an open decision is disclosed, and empty for one that permits.
    """

    vendor: VendorId
    system: SystemId
    rung: Rung
    findings: int
    outcome: Outcome
    until: date | None
    grounds: tuple[Ground, ...]
    set_aside: tuple[Ground, ...]
    open_law: tuple[Ground, ...]
    missing: tuple[MissingFact, ...]
    readings: tuple[DisputedReading, ...]
    confidence: Confidence
    verified_through: date
    disclosure: str

    def permits_through(self, day: date) -> bool:
        """Say whether the use may go on up to and including `day`, so that nothing is open."""
        match self.outcome:
            case Outcome.PERMITTED:
                return True
            case Outcome.PERMITTED_UNTIL:
                return self.until is not None and day <= self.until
            case Outcome.NEEDS_AUTHORISATION | Outcome.NEEDS_WAIVER | Outcome.PROHIBITED | Outcome.UNDETERMINED:
                return False


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedDocument:
    """A document that a decision cites. `digest` is of the bytes that were read; nothing where no copy was kept."""

    id: SourceId
    title: str
    address: str
    digest: Digest | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file handed over or kept apart from the statement, bound to it by the digest of its bytes."""

    name: str
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Everything that is signed. It holds from the UTC day of `issued_at` up to and including `valid_until`.

    It never says that no use exists: it says what was looked at, what was found there, and what was not looked at.
    """

    algorithm: Algorithm
    tool: str
    as_of: date
    issued_at: datetime
    valid_until: date
    signatory: Signatory
    representation: Representation | None
    scope: Scope
    coverage: tuple[CoverageSummary, ...]
    decisions: tuple[DecisionSummary, ...]
    disclosures: tuple[Disclosure, ...]
    documents: tuple[CitedDocument, ...]
    rulebook: RulebookStamp
    evidence: tuple[Evidence, ...]
