"""A scan as it was written down, and what changed from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.evidence import EvidenceClass, Rung
    from muniment.domain.ids import Digest, SignatureId, VendorId
    from muniment.domain.surface import Surface, SurfaceCoverage


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFinding:
    """A finding that stands. `source` names the folder in a scan of several, and is empty in a scan of one."""

    source: str
    path: str
    line: int
    vendor: VendorId
    signature: SignatureId
    kind: str
    identifier: str
    excerpt: str
    rung: Rung
    cls: EvidenceClass
    surface: Surface
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenGap:
    """Something that could hide a use and was not looked at."""

    source: str
    path: str
    line: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanResult:
    """What a file says that a scan found. `where` is how the file was named."""

    where: str
    complete: bool
    rulebook: Digest
    rulebook_version: str
    findings: tuple[WrittenFinding, ...]
    gaps: tuple[WrittenGap, ...]
    surfaces: Mapping[Surface, SurfaceCoverage]
    vendors: Mapping[VendorId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenUse:
    """A vendor in one source or system, by its furthest evidence in the most telling class of places."""

    source: str
    vendor: VendorId
    rung: Rung
    cls: EvidenceClass
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is different in `after`. Pairs hold the same thing before and after.

    `changed` are findings at one place whose rung, class or version is another; `worse` are surfaces of
    which less was read than before, and `lost` are the gaps that were not there before.
    """

    before: ScanResult
    after: ScanResult
    new: tuple[WrittenFinding, ...]
    gone: tuple[WrittenFinding, ...]
    moved: tuple[tuple[WrittenFinding, WrittenFinding], ...]
    changed: tuple[tuple[WrittenFinding, WrittenFinding], ...]
    unchanged: int
    new_uses: tuple[WrittenUse, ...]
    gone_uses: tuple[WrittenUse, ...]
    changed_uses: tuple[tuple[WrittenUse, WrittenUse], ...]
    worse: tuple[tuple[SurfaceCoverage, SurfaceCoverage], ...]
    lost: tuple[WrittenGap, ...]

    @property
    def both(self) -> tuple[ScanResult, ...]:
        """Return the two scans; one where it was compared with itself."""
        return (self.after,) if self.before == self.after else (self.before, self.after)

    @property
    def same_rulebook(self) -> bool:
        """Say whether both scans asked the same questions; where not, what is new may be new to the rulebook only."""
        return self.before.rulebook == self.after.rulebook
