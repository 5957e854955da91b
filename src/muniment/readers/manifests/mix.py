"""Elixir: `mix.exs` and its lock. The script is searched, not run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.readers.manifests.declared import basename, conflicts, declared, exact, lines_of, repository
from muniment.readers.syntax.comments import without_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_OWN = re.compile(r"\bapp:\s*:(\w+)")
_DEPENDENCY = re.compile(r"""\{\s*:(\w+)\s*,\s*(?:"([^"]*)"|(?=\w+:|\[))([^}]*)""")
_LOCKED = re.compile(r"""\s*"(\w+)":\s*\{:(\w+),\s*(?::(\w+)|"([^"]*)")(?:,\s*"([^"]*)")?""")
_PLACE = re.compile(r"""\b(github|git):\s*"([^"]+)\"""")


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
    for number, line in enumerate(lines_of(without_hashes(text)), 1):
        for own in _OWN.finditer(line):
            yield declared("hex", own[1], line=number, text=lines[number - 1])
        for found in _DEPENDENCY.finditer(line):
            yield declared("hex", found[1], exact(found[2] or ""), line=number, text=lines[number - 1])
            for host, place in _PLACE.findall(found[3]):
                address = f"github:{place}" if host == "github" else place
                yield from repository(address, line=number, text=lines[number - 1])


def _lock(lines: list[str]) -> Iterator[Seen]:
    for number, line in enumerate(lines, 1):
        if found := _LOCKED.match(line):
            name = found[3] if found[2] == "hex" and found[3] else found[1]
            version = (found[5] or "") if found[2] == "hex" else ""
            yield declared("hex", name, version, line=number, text=line)
            yield from repository(found[4] or "", line=number, text=line)
