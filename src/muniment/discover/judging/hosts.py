"""Patterns of the rulebook as names of hosts; what cannot be one is told, and not bent into one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_LABEL: Final = re.compile(r"[a-z0-9*](?:[a-z0-9*_-]{0,61}[a-z0-9*])?")
_REVERSED: Final = frozenset({"com", "cn", "org", "net"})
"""First parts of names of programs, such as `com.example.app`, which are written like a host turned round."""
_PROGRAMS: Final = frozenset({"cgi", "ce", "dll", "exe", "msi", "service", "so"})
"""Last parts of names of programs and their files."""
_LONGEST: Final = 200
"""Characters of a host name, so that it can stand in a zone of some name."""


@dataclass(frozen=True, slots=True)
class Host:
    """A pattern of host names, in which `*` stands for any run of characters, and where it is known from."""

    pattern: str

    @property
    def is_plain(self) -> bool:
        """Say whether it is one name."""
        return "*" not in self.pattern

    @property
    def is_below(self) -> bool:
        """Say whether it is every name below one, and nothing else."""
        return self.pattern.startswith("*.") and "*" not in self.pattern[2:]

    @property
    def regex(self) -> str:
        """Return the same as an extended regular expression, which RE2 reads in the same way."""
        said = self.whole
        return said.removeprefix(".*") + "$" if said.startswith(".*") else f"^{said}$"

    @property
    def whole(self) -> str:
        """Return the same as a regular expression that has to fit the whole of a name, for programs that ask so."""
        return ".*".join(re.escape(part).replace(r"\-", "-") for part in self.pattern.split("*"))

    def fits(self, name: str) -> bool:
        """Say whether `name` is one of these hosts."""
        return fnmatchcase(name, self.pattern)


def host(pattern: str) -> Host | None:
    """Return the hosts that `pattern` stands for; nothing where no form has words for them, or they are no hosts."""
    labels = pattern.split(".")
    fixed = len(labels) >= 2 and not any("*" in label for label in labels[-2:])  # noqa: PLR2004  (a name and its top)
    whole = all(_LABEL.fullmatch(label) for label in labels) and len(pattern) <= _LONGEST
    return Host(pattern) if fixed and whole and may_be_host(pattern) else None


def may_be_host(pattern: str) -> bool:
    """Say whether `pattern` is written like a host, and not like a word, a program or a file."""
    labels = pattern.split(".")
    top = labels[-1].rstrip("*")
    return len(labels) > 1 and labels[0] not in _REVERSED and top.isalpha() and len(top) > 1 and top not in _PROGRAMS


def hosts(patterns: Iterable[str]) -> list[Host]:
    """Return those of `patterns` that stand for hosts, each once."""
    found = (host(pattern) for pattern in patterns)
    return list(dict.fromkeys(each for each in found if each is not None))
