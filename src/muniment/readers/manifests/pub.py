"""Dart: `pubspec.yaml` and its lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.manifests.declared import basename, conflicts, declared, exact, lines_of, repository
from muniment.readers.observe import excerpt
from muniment.readers.syntax.indented import entries, problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.indented import Entry

_NEEDED = {"pubspec.yaml": "name", "pubspec.lock": "packages"}
_NOTHING = frozenset({"", "{}", "null", "~"})
_KINDS = frozenset({"dependencies", "dev_dependencies", "dependency_overrides"})

_TABLES = _KINDS | {"packages"}


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    return basename(path) in {"pubspec.yaml", "pubspec.lock", "pubspec_overrides.yaml"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the package itself and every package asked for or locked."""
    yield from conflicts(lines_of(text))
    yield from problems(text)
    outline = list(entries(text))
    needed = _NEEDED.get(basename(path))
    if needed and not any(entry.key == needed and not entry.parents for entry in outline):
        yield NotUnderstood(1, f"no `{needed}`, which such a file has")
    locked = path.endswith(".lock")
    versions = {
        entry.parents[-1]: entry.value
        for entry in outline
        if locked and entry.key == "version" and entry.parents[:1] == ("packages",)
    }
    for entry in outline:
        yield from _entry(entry, versions)


def _is_odd(entry: Entry) -> bool:
    """Say whether something else stands where a table of packages does, or braces hold the whole file."""
    if not entry.parents:
        return entry.value not in _NOTHING if entry.key in _TABLES else not entry.key
    return len(entry.parents) == 1 and entry.parents[0] in _TABLES and (entry.item or not entry.key)


def _entry(entry: Entry, versions: dict[str, str]) -> Iterator[Seen]:
    if _is_odd(entry):
        yield NotUnderstood(entry.number, f"`{excerpt(entry.shown)}` is no table of packages")
    elif entry.key == "name" and not entry.parents:
        yield declared("pub", entry.value, line=entry.number, text=entry.shown)
    elif len(entry.parents) == 1 and entry.parents[0] in _KINDS and entry.key:
        yield declared("pub", entry.key, exact(entry.value), line=entry.number, text=entry.shown)
    elif entry.parents == ("packages",) and entry.key:
        yield declared("pub", entry.key, versions.get(entry.key, ""), line=entry.number, text=entry.shown)
    elif entry.key in {"git", "url"} and set(entry.parents[:1]) & (_KINDS | {"packages"}):
        yield from repository(entry.value, line=entry.number, text=entry.shown)
