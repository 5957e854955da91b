"""What readers of manifests and lock files share: a declared package, or the reason why there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from muniment.domain.evidence import NotUnderstood, Observation
from muniment.domain.patterns import lazily
from muniment.readers.observe import excerpt, package

if TYPE_CHECKING:
    from collections.abc import Iterator

Seen: TypeAlias = Observation | NotUnderstood
"""What a reader yields."""

_NOT_IN_NAMES = lazily(r"[\s{}$<>|\"'\\`,;=]")
_REPOSITORY = lazily(
    r"(?:^|[/@.])(?P<host>github\.com|gitlab\.com|bitbucket\.org|huggingface\.co)[/:]+(?:\d+/)?"
    r"(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)",
    re.IGNORECASE,
)
_SHORTHAND = lazily(r"(?P<host>github|gitlab|bitbucket):(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)")
_HOSTS = {"github.com": "github", "gitlab.com": "gitlab", "bitbucket.org": "bitbucket", "huggingface.co": "huggingface"}
_EXACT = lazily(r"\s*={0,3}\s*v?(\d[\w.+!-]*)\s*")
_CONFLICT = lazily(r"^(?:<{7}|={7}|>{7})(?: .*)?$")


def declared(ecosystem: str, name: str, version: str = "", *, line: int, text: str) -> Seen:
    """Return the package, or why `name` cannot be one."""
    name = name.strip()
    if _NOT_IN_NAMES.search(name):
        return NotUnderstood(line, f"`{excerpt(name)}` cannot be a package's name")
    try:
        return package(ecosystem, name, version, line=line, text=text)
    except ValueError:
        return NotUnderstood(line, f"`{excerpt(name)}` cannot be a package's name")


def repository(address: str, *, line: int, text: str) -> Iterator[Seen]:
    """Yield the repository that `address` leads to, where the host has a package-URL type of its own; at most one."""
    found = _REPOSITORY.search(address) or _SHORTHAND.match(address)
    if found:
        host = found["host"].lower()
        name = found["name"].removesuffix(".git")
        yield declared(_HOSTS.get(host, host), f"{found['owner']}/{name}", line=line, text=text)


def exact(requirement: str) -> str:
    """Return the one version that `requirement` admits, or nothing, where a bare version means itself."""
    found = _EXACT.fullmatch(requirement)
    return found[1] if found and not found[1].endswith((".x", ".X")) else ""


def lines_of(text: str) -> list[str]:
    """Return the lines, without a byte-order mark; line `n` is at `n - 1`."""
    return text.removeprefix("\ufeff").split("\n")


def is_conflict(line: str) -> bool:
    """Say whether a line is a mark that an unfinished merge left behind."""
    return line[:1] in "<=>" and _CONFLICT.match(line.rstrip("\r")) is not None


def conflicts(lines: list[str]) -> Iterator[NotUnderstood]:
    """Yield the marks that an unfinished merge left behind."""
    for number, line in enumerate(lines, 1):
        if is_conflict(line):
            yield NotUnderstood(number, "an unfinished merge left both sides in this file")


def basename(path: str) -> str:
    """Return the last part of a path inside the tree."""
    return path.rpartition("/")[2]
