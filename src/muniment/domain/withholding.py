"""That a content was taken out of the ledger, and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from muniment.domain.ids import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Withholding:
    """The content `content` of the entry at `entry` was removed; its salted `digest` stays.

    `by` answers for it, as the entry at `written_as` says, which was written `at` (UTC).
    """

    entry: int
    content: str
    digest: Digest
    by: str
    reason: str
    at: datetime
    written_as: int
