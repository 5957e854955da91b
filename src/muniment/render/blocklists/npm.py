"""Block lists of packages of npm, as rules of a Verdaccio, the registry that others are asked through.

Source: Verdaccio 5, package access; minimatch, by which it compares names.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final, TextIO
from urllib.parse import unquote

from muniment.render.blocklists.parts import head, why

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from muniment.domain.blocklist import Blocked, BlockList

_NPM: Final = re.compile(r"pkg:(?:npm|\*)/([^@?]+)")
_NAME: Final = re.compile(r"(?:@[a-z0-9*#._~-]+/)?[a-z0-9*#._~-]+|@[a-z0-9._~-]*\*[a-z0-9*#._~-]*", re.IGNORECASE)
_NOBODY: Final = "muniment-nobody"
"""A group in which nobody is: a name for it must never be given to anybody."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """The packages of one entry: by their names, and by patterns but for those that `unless` fits."""

    blocked: Blocked
    names: tuple[str, ...]
    patterns: tuple[str, ...]
    unless: tuple[str, ...]


def write_npm(listed: BlockList, to: TextIO) -> Collection[str]:
    """Write entries that go before all others below `packages:` in the settings of a Verdaccio.

    Of several entries that fit a name the first one counts. So what nothing is taken back from comes first, then what
    the rulebook takes back, then the patterns that it is taken back from.
    """
    entries = [_entry(blocked) for blocked in listed.blocked]
    left_out = {each for blocked in listed.blocked for each in blocked.patterns if _NPM.match(each) and not _name(each)}
    number = sum(len(each.names) + len(each.patterns) for each in entries)
    to.writelines(f"  # {line}\n" for line in head(listed, "Rules for Verdaccio", number, left_out))
    seen: set[str] = set()
    for entry in entries:
        to.writelines(_denied(listed, entry, entry.names + (() if entry.unless else entry.patterns), seen))
    through = [each for name in _through(entries) for each in _spread(name) if each not in seen]
    if through:
        to.write("  # names that a pattern below fits, and that are known not to be meant\n")
        to.writelines(f"  {json.dumps(each)}: {{access: $all, proxy: npmjs}}\n" for each in dict.fromkeys(through))
        seen.update(through)
    for entry in entries:
        to.writelines(_denied(listed, entry, entry.patterns, seen))
    return left_out


def _entry(blocked: Blocked) -> _Entry:
    known = dict.fromkeys(name for name in map(_name, blocked.patterns) if name)
    unless = tuple(dict.fromkeys(name for name in map(_name, blocked.unless) if name))
    names = (name for name in known if not _is_pattern(name))
    return _Entry(
        blocked,
        tuple(name for name in names if not any(fnmatchcase(name, each) for each in unless)),
        tuple(name for name in known if _is_pattern(name)),
        unless,
    )


def _denied(listed: BlockList, entry: _Entry, names: Iterable[str], seen: set[str]) -> Iterator[str]:
    """Yield a rule for each of `names` that is not in `seen`, where it is put: a key stands once."""
    new = list(dict.fromkeys(each for name in names for each in _spread(name) if each not in seen))
    seen.update(new)
    if new:
        yield f"  # {why(listed, entry.blocked)}\n"
        yield from (f"  {json.dumps(name)}: {{access: {_NOBODY}}}\n" for name in new)


def _through(entries: Iterable[_Entry]) -> list[str]:
    """Return patterns of what is let through: what no entry denies all the same, and no other of them fits."""
    taken_back = dict.fromkeys(name for entry in entries for name in _taken_back(entry))
    through = [name for name in taken_back if not any(_has(entry, name) for entry in entries)]
    return [name for name in through if not any(other != name and fnmatchcase(name, other) for other in through)]


def _taken_back(entry: _Entry) -> Iterator[str]:
    """Yield patterns of names that a pattern of `entry` and one of its `unless` fit both."""
    for unless in entry.unless:
        word = unless.strip("*")
        for pattern in entry.patterns:
            if fnmatchcase(unless, pattern):
                yield unless
            elif unless == f"*{word}*" and not _is_pattern(word):
                yield from (
                    f"{pattern[:at]}{unless}{pattern[at + 1 :]}" for at, sign in enumerate(pattern) if sign == "*"
                )


def _has(entry: _Entry, name: str) -> bool:
    """Say whether all that `name` fits is denied by `entry`."""
    denied = any(fnmatchcase(name, each) for each in (*entry.names, *entry.patterns))
    return denied and not any(fnmatchcase(name, each) for each in entry.unless)


def _name(pattern: str) -> str:
    """Return the names of packages that `pattern` means; empty where it is not about npm, or not in such words."""
    found = _NPM.match(pattern)
    name = unquote(found[1]) if found else ""
    return name.replace("#", "[0-9]") if _NAME.fullmatch(name) else ""


def _is_pattern(name: str) -> bool:
    return "*" in name or "[" in name


def _spread(name: str) -> Iterator[str]:
    """Yield patterns of which one fits wherever `name` does: in them a star ends at the stroke after a scope."""
    if "/" in name or not name.startswith("@"):
        yield name
    if "/" not in name:
        yield from (f"{name[:at]}*/*{name[at + 1 :]}" for at, sign in enumerate(name) if sign == "*")
