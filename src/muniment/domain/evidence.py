"""What was found, where, how strong it is, and what was not looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from muniment.domain.file_status import FileStatus
from muniment.domain.rung import Rung
from muniment.domain.surface import Surface

if TYPE_CHECKING:
    from muniment.domain.ids import Digest, SignatureId, VendorId
    from muniment.domain.surface import SurfaceCoverage
    from muniment.domain.technology import IdentifierKind, Role

__all__ = [
    "Context",
    "Coverage",
    "EvidenceClass",
    "FileRecord",
    "FileStatus",
    "Finding",
    "Gap",
    "Identifier",
    "Inventory",
    "NotUnderstood",
    "Observation",
    "Rung",
]


class EvidenceClass(Enum):
    """What the place of a finding is for. Apart from how strong the finding is."""

    PRODUCT = "product"
    TEST = "test"
    DEV_TOOLING = "dev-tooling"
    DOCUMENTATION = "documentation"
    DENY_LIST = "deny-list"
    REFERENCE_DATA = "reference-data"


class Context(Enum):
    """What the text around an identifier is to the language it stands in."""

    FIELD = "field"
    CODE = "code"
    CALL = "call"
    STRING = "string"
    DENIED = "denied"
    COMMENT = "comment"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A typed name in canonical form, e.g. (`purl`, `pkg:pypi/openai@1.2`)."""

    kind: IdentifierKind
    value: str


@dataclass(frozen=True, slots=True)
class Observation:
    """An identifier that a reader saw. Neutral: it knows no vendor.

    `line` counts from 1; 0 means that the path itself is the evidence. `rung` is what such a place shows at most.
    `excerpt` is at most 160 characters of the line.
    """

    identifier: Identifier
    line: int
    context: Context
    rung: Rung
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Something that a reader met and could not use. It limits the claim about this file.

    `inside` is the path in an archive, where the file is one. `harmless`: worth knowing, and no use can hide there that
    the rest of the tree would not show, so it limits nothing.
    """

    line: int
    why: str
    inside: str = ""
    harmless: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An observation that a signature recognised, for one vendor.

    `demoted` says why the finding is no more than a mention, and is empty for one that stands. `fingerprint` names it
    within its tree, and outlives edits elsewhere and moves of the file. `surface` is set when the tree is settled.
    """

    vendor: VendorId
    roles: tuple[Role, ...]
    signature: SignatureId
    path: str
    observation: Observation
    rung: Rung
    cls: EvidenceClass
    demoted: str
    fingerprint: str
    surface: Surface = Surface.OTHER


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One directory entry: what was done with it, its size in bytes and, when read, its digest."""

    path: str
    status: FileStatus
    size: int = 0
    digest: Digest | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something not looked at, or not understood. `limits`: it could hide a use, so the claim is incomplete."""

    path: str
    status: FileStatus
    why: str
    line: int = 0
    limits: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """An exact account: `entries` equals the sum of `by_status`, and the sum of `by_surface` where that was counted."""

    entries: int
    read: int
    bytes_read: int
    by_status: tuple[tuple[FileStatus, int], ...]
    gaps: tuple[Gap, ...]
    by_surface: tuple[SurfaceCoverage, ...] = ()

    @property
    def complete(self) -> bool:
        """Say whether nothing that could hide a use was left out."""
        return not any(gap.limits for gap in self.gaps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Everything that a scan of one tree knows. `content` is one digest over every path and file digest."""

    root: str
    content: Digest
    findings: tuple[Finding, ...]
    coverage: Coverage
    rulebook: Digest
