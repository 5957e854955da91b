"""Whether a network lets anybody reach, directly, what is prohibited in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from muniment.domain.blocklist import Blocked, BlockList


class EgressResult(Enum):
    """What became of an attempt to reach a host."""

    NO_NAME = "no such name"
    NO_CONNECTION = "no connection"
    UNCLEAR = "unclear"
    OPEN = "open"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one attempt, and how that showed: an address, an error in words."""

    way: EgressResult
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One host of what is prohibited, and what became of the attempt."""

    host: str
    blocked: Blocked
    tried: Tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Egress:
    """All attempts. `untried` are patterns for which no host is known; `control` is one that was to be reached."""

    listed: BlockList
    attempts: tuple[Attempt, ...]
    untried: tuple[str, ...]
    control: tuple[str, Tried] | None

    @property
    def complete(self) -> bool:
        """Say whether every host was tried with a clear end, from where something can be reached at all."""
        reached = self.control is not None and self.control[1].way in {EgressResult.OPEN, EgressResult.UNCLEAR}
        clear = all(each.tried.way not in {EgressResult.UNCLEAR, EgressResult.NOT_TRIED} for each in self.attempts)
        return reached and clear and bool(self.attempts)
