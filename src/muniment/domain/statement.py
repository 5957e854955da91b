"""What a named person signs: what was looked at, what was decided, and what is disclosed, for one contract and one day.

Muniment writes no words of certification. Where a clause or a letter asks for a wording, the person brings it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from muniment.domain.outcome import Outcome

if TYPE_CHECKING:
    from datetime import date, datetime

    from muniment.domain.age import AgeLimit
    from muniment.domain.answer import RepresentedAnswer
    from muniment.domain.certification import Earlier, FlowDown, Inquiry, PhaseOut, Review, Signatory
    from muniment.domain.citation import Citation, Confidence
    from muniment.domain.file_status import FileStatus
    from muniment.domain.ids import ContractId, Digest, FactId, InstrumentId, SourceId, SystemId, VendorId
    from muniment.domain.rung import Rung


class Algorithm(Enum):
    """How a statement is signed. Which of them a key can be used with depends on the key alone."""

    ECDSA_P384_SHA384 = "ecdsa-p384-sha384"
    ECDSA_P256_SHA256 = "ecdsa-p256-sha256"
    RSA_PSS_SHA256 = "rsa-pss-sha256"
    RSA_PKCS1_SHA256 = "rsa-pkcs1-sha256"
    ML_DSA_87 = "ml-dsa-87"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredUse:
    """A use that a representation is about. Not `surely` where a fact is missing that would tell.

    `disclosure` is the id under which it is disclosed, empty where a plain denial leaves no room for one.
    """

    vendor: VendorId
    system: SystemId
    surely: bool
    disclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """Words that the signatory represents, as they stand in a clause or letter, and the answer to them.

    `ref` is the clause with its paragraph; for a letter it is empty, and so are `version` and `answer`. `digest` is of
    `text` in UTF-8. `document` is the digest of the official copy or the letter, nothing where the rulebook has the
    words. `covers` are the uses in the statement that the words are about.
    """

    ref: str
    version: str
    answer: RepresentedAnswer | None
    text: str
    digest: Digest
    source: str
    document: Digest | None
    covers: tuple[CoveredUse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosedField:
    """One field that a clause lists, by the paragraph that asks for it and a name, and what is told there."""

    ref: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """An open matter, told and not settled. `matter` is what the check says of it, `text` what the signatory says.

    `under` is the paragraph of a clause under which it is told with that clause's `fields`, or empty.
    """

    id: str
    matter: str
    text: str
    under: str = ""
    fields: tuple[DisclosedField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedWaiver:
    """A waiver on which the statement rests; `until` is its last day. `digest` is of the document, where it is held."""

    id: str
    instrument: InstrumentId
    granted_by: str
    issued: date
    until: date | None
    document: str
    digest: Digest | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFact:
    """What a named person said of one fact on which the decisions rest; without a `value`, that nobody knows it.

    It is about a contract, a system and a vendor as far as these are named, and about the organisation where none is.
    `source` may be empty.
    """

    fact: FactId
    value: str | None
    contract: ContractId | None
    system: SystemId | None
    vendor: VendorId | None
    by: str
    on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookStamp:
    """The rulebook that decided. `verified_through`: the last day for which each instrument in it was looked up.

    `age_limit` says when it was asked, and how old it might be; nothing where its age did not count, or where the
    statement is in a form that does not tell.
    """

    version: str
    digest: Digest
    released: date
    verified_through: date
    age_limit: AgeLimit | None = None


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
    """What the statement is about, and by `outside`, which systems of the estate it says nothing about.

    `modification` is the last one of the contract that is meant, `tier` the organisation's place under it, `solicited`
    the day of the solicitation; each is empty or nothing where it is not known. `clauses` are with their versions.
    """

    organisation: str
    contract: ContractId
    title: str
    agency: str
    modification: str
    tier: str
    solicited: date | None
    clauses: tuple[tuple[str, str], ...]
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

    `said` is what people answered for of the facts, where the form of the statement tells it.
    `requested_by` and `reviews` say who drafted and who looked at it, and `earlier` which one it takes the place of.
    It never says that no use exists: it says what was looked at, what was found there, and what was not looked at.
    """

    id: str
    algorithm: Algorithm
    tool: str
    as_of: date
    issued_at: datetime
    valid_until: date
    requested_by: str
    reviews: tuple[Review, ...]
    signatory: Signatory
    earlier: Earlier | None
    representations: tuple[Representation, ...]
    scope: Scope
    coverage: tuple[CoverageSummary, ...]
    decisions: tuple[DecisionSummary, ...]
    disclosures: tuple[Disclosure, ...]
    waivers: tuple[StatedWaiver, ...]
    phase_out: tuple[PhaseOut, ...]
    inquiry: Inquiry
    flow_down: tuple[FlowDown, ...]
    documents: tuple[CitedDocument, ...]
    rulebook: RulebookStamp
    evidence: tuple[Evidence, ...]
    said: tuple[StatedFact, ...] = ()
