"""Block lists of Python packages, as constraints that no version of a prohibited package meets.

Source: pip, user guide, constraints files; PEP 440.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TextIO
from urllib.parse import unquote

from muniment.render.blocklists.parts import head, why

if TYPE_CHECKING:
    from collections.abc import Collection

    from muniment.domain.blocklist import Blocked, BlockList

_PYPI: Final = re.compile(r"pkg:pypi/([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)")


def write_pip(listed: BlockList, to: TextIO) -> Collection[str]:
    """Write a constraints file.

    A pattern that names many packages cannot be said in one: those are listed that the rulebook knows as examples of
    it, and the pattern is told at the head.
    """
    seen: set[str] = set()
    by_entry: list[tuple[Blocked, tuple[str, ...]]] = []
    for blocked in listed.blocked:
        named = dict.fromkeys(_package(each) for each in (*blocked.patterns, *blocked.examples))
        said = tuple(name for name in named if name and name not in seen)
        seen.update(said)
        by_entry += [(blocked, said)] if said else []
    left_out = {
        pattern
        for blocked in listed.blocked
        for pattern in blocked.patterns
        if pattern.startswith(("pkg:pypi/", "pkg:*/")) and not _package(pattern)
    }
    to.writelines(f"# {line}\n" for line in head(listed, "Constraints for pip", len(seen), left_out))
    for blocked, said in by_entry:
        to.write(f"# {why(listed, blocked)}\n")
        to.writelines(f"{name} < 0.dev0\n" for name in said)
    return left_out


def _package(pattern: str) -> str:
    """Return the one Python package that `pattern` names, whatever its version; empty where it is none, or several."""
    found = _PYPI.fullmatch(unquote(pattern).partition("@")[0])
    return re.sub(r"[-_.]+", "-", found[1]) if found else ""
