"""Elixir: `mix.exs` and its lock. The script is searched, not run."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import (
    basename,
    conflicts,
    declared,
    exact,
    is_conflict,
    lines_of,
    repository,
)
from muniment.readers.observe import excerpt
from muniment.readers.syntax.comments import without_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_PROJECT = lazily(r"\buse\s*\(?\s*Mix\.Project\b")
_OWN_OR_DEPENDENCY = lazily(
    r"""\bapp:\s*:(?P<own>\w+)|\{\s*:(?P<name>\w+)\s*,\s*(?:"(?P<version>[^"]*)"|(?=\w+:|\[|@\w))(?P<rest>[^{}]*)"""
)
_LOCKED = lazily(r"""\s*(?:%\{\s*)?"(\w+)":\s*\{:(\w+),\s*(?::(\w+)|"([^"]*)")(?:,\s*"([^"]*)")?""")
_FRAME = frozenset({"", "%{", "}", "%{}"})
_PLACE = lazily(r"""\b(github|git):\s*"([^"]+)\"""")


def wants(path: str) -> bool:
    """Say whether the path is one of the two."""
    return basename(path) in {"mix.exs", "mix.lock"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the application itself and every package asked for or locked."""
    lines = lines_of(text)
    yield from conflicts(lines)
    if path.endswith(".lock"):
        yield from _lock(lines)
        return
    code = without_hashes(text.removeprefix("\ufeff"))
    if not _PROJECT.search(code):
        yield NotUnderstood(1, "no `use Mix.Project`, which the script of a project has")
    newlines = [found.start() for found in re.finditer("\n", code)]
    for found in _OWN_OR_DEPENDENCY.finditer(code):
        line = bisect_right(newlines, found.start()) + 1
        yield from _one(found, line, lines[line - 1])


def _one(found: re.Match[str], line: int, shown: str) -> Iterator[Seen]:
    if found["own"]:
        yield declared("hex", found["own"], line=line, text=shown)
        return
    yield declared("hex", found["name"], exact(found["version"] or ""), line=line, text=shown)
    for host, place in _PLACE.findall(found["rest"]):
        yield from repository(f"github:{place}" if host == "github" else place, line=line, text=shown)


def _lock(lines: list[str]) -> Iterator[Seen]:
    for number, line in enumerate(lines, 1):
        if found := _LOCKED.match(line):
            name = found[3] if found[2] == "hex" and found[3] else found[1]
            version = (found[5] or "") if found[2] == "hex" else ""
            yield declared("hex", name, version, line=number, text=line)
            yield from repository(found[4] or "", line=number, text=line)
        elif line.strip() not in _FRAME and not is_conflict(line):
            yield NotUnderstood(number, f"`{excerpt(line)}` is no entry of a lock file")
