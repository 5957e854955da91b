"""What the history of a repository shows: since when, until when, by whom, and how much of it could be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from muniment.domain.evidence import Coverage, EvidenceClass, Identifier, Rung
    from muniment.domain.ids import Digest, SignatureId, VendorId


@dataclass(frozen=True, slots=True)
class Sighting:
    """A commit, by its full id, and the instant in UTC that its author wrote into it; nobody vouches for that."""

    commit: str
    when: datetime


class Presence(Enum):
    """What became of a use in the line of commits that leads to HEAD."""

    PRESENT = "present at HEAD"
    REMOVED = "removed"
    ELSEWHERE = "never at HEAD"
    """Only in commits that HEAD does not have among its ancestors, such as those of an unmerged branch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastUse:
    """One identifier of a vendor's technology, in files of one class, over all commits of a repository.

    `first`: the earliest commit on any ref that brought it into a file, which is called `path`. `last`: the latest
    commit known to hold it: HEAD itself, or the last one before its removal, or a later one on another ref.
    `removed`: the commit that took it out of the last file, in the line of commits that HEAD has it from; only for a
    use that was removed. `elsewhere`: the latest commit that HEAD does not have among its ancestors and that wrote a
    file which shows it, so that a branch or tag may hold it still.
    """

    vendor: VendorId
    signature: SignatureId
    identifier: Identifier
    cls: EvidenceClass
    rung: Rung
    standing: Presence
    path: str
    first: Sighting
    last: Sighting
    removed: Sighting | None
    elsewhere: Sighting | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentWork:
    """Commits that say themselves that a vendor's agent had a part in them. `commits` is their number.

    `identifiers` are what they say, the most frequent first. What an agent did without saying so is not known.
    """

    vendor: VendorId
    signature: SignatureId
    identifiers: tuple[Identifier, ...]
    commits: int
    first: Sighting
    last: Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything that a look at one repository's history knows.

    `head` is the commit at HEAD, empty where there is none. `commits` and `refs` are numbers. `blobs` counts different
    contents, `coverage` each of them under each path that it ever had: `entries` equals the sum of `by_status`.
    """

    root: str
    head: str
    commits: int
    refs: int
    blobs: int
    uses: tuple[PastUse, ...]
    agents: tuple[AgentWork, ...]
    coverage: Coverage
    rulebook: Digest

    @property
    def complete(self) -> bool:
        """Say whether there was a commit, and nothing of the history that could hide a use was left out."""
        return bool(self.commits) and self.coverage.complete
