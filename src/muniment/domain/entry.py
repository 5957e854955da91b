"""What the ledger keeps: small events, and commitments to larger or sensitive contents that lie beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from datetime import datetime

    from muniment.domain.ids import ContractId, Digest

EntryId = NewType("EntryId", str)
"""A name that no other entry has: 32 lower-case hexadecimal digits."""


class EntryType(Enum):
    """What happened."""

    INTENT = "intent"
    """Something is about to be done; the entry that follows names this one. Without one, it was not done or failed."""
    SCAN = "scan"
    DECISION = "decision"
    FACT = "fact"
    WAIVER = "waiver"
    APPROVAL = "approval"
    SCREENING = "screening"
    CERTIFICATION = "certification"
    """A certificate changed its state."""
    SIGNATURE = "signature"
    EXPORT = "export"
    RULEBOOK_INSTALL = "rulebook-install"
    WITHHOLDING = "withholding"
    """A content was taken out of the ledger; the commitment to it stays."""
    KEY_ROTATION = "key-rotation"
    RESTORED = "restored"
    """The database was put back to an earlier state, and somebody answers for going on from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """The digest of a content called `name`.

    Where `salted`, it is the digest of 32 random bytes with the content behind them, so that nobody without those bytes
    can tell by guessing what the content is. Then the content may be withheld, or removed when the law asks for it.
    """

    name: str
    digest: Digest
    salted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event. `at` is in UTC, to the second; `actor` is the person or program, as the one who wrote it says.

    `after` names the intent that was carried out. `details` are short texts by name, for people who read the ledger.
    """

    type: EntryType
    id: EntryId
    at: datetime
    actor: str
    contract: ContractId | None = None
    after: EntryId | None = None
    commitments: tuple[Commitment, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
