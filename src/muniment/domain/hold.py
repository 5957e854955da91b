"""A call of a tool that waits for people: what they are asked, what they answered, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from muniment.domain.call import AnyJson
    from muniment.domain.ids import Digest

HoldId = NewType("HoldId", str)


class VoteVerdict(Enum):
    """What a person says to a hold."""

    APPROVE = "approve"
    DENY = "deny"


class HoldState(Enum):
    """Where a hold stands. Only `WAITING` and `APPROVED` can still change."""

    WAITING = "waiting"
    APPROVED = "approved"
    """Enough people have approved; the call has not left yet."""
    DENIED = "denied"
    EXPIRED = "expired"
    RELEASED = "released"
    """The call left, once; nothing leaves by this hold again."""

    @property
    def ended(self) -> bool:
        """Return whether nothing more can happen to it."""
        return self not in {HoldState.WAITING, HoldState.APPROVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """On whose behalf a call is made: the program that called, and the person behind it where that is known."""

    caller: str
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why a call is held: the rule in words, the document that it comes from, the place in it, how well it is known."""

    says: str
    by: str
    at: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCall:
    """The call that a hold is about, with all that an approval must not outlive or be moved away from.

    `schema` is the SHA-256 of the tool's declaration, in hexadecimal, empty where no declaration was seen. `policy` is
    the digest of the rulebook and the gateway's configuration under which it was held. `call_id` is the model's name
    for the call, `decision` the one that let the model be called; asked for again, the same call has others.
    """

    tool: str
    server: str
    schema: str
    arguments: Mapping[str, AnyJson]
    effect: str
    does: str
    requester: Requester
    contract: str
    vendor: str
    model: str
    purpose: str
    authority: str
    policy: Digest
    call_id: str
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What people are asked to approve. `quorum` different ones have to, out of `approvers` where any are named."""

    id: HoldId
    call: HeldCall
    grounds: tuple[Grounds, ...]
    quorum: int
    approvers: tuple[str, ...]
    created: datetime
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one person says to one hold, with a reason in words."""

    person: str
    verdict: VoteVerdict
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote:
    """A vote with the envelope that its person signed, and the key that did."""

    vote: Vote
    keyid: str
    envelope: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRecord:
    """What is kept of a hold. `text` is what people sign; `ended` is set once it can no longer change."""

    hold: Hold
    text: bytes
    votes: tuple[CastVote, ...]
    ended: HoldState | None = None
    ended_at: datetime | None = None
    why: str = ""
    token: str = ""
