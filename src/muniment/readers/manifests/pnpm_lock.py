"""`pnpm-lock.yaml` of every version, line by line: a YAML parser takes a hundred times as long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, conflicts, declared, lines_of, repository
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_SECTION = lazily(r"([A-Za-z]\w*):")
_ENTRY = lazily(r"  (?:\? )?(?:'([^']+)'|\"([^\"]+)\"|([^\s'\"#][^\s]*?))(?::(?:\s.*)?)?\s*$")
_NOTHING_MORE = lazily(r"\s*(?:\{\s*\}\s*)?(?:#.*)?")
_WITH_AT = lazily(r"/?((?:@[^/@]+/)?[^/@()]+)@([^()_]+)(?:[(_].*)?$")
_WITH_SLASH = lazily(r"/((?:@[^/]+/)?[^/]+)/([^/_(]+)(?:[_(].*)?$")


def wants(path: str) -> bool:
    """Say whether the path is such a lock."""
    return basename(path) == "pnpm-lock.yaml"


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every locked package at the line of its entry."""
    del path
    lines = lines_of(text)
    yield from conflicts(lines)
    section, known = "", False
    for number, line in enumerate(lines, 1):
        if not line.startswith(" "):
            if found := _SECTION.match(line):
                section = found[1]
                known = known or section == "lockfileVersion"
                if section == "packages" and not _NOTHING_MORE.fullmatch(line, found.end()):
                    yield NotUnderstood(number, f"`{excerpt(line)}` is no table of packages")
        elif section == "packages" and line[2:3] not in {" ", ""} and not line.lstrip().startswith("#"):
            yield from _entry(line, number)
    if not known:
        yield NotUnderstood(1, "no `lockfileVersion` in a lock file that should have one")


def _entry(line: str, number: int) -> Iterator[Seen]:
    found = _ENTRY.match(line)
    key = (found[1] or found[2] or found[3]) if found else line.strip()
    named = _WITH_AT.match(key) or _WITH_SLASH.match(key)
    if named and ":" not in named[2]:
        yield declared("npm", named[1], named[2], line=number, text=line)
        return
    if named and not named[2].startswith(("http", "git")):
        yield declared("npm", named[1], line=number, text=line)
        return
    repositories = list(repository(key, line=number, text=line))
    if named:
        yield declared("npm", named[1], line=number, text=line)
    yield from repositories
    if not named and not repositories:
        yield NotUnderstood(number, f"`{excerpt(key)}` is no entry of a lock file")
