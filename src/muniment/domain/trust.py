"""Whose keys a verifier believes, for what, from when to when. It comes from the verifier, never with a file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from muniment.domain.act import ActKind
from muniment.domain.person import NOBODY, People

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.statement import Algorithm


class SignerRole(Enum):
    """What a person's signature stands for."""

    SIGNATORY = "signatory"
    REVIEWER = "reviewer"
    SEARCHER = "searcher"
    APPROVER = "approver"


ROLES: Final = {
    ActKind.REVIEW: frozenset({SignerRole.REVIEWER}),
    ActKind.SEARCH: frozenset({SignerRole.SEARCHER}),
    ActKind.REVOCATION: frozenset({SignerRole.SIGNATORY, SignerRole.REVIEWER}),
    ActKind.RECEIPT: frozenset({SignerRole.SIGNATORY, SignerRole.REVIEWER, SignerRole.SEARCHER}),
}
"""In which roles a person may do each act."""
ALONE: Final = {
    SignerRole.SIGNATORY: "certificates",
    SignerRole.REVIEWER: "reviews",
    SignerRole.SEARCHER: "records of searches",
    SignerRole.APPROVER: "approvals",
}
"""What a key is trusted for that a person has in one role alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A key of a person, what it may sign for, and on which days. `until` is the last one.

    From `revoked` on it counts for nothing that is not proven to be older; `why` says the reason. `credential` is the
    id, in base64url, by which an authenticator knows the key; empty where the key signs by itself. `subcontractor` is
    the UEI of the company for whose packages alone, inside others, the key counts; empty where it is the verifier's
    partner's own.
    """

    keyid: str
    person: str
    roles: tuple[SignerRole, ...]
    start: date | None = None
    until: date | None = None
    revoked: date | None = None
    why: str = ""
    credential: str = ""
    subcontractor: str = ""

    def refusal_of_certificate(self, signed: date, proven: date | None, as_of: date) -> str:
        """Return why the key does not count for a certificate of `signed` or its package; empty where it does."""
        if SignerRole.SIGNATORY in self.roles or SignerRole.REVIEWER in self.roles:
            return self.refusal(signed, proven, as_of)
        return "is trusted for " + " and ".join(ALONE[each] for each in self.roles) + " alone"

    def refusal(self, signed: date, proven: date | None, as_of: date) -> str:
        """Return why the key does not count for what was signed on `signed`; empty where it does.

        `proven` is a day on which the signature surely existed, nothing where only the signatory says when.
        """
        for day in (signed, proven or signed):
            if self.start is not None and day < self.start:
                return f"is trusted from {self.start}, after {day}"
            if self.until is not None and self.until < day:
                return f"is trusted until {self.until}, before {day}"
        if self.revoked is None or as_of < self.revoked or (proven is not None and proven < self.revoked):
            return ""
        older = "was proven to exist after that" if proven is not None else "is not proven to be older"
        why = f" ({self.why})" if self.why else ""
        return f"was revoked on {self.revoked}{why}, and the signature {older}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPolicy:
    """How many persons must have signed, by which algorithms the signatory must have, and with which keys.

    `stamped`: what the signatory says of the time is not enough, a time stamp has to prove it. `people` are all whom it
    knows, those without a key among them, by every name.
    """

    threshold: int
    algorithms: tuple[Algorithm, ...]
    grants: tuple[Grant, ...]
    stamped: bool = False
    people: People = NOBODY

    def of(self, keyid: str) -> Grant | None:
        """Return what is said of a key."""
        return next((each for each in self.grants if each.keyid == keyid), None)
