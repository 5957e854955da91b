"""The hosts of a block list, each under the first entry that has it, for the forms that name hosts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.discover.judging.hosts import Host, host, hosts, may_be_host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from muniment.domain.blocklist import Blocked, BlockList


@dataclass(frozen=True, slots=True)
class Entries:
    """The hosts of a list, each under the first entry that has it; hosts that are let through; what was left out."""

    by_entry: tuple[tuple[Blocked, tuple[Host, ...]], ...]
    through: tuple[Host, ...]
    left_out: frozenset[str]

    @property
    def number(self) -> int:
        """Return how many hosts there are, of all entries."""
        return sum(len(found) for _, found in self.by_entry)


def host_entries(listed: BlockList, can_say: Callable[[Host], bool]) -> Entries:
    """Return what a form can say, where `can_say` tells whether it has words for a pattern."""
    seen: set[Host] = set()
    by_entry: list[tuple[Blocked, tuple[Host, ...]]] = []
    left_out: set[str] = set()
    through: list[Host] = []
    for blocked in listed.blocked:
        known = hosts(blocked.patterns)
        said = tuple(each for each in dict.fromkeys([*known, *hosts(blocked.examples)]) if can_say(each))
        said = tuple(each for each in said if each not in seen and not _covered(each, seen.union(said)))
        seen.update(said)
        left_out.update(each.pattern for each in known if not can_say(each))
        left_out.update(pattern for pattern in blocked.patterns if may_be_host(pattern) and host(pattern) is None)
        through += hosts(blocked.unless)
        if said:
            by_entry.append((blocked, said))
    return Entries(tuple(by_entry), tuple(_through(through, seen, can_say)), frozenset(left_out))


def _covered(one: Host, others: Iterable[Host]) -> bool:
    """Say whether a plain name lies below one of `others` that stand for all names below one."""
    return one.is_plain and any(each.is_below and one.pattern.endswith(each.pattern[1:]) for each in others)


def _through(hosts_: Iterable[Host], blocked: set[Host], can_say: Callable[[Host], bool]) -> list[Host]:
    """Return what is let through: what can be said, and that no entry names itself."""
    return [each for each in dict.fromkeys(hosts_) if can_say(each) and each not in blocked]
