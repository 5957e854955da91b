"""The metadata in a Ruby gem: YAML with types of Ruby, read line by line.   Source: RubyGems, `Gem::Specification`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b"!ruby/object:Gem::Specification",)
_OWN = lazily(r"name: [\"']?([\w.-]+)[\"']?\s*$")
_VERSION = lazily(r"\s{2}version: [\"']?([\w.]+)[\"']?\s*$")
_NEEDED = lazily(r"\s{2,4}name: [\"']?([\w.-]+)[\"']?\s*$")
_DEPENDENCY = "!ruby/object:Gem::Dependency"


def wants(path: str) -> bool:
    """Say whether the path is that of such metadata, alone or in their gem."""
    return path.rpartition("/")[2] == "metadata"


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the gem itself and those that it needs."""
    del path
    lines = text.split("\n")
    version = next((found[1] for line in lines if (found := _VERSION.match(line))), "")
    expected = False
    for number, line in enumerate(lines, 1):
        if found := _OWN.match(line):
            yield declared("gem", found[1], version, line=number, text=line)
        expected = expected or _DEPENDENCY in line
        if expected and (found := _NEEDED.match(line)):
            expected = False
            yield declared("gem", found[1], line=number, text=line)
