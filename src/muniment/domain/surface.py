"""The kinds of places in which a vendor's technology shows itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Surface(Enum):
    """What kind of thing was looked at. Each entry of a source belongs to one."""

    SOURCE_CODE = "source-code"
    MANIFEST = "manifest"
    LOCK_FILE = "lock-file"
    BILL_OF_MATERIALS = "bill-of-materials"
    CI = "ci"
    INFRASTRUCTURE = "infrastructure"
    AGENT_CONFIGURATION = "agent-configuration"
    CONFIGURATION = "configuration"
    MODEL_FILE = "model-file"
    PROGRAM = "program"
    DOCUMENT = "document"
    ARCHIVE = "archive"
    IMAGE = "image"
    GIT_HISTORY = "git-history"
    OTHER = "other"

    __hash__ = object.__hash__  # members are counted by the hundred thousand, and `Enum` hashes their names


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceCoverage:
    """How many entries of one surface were read, read in part, and not looked at. Together they are its entries."""

    surface: Surface
    read: int
    not_understood: int
    not_looked_at: int
