"""What was read of a repository's history, put together: which use was there since when, and until when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from muniment.discover.findings.attribution import Change, trace
from muniment.discover.findings.company import Company, Placed
from muniment.discover.judging.match import Matcher
from muniment.domain.evidence import Identifier
from muniment.domain.history import AgentWork, History, PastUse, Presence, Sighting
from muniment.domain.technology import IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from muniment.discover.findings.attribution import Commits, Traced
    from muniment.discover.paths.projects import Projects
    from muniment.domain.evidence import Coverage, Finding
    from muniment.domain.ids import Digest, SignatureId
    from muniment.domain.technology import Signature

Shown: TypeAlias = "tuple[str, frozenset[int]]"
"""A path, and the numbers of the uses that a version of the file there shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What was read of one repository. Commits, versions of files and uses go by number.

    `uses` has one finding for each use, `changes` what each commit changed, `path_of` gives the path of a version.
    `trailers` has the commits in which each identifier of that kind stands.
    """

    root: str
    ids: Sequence[str]
    commits: Commits
    refs: int
    blobs: int
    uses: Sequence[Finding]
    changes: Mapping[int, Sequence[Change]]
    path_of: Callable[[int], str]
    trailers: Mapping[str, Sequence[int]]
    coverage: Coverage


def history(past: Past, signatures: Mapping[SignatureId, Signature], rulebook: Digest) -> History:
    """Return what `past` shows, in order of vendor and first sighting."""
    traced = trace(past.commits, past.changes, len(past.uses))
    uses = [_use(past, finding, found) for finding, found in zip(past.uses, traced, strict=True) if found.first >= 0]
    head = past.commits.head
    return History(
        root=past.root,
        head=past.ids[head] if head >= 0 else "",
        commits=len(past.ids),
        refs=past.refs,
        blobs=past.blobs,
        uses=tuple(sorted(uses, key=_order)),
        agents=tuple(_agents(past, signatures)),
        coverage=past.coverage,
        rulebook=rulebook,
    )


def with_company(
    uses: Sequence[Finding], shown: Collection[Shown], signatures: Mapping[SignatureId, Signature], projects: Projects
) -> dict[Shown, frozenset[int]]:
    """Return for each path and the numbers of uses shown there those that count there.

    One that proves nothing by itself counts where another one proves its vendor in the same project, at any time.
    """
    company = Company((Placed(uses[use], path) for path, each in shown for use in each), signatures, projects)
    return {(path, each): frozenset(use for use in each if not company.lacks(uses[use], path)) for path, each in shown}


def _agents(past: Past, signatures: Mapping[SignatureId, Signature]) -> Iterator[AgentWork]:
    """Yield the work of each agent that a signature knows by what commits say, in order of vendor."""
    matcher = Matcher(tuple(signatures.values()))
    said: dict[SignatureId, dict[Identifier, Sequence[int]]] = defaultdict(dict)
    for value, numbers in past.trailers.items():
        identifier = Identifier(IdentifierKind.TRAILER, value)
        for signature in matcher.recognise(identifier):
            said[signature.id][identifier] = numbers
    for known in sorted(said, key=lambda each: (signatures[each].vendor, each)):
        by_identifier = said[known]
        commits = {number for numbers in by_identifier.values() for number in numbers}
        ordered = sorted(commits, key=lambda number: (past.commits.when[number], -number))
        yield AgentWork(
            vendor=signatures[known].vendor,
            signature=known,
            identifiers=tuple(sorted(by_identifier, key=lambda each: (-len(by_identifier[each]), each.value))),
            commits=len(commits),
            first=_sighting(past, ordered[0]),
            last=_sighting(past, ordered[-1]),
        )


def _order(use: PastUse) -> tuple[str, datetime, str, str, str]:
    return use.vendor, use.first.when, use.signature, use.identifier.value, use.cls.value


def _use(past: Past, finding: Finding, found: Traced) -> PastUse:
    return PastUse(
        vendor=finding.vendor,
        signature=finding.signature,
        identifier=finding.observation.identifier,
        cls=finding.cls,
        rung=finding.rung,
        standing=_standing(found),
        path=past.path_of(found.version),
        first=_sighting(past, found.first),
        last=_sighting(past, _last(past.commits, found)),
        removed=_sighting(past, found.removed) if found.removed >= 0 else None,
        elsewhere=_sighting(past, found.elsewhere) if found.elsewhere >= 0 else None,
    )


def _standing(found: Traced) -> Presence:
    if found.present:
        return Presence.PRESENT
    return Presence.REMOVED if found.removed >= 0 else Presence.ELSEWHERE


def _last(commits: Commits, found: Traced) -> int:
    """Return the latest commit known to hold the use; of two instants that are equal, HEAD's line has it."""
    if found.present:
        return commits.head
    if found.removed < 0:
        return found.elsewhere
    later = found.elsewhere >= 0 and commits.when[found.elsewhere] > commits.when[found.holder]
    return found.elsewhere if later else found.holder


def _sighting(past: Past, commit: int) -> Sighting:
    return Sighting(past.ids[commit], instant(past.commits.when[commit]))


def instant(seconds: int) -> datetime:
    """Return the instant so many seconds after 1970 began; what no calendar holds becomes its first or last day."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if seconds > 0 else datetime.min.replace(tzinfo=UTC)
