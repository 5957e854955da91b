"""What is asked of subcontractors, what came from them, and how far it can be relied on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from muniment.domain.answer import RepresentedAnswer
    from muniment.domain.ids import ContractId, Digest


class Level(Enum):
    """How well a document is assured, the weakest first. It is shown beside what the document says, never merged."""

    UNSIGNED = "L0"
    SIGNED_PDF = "L1"
    PINNED_KEY = "L2"
    IN_LEDGER = "L3"
    WITNESSED = "L4"

    @property
    def rank(self) -> int:
        """Return 0 for the weakest."""
        return _RANKS[self._value_]


_RANKS = {level.value: rank for rank, level in enumerate(Level)}


class Standing(Enum):
    """What a subcontractor's answer comes to, the worst first. What is not known is missing."""

    MISSING = "missing"
    INVALID = "invalid"
    EXPIRED = "expired"
    ADVERSE = "adverse"
    QUALIFIED = "qualified"
    VERIFIED = "verified"

    @property
    def rank(self) -> int:
        """Return 0 for the worst."""
        return _ORDER[self._value_]


_ORDER = {standing.value: place for place, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcontractor:
    """A company that is asked. Its folder bears its UEI; `name` is empty where nobody gave it."""

    uei: str
    name: str = ""

    @property
    def shown(self) -> str:
        """Return how a person knows it."""
        return f"{self.name} ({self.uei})" if self.name else self.uei


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedClause:
    """A clause that is asked about. `at` are the paragraphs to be answered.

    An empty one stands for any paragraph, as nobody read the clause; there are none where it asks for no answer.
    """

    clause: str
    at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked of a subcontractor about one contract. `order` is the contract as the subcontractor calls it."""

    id: str
    contract: ContractId
    order: str
    of: Subcontractor
    clauses: tuple[AskedClause, ...]
    sent: date
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A key that was confirmed as the subcontractor's own, by whom and when (UTC).

    `key` is in PEM. `ledger` is the key of its ledger in one line, or empty. `reason` says why the key before it no
    longer counts, and is empty for the first one.
    """

    key: str
    keyid: str
    ledger: str
    by: str
    at: datetime
    reason: str = ""


class Kind(Enum):
    """What came."""

    PACKAGE = "package"
    CERTIFICATE = "certificate"
    PDF = "pdf"
    FORM = "form"
    WORKBOOK = "workbook"
    """The form as a workbook."""
    REVOCATION = "revocation"
    """What says that a certificate that came holds no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """An answer to one paragraph of a clause."""

    clause: str
    at: str
    answer: RepresentedAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is told about a clause, in the subcontractor's own words; empty where it has nothing to tell."""

    clause: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """The form as it was filled in. Nobody signed it. It speaks of `on`, and until `valid_until` at most."""

    request: str
    uei: str
    by: str
    title: str
    on: date
    valid_until: date
    answers: tuple[GivenAnswer, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A file that came in answer to a request, as it was taken in by a person at an instant in UTC.

    A revocation answers none: `request` is empty.
    `answers` is the digest of the form that says what a PDF answers. `checked_with` names the program by which a person
    verified the signature in the PDF; where it is empty, nobody did.
    """

    digest: Digest
    file: str
    kind: Kind
    request: str
    by: str
    at: datetime
    answers: Digest | None = None
    checked_with: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What one document comes to for one clause; `level` is nothing where there is no document.

    `replaced` is the worst of the earlier ones that said otherwise, in the place of which this one counts.
    """

    standing: Standing
    level: Level | None
    why: str
    until: date | None = None
    document: Received | None = None
    below: tuple[Tier, ...] = ()
    replaced: Rating | None = None

    @property
    def told(self) -> str:
        """Return why, and what an earlier document had said that counts no longer."""
        if self.replaced is None or self.replaced.document is None:
            return self.why
        came, before = self.replaced.document, self.replaced
        return f"{self.why}; in place of {came.file} of {came.at.date()}: {before.standing.value}, {before.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A subcontractor of a subcontractor, as the package around it shows it."""

    name: str
    rating: Rating


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Where one subcontractor stands on one clause of a request. `rating` counts the tiers below it, too."""

    request: Request
    clause: str
    rating: Rating

    def remind_on(self, as_of: date, notice: int) -> date | None:
        """Return the day on which they have to be asked again; nothing where what they sent holds.

        That is the day that was set, where nothing usable came, or `notice` days before what came expires.
        """
        match self.rating.standing:
            case Standing.MISSING:
                return self.request.due
            case Standing.INVALID | Standing.EXPIRED:
                return as_of
            case Standing.ADVERSE | Standing.QUALIFIED | Standing.VERIFIED:
                return None if self.rating.until is None else self.rating.until - timedelta(days=notice)
