"""Block lists of hosts: a DNS response policy zone, and access rules of Squid.

Source: BIND 9 Administrator Reference Manual, response policy zones; Squid, directives `acl` and `http_access`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from muniment.discover.hosts import Host, host, hosts, may_be_host
from muniment.render.blocklists.parts import head, why

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from muniment.domain.blocklist import Blocked, BlockList


@dataclass(frozen=True, slots=True)
class _Entries:
    """The hosts of a list, each under the first entry that has it; hosts that are let through; what was left out."""

    by_entry: tuple[tuple[Blocked, tuple[Host, ...]], ...]
    through: tuple[Host, ...]
    left_out: frozenset[str]

    @property
    def number(self) -> int:
        return sum(len(found) for _, found in self.by_entry)


def write_rpz(listed: BlockList, to: TextIO) -> None:
    """Write a zone in which a prohibited name does not exist; names in it are relative to whatever the zone is called.

    The serial number is that of the day: two lists of one day differ by their content alone.
    """
    entries = _entries(listed, lambda each: each.is_plain or each.is_below)
    to.writelines(f"; {line}\n" for line in head(listed, "DNS response policy zone", entries.number, entries.left_out))
    serial = f"{listed.as_of:%Y%m%d}00"
    to.write(f"$TTL 300\n@ IN SOA localhost. root.localhost. ( {serial} 3600 600 86400 300 )\n@ IN NS localhost.\n")
    for blocked, found in entries.by_entry:
        to.write(f"; {why(listed, blocked)}\n")
        to.writelines(f"{each.pattern} IN CNAME .\n" for each in found)
    if entries.through:
        to.write("; names below a listed one that are known not to be meant\n")
        to.writelines(f"{each.pattern} IN CNAME rpz-passthru.\n" for each in entries.through)


def write_squid(listed: BlockList, to: TextIO) -> None:
    """Write rules that deny prohibited hosts; the file is included before the first `http_access allow`."""
    entries = _entries(listed, lambda _: True)
    to.writelines(f"# {line}\n" for line in head(listed, "Squid access rules", entries.number, entries.left_out))
    for blocked, found in entries.by_entry:
        to.write(f"# {why(listed, blocked)}\n")
        to.writelines(f"acl muniment_prohibited dstdom_regex -i {each.regex}\n" for each in found)
    to.writelines(f"acl muniment_let_through dstdom_regex -i {each.regex}\n" for each in entries.through)
    but = " !muniment_let_through" if entries.through else ""
    to.write(f"http_access deny muniment_prohibited{but}\n" if entries.number else "# nothing is prohibited\n")


def _entries(listed: BlockList, can_say: Callable[[Host], bool]) -> _Entries:
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
    return _Entries(tuple(by_entry), tuple(_through(through, seen, can_say)), frozenset(left_out))


def _covered(one: Host, others: Iterable[Host]) -> bool:
    """Say whether a plain name lies below one of `others` that stand for all names below one."""
    return one.is_plain and any(each.is_below and one.pattern.endswith(each.pattern[1:]) for each in others)


def _through(hosts_: Iterable[Host], blocked: set[Host], can_say: Callable[[Host], bool]) -> list[Host]:
    """Return what is let through: what can be said, and that no entry names itself."""
    return [each for each in dict.fromkeys(hosts_) if can_say(each) and each not in blocked]
