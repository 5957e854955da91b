"""`package-lock.json` of each version, and `npm-shrinkwrap.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.readers.manifests.declared import basename, declared, repository
from muniment.readers.manifests.npm_requirement import npm_requirement
from muniment.readers.syntax.json_lines import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_lines import Object

_MODULES = "node_modules/"


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    return basename(path) in {"package-lock.json", "npm-shrinkwrap.json", ".package-lock.json"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the root, the workspaces and every locked package, once per place and version."""
    del path
    document = Document(text)
    yield from document.problems
    for member, name in document.strings(document.members, "name"):
        version = document.members.text("version")
        yield declared("npm", name, version, line=document.line(member), text=document.shown(member))
    seen: set[tuple[str, str]] = set()
    yield from _places(document, seen)
    yield from _tree(document, document.objects(document.members, "dependencies"), seen)
    yield from document.misfits


def _places(document: Document, seen: set[tuple[str, str]]) -> Iterator[Seen]:
    """Yield from the flat table of version 2 and 3; its keys are folders."""
    for entry in document.objects(document.members, "packages"):
        table = document.opened(entry)
        name = table.text("name") or (entry.key.rpartition(_MODULES)[2] if _MODULES in entry.key else "")
        if not name or not entry.key:
            continue
        version = table.text("version")
        seen.add((entry.key.rpartition(_MODULES)[2], version))
        line, shown = document.line(entry), document.shown(entry)
        yield declared("npm", name, version, line=line, text=shown)
        resolved = table.text("resolved")
        if resolved.startswith("git"):
            yield from repository(resolved, line=line, text=shown)


def _tree(document: Document, entries: Object, seen: set[tuple[str, str]]) -> Iterator[Seen]:
    """Yield from the nested table of version 1, as far as the flat one has not."""
    for entry in entries:
        table = document.opened(entry)
        version = table.text("version")
        if (entry.key, version) not in seen:
            seen.add((entry.key, version))
            yield from npm_requirement(entry.key, version, line=document.line(entry), shown=document.shown(entry))
        yield from _tree(document, document.objects(table, "dependencies"), seen)
