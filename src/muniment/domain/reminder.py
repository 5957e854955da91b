"""What has to be done about certificates, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.citation import Citation


class ReminderKind(Enum):
    """What is to be done. An end is the last day on which something still holds."""

    EXPIRES = "expires"
    REVIEW = "review"
    SIGN = "sign"
    SEARCH = "search"
    WAIVER_ENDS = "waiver-ends"
    PHASE_OUT = "phase-out"
    MEND = "mend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One thing to be done about `about`, a certificate or a contract, on `due` at the latest; at once where no day is.

    `cited` is the document that asks for it, nothing where none does.
    """

    kind: ReminderKind
    about: str
    what: str
    due: date
    overdue: bool
    cited: Citation | None = None
