"""Findings that somebody answers for not counting, up to a day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.ids import SignatureId, VendorId


@dataclass(frozen=True, slots=True, kw_only=True)
class OneFinding:
    """The finding with one fingerprint, wherever it moves."""

    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """The findings of one signature of a vendor in files whose path matches.

    In `path`, `*` stands for any run of characters inside one folder, `**` for any run.
    """

    vendor: VendorId
    signature: SignatureId
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Who answers for it, why, on which evidence, and the last day on which it hides anything.

    `where` is the place at which it is written.
    """

    what: OneFinding | Alike
    owner: str
    reason: str
    evidence: str
    until: date
    where: str


class SuppressionState(Enum):
    """What became of a suppression in one check."""

    IN_FORCE = "in force"
    EXPIRED = "expired"
    UNMATCHED = "matches nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionUse:
    """A suppression, what became of it, and how many findings it matches; only one in force hides them."""

    suppression: Suppression
    state: SuppressionState
    findings: int
