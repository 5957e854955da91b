"""The life of a certificate: drafted, reviewed, signed, and at the end expired, superseded or revoked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.act import Act
    from muniment.domain.certification import Draft
    from muniment.domain.ids import Digest
    from muniment.domain.statement import Statement


class Stage(Enum):
    """Where a certificate stands on a day."""

    DRAFT = "draft"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    DAMAGED = "damaged"

    @property
    def stands(self) -> bool:
        """Say whether somebody may rely on it."""
        return self is Stage.SIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFiles:
    """The files of one certificate in its folder, as they are; nothing where there is none."""

    id: str
    draft: bytes | None
    reviews: tuple[bytes, ...]
    certificate: bytes | None
    revocation: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate with its history. `payload` is the digest of what was signed; `why` explains the stage."""

    id: str
    stage: Stage
    why: str
    draft: Draft | None
    reviews: tuple[Act, ...]
    statement: Statement | None
    payload: Digest | None
    revocation: Act | None

    @property
    def contract(self) -> str:
        """Return the contract that it is about, empty where nothing says so."""
        if self.statement is not None:
            return str(self.statement.scope.contract)
        return "" if self.draft is None else str(self.draft.contract)

    @property
    def valid_until(self) -> date | None:
        """Return the last day on which it holds, or would hold."""
        if self.statement is not None:
            return self.statement.valid_until
        return None if self.draft is None else self.draft.valid_until
