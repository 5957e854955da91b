"""Where a statement of law comes from, and how far it can be relied on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.ids import Digest, SourceId


class Confidence(Enum):
    """How good the evidence for a dated value is, best first."""

    PRIMARY = "primary"
    LAW_FIRM = "law-firm"
    PRESS = "press"
    COMPUTED = "computed"
    WEAK = "weak"
    MEMORY = "memory"

    _value_: str
    rank: int
    """0 for the best; larger is weaker."""


for _rank, _confidence in enumerate(Confidence):
    _confidence.rank = _rank


class Read(Enum):
    """How much of a document was read by whoever recorded it."""

    FULL = "full"
    EXCERPT = "excerpt"
    MIRROR = "mirror"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document, described once. `digest` is of the bytes read; nothing where no copy was kept."""

    id: SourceId
    title: str
    address: str
    confidence: Confidence
    read: Read
    retrieved: date
    digest: Digest | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A place in a source. `at` is the pinpoint: paragraph, page, docket number; empty where the whole is cited."""

    source: SourceId
    at: str
    confidence: Confidence
