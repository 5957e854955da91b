"""Julia: a project and the manifest that locks it. Files of these names that belong to something else yield nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, conflicts, declared, is_conflict, lines_of, repository
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_PROJECTS = frozenset({"Project.toml", "JuliaProject.toml"})
_MANIFESTS = frozenset({"Manifest.toml", "JuliaManifest.toml"})
_MANIFEST_OF = lazily(r"(?:Julia)?Manifest-v[\d.]+\.toml$")
_ID = r"\"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\""
_SIGN = lazily(rf"(?m)^[ \t]*(?:julia_version|manifest_format)[ \t]*=|=[ \t]*{_ID}")
_ASKED = lazily(rf"\s*\"?([A-Za-z]\w*)\"?\s*=\s*(?:{_ID}|(\S.*))\s*(?:#.*)?$")
_TABLES = frozenset({"deps", "weakdeps", "extras"})
_TABLE = lazily(r"\s*\[([\w.\"-]+)\]\s*(?:#.*)?$")
_LOCKED = lazily(r"\s*\[\[(?:deps\.)?\"?([A-Za-z]\w*)\"?\]\]\s*$")
_FIELD = lazily(r"\s*(name|version|repo-url)\s*=\s*\"([^\"]*)\"")


def wants(path: str) -> bool:
    """Say whether the path is one of the two."""
    name = basename(path)
    return name in _PROJECTS or name in _MANIFESTS or _MANIFEST_OF.match(name) is not None


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the package itself and every one that it asks for, or every package that is locked.

    Source: the manual of Julia, Code Loading and Pkg.
    """
    lines = lines_of(text)
    yield from conflicts(lines)
    if _SIGN.search(text):
        yield from _project(lines) if basename(path) in _PROJECTS else _manifest(lines)


def _project(lines: list[str]) -> Iterator[Seen]:
    table = ""
    for number, line in enumerate(lines, 1):
        if found := _TABLE.match(line):
            table = found[1]
        elif not table and (own := _FIELD.match(line)) and own[1] == "name":
            yield declared("julia", own[2], line=number, text=line)
        elif table in _TABLES and line.strip() and not line.lstrip().startswith("#") and not is_conflict(line):
            asked = _ASKED.match(line)
            if asked and not asked[2]:
                yield declared("julia", asked[1], line=number, text=line)
            else:
                yield NotUnderstood(number, f"`{excerpt(line)}` is no package with its id")


def _manifest(lines: list[str]) -> Iterator[Seen]:
    name, started, version, place = "", 0, "", ""
    for number, line in enumerate([*lines, "[[end]]"], 1):
        if line.lstrip().startswith("[["):
            if name:
                yield declared("julia", name, version, line=started, text=lines[started - 1])
                yield from repository(place, line=started, text=lines[started - 1])
            found = _LOCKED.match(line)
            if found is None:
                yield NotUnderstood(number, f"`{excerpt(line)}` is no entry of a manifest")
            name, started, version, place = (found[1] if found else ""), number, "", ""
        elif field := _FIELD.match(line):
            version = field[2] if field[1] == "version" else version
            place = field[2] if field[1] == "repo-url" else place
