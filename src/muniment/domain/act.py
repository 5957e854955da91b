"""Acts: what one person did on one day about one thing, signed. A review, a revocation, a search, a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from muniment.domain.ids import Digest
    from muniment.domain.statement import Algorithm


class ActKind(Enum):
    """What was done. `says` names what each kind tells."""

    REVIEW = "review"
    REVOCATION = "revocation"
    SEARCH = "search"
    RECEIPT = "receipt"

    @property
    def says(self) -> tuple[str, ...]:
        """Return the names of what an act of this kind tells, in order."""
        return _SAYS[self._value_]


_SAYS = {
    "review": ("certificate", "verdict", "note"),
    "revocation": ("certificate", "reason"),
    "search": ("contract", "where", "words", "result"),
    "receipt": ("subcontractor", "request", "receivedAt", "checkpoint"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. `about` are names and digests of what it is about; `told` what is said, by the names of its kind.

    `at` is in UTC, as the person says.
    """

    kind: ActKind
    by: str
    at: datetime
    algorithm: Algorithm
    about: tuple[tuple[str, Digest], ...]
    told: tuple[tuple[str, str], ...]

    def tells(self, name: str) -> str:
        """Return what is said under a name of the kind."""
        return dict(self.told)[name]
