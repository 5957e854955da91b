"""Locks of conda-lock and pixi, line by line: they are long, and what they say stands on lines of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, conflicts, declared, lines_of, repository
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_NAMES = frozenset({"conda-lock.yml", "conda-lock.yaml", "pixi.lock"})
_ENDINGS = (".conda-lock.yml", ".conda-lock.yaml", "-conda-lock.yml", "-conda-lock.yaml")
_SECTION = lazily(r"(packages?):\s*(\[\s*\])?\s*(?:#.*)?$")
_FIELD = lazily(r"(?:- |  )([a-z]\w*):\s*(.*?)\s*$")
_ARCHIVE = lazily(r".*/([A-Za-z0-9_][\w.-]*)-([^-/]+)-[^-/]+\.(?:conda|tar\.bz2)(?:#.*)?$")
_ECOSYSTEMS = {"conda": "conda", "pip": "pypi", "pypi": "pypi"}


def wants(path: str) -> bool:
    """Say whether the path has the name of such a lock."""
    name = basename(path)
    return name in _NAMES or name.endswith(_ENDINGS)


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every locked package at the line on which its entry begins.

    Source: conda-lock's unified lock file, version 1; pixi's lock file, versions 4 to 6.
    """
    del path
    lines = lines_of(text)
    yield from conflicts(lines)
    known = inside = False
    started, fields = 0, dict[str, str]()
    for number, line in enumerate([*lines, "end:"], 1):
        if line[:1] not in {" ", "-", "", "#"} or (inside and line.startswith("- ")):
            yield from _entry(fields, started, lines)
            started, fields = number, {}
        if line[:1] not in {" ", "-", "", "#"}:
            inside = _SECTION.match(line) is not None
            known = known or inside
        elif inside and (found := _FIELD.match(line)):
            fields.setdefault(found[1], found[2].strip("\"'"))
    if not known:
        yield NotUnderstood(1, "no list of packages in a lock file that should have one")


def _entry(fields: dict[str, str], number: int, lines: list[str]) -> Iterator[Seen]:
    if not fields:
        return
    kind = fields.get("manager") or fields.get("kind") or next((key for key in ("conda", "pypi") if key in fields), "")
    address = fields.get("url") or fields.get(kind, "")
    archive = _ARCHIVE.match(address)
    name, version = fields.get("name", ""), fields.get("version", "")
    if not name and archive:
        name, version = archive[1], archive[2]
    text = lines[number - 1]
    if kind not in _ECOSYSTEMS or not name:
        yield NotUnderstood(number, f"`{excerpt(text)}` begins no entry of a lock file that is known here")
        return
    yield declared(_ECOSYSTEMS[kind], name, version, line=number, text=text)
    yield from repository(address if "git+" in address else "", line=number, text=text)
