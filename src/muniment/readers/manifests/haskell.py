"""Haskell: a package's `.cabal` file, hpack's `package.yaml`, and what `cabal freeze` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, conflicts, declared, exact, lines_of
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_FREEZE = "cabal.project.freeze"
_HPACK = "package.yaml"
_FIELD = lazily(r"(?P<indent>[ \t]*)(?P<key>[A-Za-z][\w-]*)[ \t]*:(?P<value>.*)")
_LISTS = frozenset({"build-depends", "build-tool-depends", "setup-depends", "constraints"})
_YAML_LISTS = frozenset({"dependencies", "build-tools"})
_SPEC = lazily(
    r"(?:any\.)?(?P<name>[A-Za-z0-9][A-Za-z0-9-]*)(?::[\w-]*)?"
    r"(?:[ \t]+[+-][\w-]+)*[ \t]*(?P<range>(?:[\^<>=&|(){].*)?)"
)
_SET = lazily(r"\{[^{}]*\}")
"""Parts of a package, or versions of one, that a comma separates as well."""
_COMMENT = lazily(r"^\s*--.*|\s--\s.*")


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    return path.endswith(".cabal") or basename(path) in {_FREEZE, _HPACK}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every package asked for or pinned.

    Source: Cabal User Guide 3.14, "Package description" and "cabal.project"; the README of hpack.
    """
    lines = lines_of(text)
    yield from conflicts(lines)
    yield from _of_hpack(lines) if basename(path) == _HPACK else _of_cabal(lines)


def _of_cabal(lines: list[str]) -> Iterator[Seen]:
    key, depth = "", 0
    for number, line in enumerate(lines, 1):
        bare = _COMMENT.sub("", line)
        found = _FIELD.fullmatch(bare)
        indent = len(bare) - len(bare.lstrip())
        if found and (not key or indent <= depth):
            key, depth, value = found["key"].lower(), indent, found["value"]
        elif bare.strip() and indent <= depth:
            key, value = "", ""
        else:
            value = bare
        if key in _LISTS:
            yield from _asked(value, number, line)


def _of_hpack(lines: list[str]) -> Iterator[Seen]:
    key = ""
    for number, line in enumerate(lines, 1):
        bare = line.split(" #", maxsplit=1)[0].rstrip()
        item = bare.lstrip()
        if item.startswith("- ") and key in _YAML_LISTS:
            yield from _asked(item[2:].strip().strip("\"'").removeprefix("name:"), number, line)
        elif found := _FIELD.fullmatch(bare):
            key = found["key"]


def _asked(value: str, number: int, line: str) -> Iterator[Seen]:
    for spec in filter(None, (part.strip() for part in _SET.sub("", value).split(","))):
        found = _SPEC.fullmatch(spec)
        if found is None:
            if not _inside_a_range(spec):
                yield NotUnderstood(number, f"`{excerpt(spec)}` is no package and version")
        else:
            yield declared("hackage", found["name"], exact(found["range"]), line=number, text=line)


def _inside_a_range(part: str) -> bool:
    """Say whether `part` goes on with the versions of the line above, or of a set of them that holds commas."""
    return part[0] in "<>=&|^)}" or part[0].isdigit()
