"""The use case of `muniment gate egress`: try every host that is prohibited, and one that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from muniment.discover.judging.hosts import host, hosts, may_be_host
from muniment.domain.egress import Attempt, Egress, EgressResult, Tried

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from muniment.domain.blocklist import Blocked, BlockList


class Reach(Protocol):
    """Tries to reach hosts, from this machine and directly."""

    def __call__(self, names: Sequence[str]) -> Sequence[Tried]:
        """Return what became of each of `names`, in their order."""


def egress(listed: BlockList, reach: Reach | None, control: str = "") -> Egress:
    """Return what `reach` says of every host in `listed`; without it nothing is tried, and all are listed."""
    known = dict(_known(listed))
    names = [*known, control] if control else list(known)
    tried = reach(names) if reach is not None else [Tried(EgressResult.NOT_TRIED, "") for _ in names]
    by_name = dict(zip(names, tried, strict=True))
    return Egress(
        listed=listed,
        attempts=tuple(Attempt(host=name, blocked=blocked, tried=by_name[name]) for name, blocked in known.items()),
        untried=tuple(sorted(_untried(listed, known))),
        control=(control, by_name[control]) if control else None,
    )


def _known(listed: BlockList) -> Iterator[tuple[str, Blocked]]:
    """Yield every host that is known by name: as a pattern without a wildcard, or as an example of one."""
    for blocked in reversed(listed.blocked):
        for each in hosts((*blocked.patterns, *blocked.examples)):
            if each.is_plain:
                yield each.pattern, blocked


def _untried(listed: BlockList, known: Collection[str]) -> Iterator[str]:
    """Yield the patterns of hosts of which no name is known that could be tried."""
    for pattern in (pattern for blocked in listed.blocked for pattern in blocked.patterns if may_be_host(pattern)):
        found = host(pattern)
        if found is None or not any(found.fits(name) for name in known):
            yield pattern
