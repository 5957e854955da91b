"""Two scans of one thing: which findings are the same, and what is different. Places are compared before names."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from muniment.discover.judging.fingerprint import WHAT
from muniment.domain.evidence import EvidenceClass
from muniment.domain.patterns import lazily
from muniment.domain.scan_result import Difference, ScanResult, WrittenFinding, WrittenGap, WrittenUse
from muniment.domain.surface import SurfaceCoverage

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

_Pair: TypeAlias = tuple[WrittenFinding, WrittenFinding]
_VERSION = lazily(r"(?<=.)[@?#].*", re.DOTALL)
_CLASS_ORDER = tuple(EvidenceClass)


def compare(before: ScanResult, after: ScanResult) -> Difference:
    """Return what is different. A finding that is elsewhere, but says the same, has moved; it is not new."""
    matched = match(before.findings, after.findings)
    changed = [pair for pair in matched.stayed if _shows(pair[0]) != _shows(pair[1])]
    old_uses, new_uses = _uses(before), _uses(after)
    return Difference(
        before=before,
        after=after,
        new=matched.new,
        gone=matched.gone,
        moved=matched.moved,
        changed=tuple(sorted(changed, key=lambda pair: _place(pair[1]))),
        unchanged=len(matched.stayed) - len(changed),
        new_uses=tuple(use for key, use in new_uses.items() if key not in old_uses),
        gone_uses=tuple(use for key, use in old_uses.items() if key not in new_uses),
        changed_uses=tuple(
            (old_uses[key], use)
            for key, use in new_uses.items()
            if key in old_uses and (use.rung, use.cls) != (old_uses[key].rung, old_uses[key].cls)
        ),
        worse=tuple(_worse(before, after)),
        lost=tuple(_lost(before, after)),
    )


class Matched(NamedTuple):
    """Findings of two scans: pairs of the same at the same place and elsewhere, and what is on one side alone."""

    stayed: tuple[_Pair, ...]
    moved: tuple[_Pair, ...]
    new: tuple[WrittenFinding, ...]
    gone: tuple[WrittenFinding, ...]


def match(before: Iterable[WrittenFinding], after: Iterable[WrittenFinding]) -> Matched:
    """Return which findings are the same: first those in the same file, then those that are in another one now."""
    gone, new = list(before), list(after)
    stayed = [*_paired(gone, new, _exactly), *_paired(gone, new, _edited)]
    moved = [*_paired(gone, new, lambda f: f.fingerprint), *_paired(gone, new, lambda f: f.fingerprint[:WHAT])]
    in_order = tuple(sorted(moved, key=lambda pair: _place(pair[1])))
    return Matched(stayed=tuple(stayed), moved=in_order, new=tuple(new), gone=tuple(gone))


def _paired(
    gone: list[WrittenFinding], new: list[WrittenFinding], key: Callable[[WrittenFinding], Hashable]
) -> list[_Pair]:
    """Take out of both lists, and return, the findings of equal key, in order of place where several have one."""
    waiting: dict[Hashable, list[WrittenFinding]] = defaultdict(list)
    for finding in sorted(gone, key=_place, reverse=True):
        waiting[key(finding)].append(finding)
    pairs: list[_Pair] = []
    left: list[WrittenFinding] = []
    for finding in sorted(new, key=_place):
        if same := waiting.get(key(finding)):
            pairs.append((same.pop(), finding))
        else:
            left.append(finding)
    new[:] = left
    gone[:] = sorted((finding for group in waiting.values() for finding in group), key=_place)
    return pairs


def _exactly(finding: WrittenFinding) -> Hashable:
    return finding.source, finding.path, finding.fingerprint


def _edited(finding: WrittenFinding) -> Hashable:
    """Return what stays of a finding when its line is written in other words, or another version is declared."""
    said = _VERSION.sub("", finding.identifier) if finding.kind == "purl" else finding.identifier
    return finding.source, finding.path, finding.vendor, finding.signature, finding.kind, said


def _shows(finding: WrittenFinding) -> Hashable:
    return finding.rung, finding.cls, finding.identifier


def _place(finding: WrittenFinding) -> tuple[str, str, int, str, str]:
    return finding.source, finding.path, finding.line, finding.vendor, finding.fingerprint


def _uses(result: ScanResult) -> dict[tuple[str, str], WrittenUse]:
    grouped: dict[tuple[str, str], list[WrittenFinding]] = defaultdict(list)
    for finding in result.findings:
        grouped[finding.source, finding.vendor].append(finding)
    return {key: _use(group) for key, group in sorted(grouped.items())}


def _use(findings: list[WrittenFinding]) -> WrittenUse:
    return WrittenUse(
        source=findings[0].source,
        vendor=findings[0].vendor,
        rung=max(finding.rung for finding in findings),
        cls=min((finding.cls for finding in findings), key=_CLASS_ORDER.index),
        findings=len(findings),
    )


def _worse(before: ScanResult, after: ScanResult) -> Iterator[tuple[SurfaceCoverage, SurfaceCoverage]]:
    """Yield the surfaces of which more entries than before were not read or not understood."""
    for surface, now in after.surfaces.items():
        none = SurfaceCoverage(surface=surface, read=0, not_understood=0, not_looked_at=0)
        then = before.surfaces.get(surface, none)
        if now.not_understood > then.not_understood or now.not_looked_at > then.not_looked_at:
            yield then, now


def _lost(before: ScanResult, after: ScanResult) -> Iterable[WrittenGap]:
    """Return the gaps that were not there before; on which line of a file one begins makes no difference."""
    known = {(gap.source, gap.path, gap.why) for gap in before.gaps}
    return (gap for gap in after.gaps if (gap.source, gap.path, gap.why) not in known)
