"""What a change adds to one tree. Only what changed is read, and of the rest no more than the judgement depends on.

Two things about a finding depend on other files: its fingerprint, on files of the same name; and a word that others use
too, on whether something else in its project proves the vendor. So files of the same name are read where a finding
lies in one, and further files, those that declare packages first, until every such word has company or none is left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from muniment.app.scan import gaps_of, inventory
from muniment.discover.findings.collect import settle
from muniment.discover.findings.compare import match
from muniment.discover.paths.projects import Mark, Marked, Projects, marked
from muniment.domain.evidence import EvidenceClass, FileStatus
from muniment.domain.scan_result import WrittenFinding
from muniment.domain.surface import Surface

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from muniment.app.scan import FileResult, SurfaceOf
    from muniment.domain.evidence import Finding, Gap, Inventory
    from muniment.domain.ids import SignatureId
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Signature

_TELLING: Final = (Surface.MANIFEST, Surface.LOCK_FILE, Surface.CONFIGURATION, Surface.INFRASTRUCTURE)
"""Where company is looked for first."""
_FIRST: Final = 100
"""Files that are read at first in search of company; each time, four times as many."""


class Side(Enum):
    """The tree as it was, or as it is."""

    BEFORE = auto()
    AFTER = auto()


class ChangedTree(Protocol):
    """One tree before and after a change. A path on both sides with the same content is unchanged."""

    @property
    def root(self) -> str:
        """Return how the tree is called."""

    @property
    def changed(self) -> Collection[str]:
        """Return the paths at which the sides differ."""

    @property
    def unchanged(self) -> Collection[str]:
        """Return the paths at which they do not."""

    def projects(self, side: Side) -> Collection[str]:
        """Return the folders that are projects whatever lies in them: submodules, and the top of a checkout."""

    def read(self, side: Side, paths: Sequence[str]) -> Iterator[FileResult]:
        """Yield what became of those of `paths` that are there on that side, in any order."""

    def around(self, paths: Sequence[str]) -> Iterator[FileResult]:
        """Yield what became of unchanged `paths`, in any order; of those that show nothing, maybe nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What a change adds to one tree: an inventory of that alone, and what became of the other findings.

    `raised` are fingerprints of findings in the inventory that were there before, and showed less.
    """

    inventory: Inventory
    raised: frozenset[str]
    moved: int
    gone: tuple[Finding, ...]


class _Sides(NamedTuple):
    before: list[FileResult]
    after: list[FileResult]


def addition(tree: ChangedTree, rulebook: Rulebook, surface_of: SurfaceOf) -> Addition:
    """Return what the change adds to `tree`: findings that are new, or show more than before, and gaps that are new."""
    signatures = {signature.id: signature for signature in rulebook.signatures}
    changed = sorted(tree.changed)
    read = _Sides(list(tree.read(Side.BEFORE, changed)), list(tree.read(Side.AFTER, changed)))
    before, after = _Judgement(tree, read, signatures, surface_of).standing()
    matched = match(_written(before), _written(after))
    raised = {now for was, now in (*matched.stayed, *matched.moved) if _shows_more(was, now)}
    added = {(each.path, each.fingerprint) for each in (*matched.new, *raised)}
    gone = {(each.path, each.fingerprint) for each in matched.gone}
    whole = inventory(tree.root, read.after, signatures, rulebook.digest, surface_of)
    return Addition(
        inventory=replace(
            whole,
            findings=tuple(
                replace(each, surface=surface_of(each.path)) for each in after if (each.path, each.fingerprint) in added
            ),
            coverage=replace(whole.coverage, gaps=tuple(_new_gaps(read))),
        ),
        raised=frozenset(each.fingerprint for each in raised),
        moved=len(matched.moved),
        gone=tuple(each for each in before if (each.path, each.fingerprint) in gone),
    )


class _Judgement:
    """Settles the findings of what changed on both sides, in as much of the tree around them as it takes."""

    def __init__(
        self, tree: ChangedTree, read: _Sides, signatures: Mapping[SignatureId, Signature], surface_of: SurfaceOf
    ) -> None:
        self._tree = tree
        self._read = read
        self._signatures = signatures
        self._surface_of = surface_of
        self._around: list[FileResult] = []

    def standing(self) -> tuple[list[Finding], list[Finding]]:
        """Return the findings in changed files that stand, on either side."""
        if not any(each.findings for side in self._read for each in side):
            return [], []
        common = [mark for path in self._tree.unchanged if (mark := self._marked(path))]
        projects = (self._projects(Side.BEFORE, common), self._projects(Side.AFTER, common))
        names = {_name(each.record.path) for side in self._read for each in side if each.findings}
        alike = [path for path in self._tree.unchanged if _name(path) in names]
        self._around += self._tree.around(alike)
        found = self._settled(projects)
        rest, step = self._others(alike), _FIRST
        while rest and any(each.lacking for each in found):
            self._around += self._tree.around(rest[:step])
            rest, step = rest[step:], step * 4
            found = self._settled(projects)
        return found[0].standing, found[1].standing

    def _settled(self, projects: tuple[Projects, Projects]) -> tuple[_Settled, _Settled]:
        before, after = (self._side(read, each) for read, each in zip(self._read, projects, strict=True))
        return before, after

    def _side(self, read: Sequence[FileResult], projects: Projects) -> _Settled:
        own = {finding.path for each in read for finding in each.findings}
        found = [finding for each in (*read, *self._around) for finding in each.findings]
        settled = [each for each in settle(found, self._signatures, projects) if each.path in own]
        standing = [each for each in settled if not each.demoted]
        before = sum(not finding.demoted for each in read for finding in each.findings)
        return _Settled(standing, lacking=before - len(standing))

    def _projects(self, side: Side, common: Sequence[Marked]) -> Projects:
        read = self._read.before if side is Side.BEFORE else self._read.after
        own = [mark for each in read if (mark := self._marked(each.record.path))]
        return Projects([*common, *own, *(Marked(folder, Mark.MANIFEST) for folder in self._tree.projects(side))])

    def _marked(self, path: str) -> Marked | None:
        return marked(path, self._surface_of(path))

    def _others(self, read: Collection[str]) -> list[str]:
        """Return the paths that are left, the most telling first."""
        left = set(self._tree.unchanged) - set(read)
        return sorted(left, key=lambda path: (self._surface_of(path) not in _TELLING, path))


class _Settled(NamedTuple):
    """The findings of one side that stand; `lacking` counts those that only lack company, as far as was read."""

    standing: list[Finding]
    lacking: int


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _written(findings: Iterable[Finding]) -> Iterator[WrittenFinding]:
    for each in findings:
        seen = each.observation
        yield WrittenFinding(
            source="",
            path=each.path,
            line=seen.line,
            vendor=each.vendor,
            signature=each.signature,
            kind=seen.identifier.kind.value,
            identifier=seen.identifier.value,
            excerpt=seen.excerpt,
            rung=each.rung,
            cls=each.cls,
            surface=each.surface,
            fingerprint=each.fingerprint,
        )


def _shows_more(was: WrittenFinding, now: WrittenFinding) -> bool:
    into_product = now.cls is EvidenceClass.PRODUCT and was.cls is not EvidenceClass.PRODUCT
    return into_product or now.rung > was.rung


def _new_gaps(read: _Sides) -> Iterator[Gap]:
    """Yield the gaps of what is there now, without what was not understood in the same way before.

    What could not be read at all is new each time: nobody knows what the change put there.
    """
    known = {(gap.path, gap.why) for each in read.before for gap in gaps_of(each)}
    for gap in (gap for each in read.after for gap in gaps_of(each)):
        if gap.status is not FileStatus.NOT_UNDERSTOOD or (gap.path, gap.why) not in known:
            yield gap
