"""What approvals need from the world outside: a place where holds last, people's keys, and the policy in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from muniment.domain.person import NOBODY, People

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from datetime import datetime

    from muniment.domain.hold import CastVote, HeldCall, HoldId, HoldRecord, HoldState
    from muniment.domain.ids import Digest
    from muniment.domain.parked import ParkedTurn
    from muniment.errors import Problem
    from muniment.prove.vote import ApproverKey
    from muniment.prove.webauthn import RelyingParty


@dataclass(frozen=True, slots=True, kw_only=True)
class Voters:
    """Whose votes are believed, the desk for which authenticators sign, and who is who.

    `party` is nothing where there is no desk. `people` are all whom the trust policy knows, also those without a key.
    """

    keys: tuple[ApproverKey, ...]
    party: RelyingParty | None = None
    people: People = NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """People who are looked up on an authority: `selectors` are hidden, `limit` is nothing where people approved more.

    `window` is the number of the window in which they are counted.
    """

    authority: str
    window: int
    selectors: tuple[str, ...]
    limit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a hold ends: with `why` in words, and the token of the call where it leaves."""

    standing: HoldState
    at: datetime
    why: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is written about a hold in one transaction. `counter` is the newest of the authenticator that voted."""

    cast: CastVote | None = None
    counter: int | None = None
    ending: Ending | None = None
    looked_up: LookedUp | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The holds that are kept, newest first, and what could not be read as one."""

    records: tuple[HoldRecord, ...]
    unreadable: tuple[Problem, ...]


Work: TypeAlias = "Callable[[HoldRecord, Callable[[str], int]], Change]"
"""What is done about a hold in a transaction; see `Holds.change`."""


class Holds(Protocol):
    """Keeps holds and votes; what a method returned from is on disk. All raise InputError where it cannot be."""

    def open(self, record: HoldRecord, call: Digest) -> HoldRecord:
        """Keep a new hold, and return it; where the same call of the same requester waits already, return that.

        Raises: RefusedError where so many calls of the same caller wait already that nobody could answer another.
        """

    def close(self) -> None:
        """Let go of where holds are kept, at once."""

    def version(self) -> Hashable:
        """Return what is another value once anybody has written anything."""

    def find(self, hold_id: HoldId) -> HoldRecord | None:
        """Return the hold of that name."""

    def listed(self, *, ended: bool) -> Listed:
        """Return the holds that have not ended; with `ended` all of them."""

    def change(self, hold_id: HoldId, work: Work) -> HoldRecord:
        """Do `work` and write what it returns in one transaction, alone among all processes; return what then stands.

        `work` gets the hold and a function from a key's id to the last counter of its authenticator. Where it raises,
        nothing is written. Raises: RefusedError where there is no such hold, and where a limit would be passed.
        """

    def change_together(self, works: Sequence[tuple[HoldId, Work]]) -> tuple[HoldRecord, ...]:
        """Do the work on each hold, as `change` does, all in one transaction: where one raises, nothing is written."""

    def released(self, call: Digest) -> tuple[str, ...]:
        """Return the tokens of the last calls with this digest that have left, newest first."""

    def park(self, turn: ParkedTurn, named: Sequence[HoldId]) -> None:
        """Keep a turn until one of the holds that it waits for ends, or it runs out; any of them then leads to it."""

    def forget(self, at: datetime) -> None:
        """Keep nothing of turns that have run out at `at`."""

    def parked(self, hold_id: HoldId) -> ParkedTurn | None:
        """Return the turn that waits for a hold."""

    def counted(self, found: LookedUp) -> int:
        """Return how many different people would have been looked up with these."""

    def reserve(self, found: LookedUp) -> bool:
        """Count these people, or none of them where that would pass the limit; return whether they were counted."""


class InForce(Protocol):
    """The policy that is in force now."""

    def digest(self) -> Digest:
        """Return the digest of the rulebook and of the gateway's configuration."""

    def clock_doubt(self, at: datetime) -> str:
        """Return why `at` cannot be the instant now; empty where it can."""

    def refusal(self, call: HeldCall, at: datetime) -> str:
        """Decide anew whether the vendor may be used for this contract; return why not, nothing where it may."""
