"""Block lists of hosts: a DNS response policy zone, and access rules of Squid.

Source: BIND 9 Administrator Reference Manual, response policy zones; Squid, directives `acl` and `http_access`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from muniment.render.blocklists.host_entries import host_entries
from muniment.render.blocklists.parts import head, why

if TYPE_CHECKING:
    from collections.abc import Collection

    from muniment.domain.blocklist import BlockList


def write_rpz(listed: BlockList, to: TextIO) -> Collection[str]:
    """Write a zone in which a prohibited name does not exist; names in it are relative to whatever the zone is called.

    The serial number is that of the day: two lists of one day differ by their content alone.
    """
    said = host_entries(listed, lambda each: each.is_plain or each.is_below)
    to.writelines(f"; {line}\n" for line in head(listed, "DNS response policy zone", said.number, said.left_out))
    serial = f"{listed.as_of:%Y%m%d}00"
    to.write(f"$TTL 300\n@ IN SOA localhost. root.localhost. ( {serial} 3600 600 86400 300 )\n@ IN NS localhost.\n")
    for blocked, found in said.by_entry:
        to.write(f"; {why(listed, blocked)}\n")
        to.writelines(f"{each.pattern} IN CNAME .\n" for each in found)
    if said.through:
        to.write("; names below a listed one that are known not to be meant\n")
        to.writelines(f"{each.pattern} IN CNAME rpz-passthru.\n" for each in said.through)
    return said.left_out


def write_squid(listed: BlockList, to: TextIO) -> Collection[str]:
    """Write rules that deny prohibited hosts; the file is included before the first `http_access allow`."""
    said = host_entries(listed, lambda _: True)
    to.writelines(f"# {line}\n" for line in head(listed, "Squid access rules", said.number, said.left_out))
    for blocked, found in said.by_entry:
        to.write(f"# {why(listed, blocked)}\n")
        to.writelines(f"acl muniment_prohibited dstdom_regex -i {each.regex}\n" for each in found)
    to.writelines(f"acl muniment_let_through dstdom_regex -i {each.regex}\n" for each in said.through)
    but = " !muniment_let_through" if said.through else ""
    to.write(f"http_access deny muniment_prohibited{but}\n" if said.number else "# nothing is prohibited\n")
    return said.left_out
