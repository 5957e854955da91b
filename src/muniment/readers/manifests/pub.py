"""Dart: `pubspec.yaml` and its lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.readers.manifests.declared import basename, conflicts, declared, exact, lines_of, repository
from muniment.readers.syntax.indented import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.indented import Entry

_KINDS = frozenset({"dependencies", "dev_dependencies", "dependency_overrides"})


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    return basename(path) in {"pubspec.yaml", "pubspec.lock", "pubspec_overrides.yaml"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the package itself and every package asked for or locked."""
    yield from conflicts(lines_of(text))
    outline = list(entries(text))
    locked = path.endswith(".lock")
    versions = {
        entry.parents[-1]: entry.value
        for entry in outline
        if locked and entry.key == "version" and entry.parents[:1] == ("packages",)
    }
    for entry in outline:
        yield from _entry(entry, versions)


def _entry(entry: Entry, versions: dict[str, str]) -> Iterator[Seen]:
    if entry.key == "name" and not entry.parents:
        yield declared("pub", entry.value, line=entry.number, text=entry.shown)
    elif len(entry.parents) == 1 and entry.parents[0] in _KINDS and entry.key:
        yield declared("pub", entry.key, exact(entry.value), line=entry.number, text=entry.shown)
    elif entry.parents == ("packages",) and entry.key:
        yield declared("pub", entry.key, versions.get(entry.key, ""), line=entry.number, text=entry.shown)
    elif entry.key in {"git", "url"} and set(entry.parents[:1]) & (_KINDS | {"packages"}):
        yield from repository(entry.value, line=entry.number, text=entry.shown)
