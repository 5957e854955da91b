"""`bun.lock`, the text form of Bun's lock file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.manifests.declared import basename, declared
from muniment.readers.manifests.npm_manifest import dependencies
from muniment.readers.manifests.npm_requirement import npm_requirement, split
from muniment.readers.syntax.json_lines import Array, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_lines import Member


def wants(path: str) -> bool:
    """Say whether the path is such a lock, the older binary form included."""
    return basename(path) in {"bun.lock", "bun.lockb"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield each workspace with what it declares, and every locked package."""
    if path.endswith("b"):
        yield NotUnderstood(1, "a lock file in binary form")
        return
    document = Document(text, relaxed=True)
    yield from document.problems
    for workspace in document.objects(document.members, "workspaces"):
        table = document.opened(workspace)
        for member, name in document.strings(table, "name"):
            yield declared("npm", name, line=document.line(member), text=document.shown(member))
        yield from dependencies(document, table)
    for entry in document.objects(document.members, "packages"):
        yield from _package(document, entry)
    yield from document.misfits


def _package(document: Document, entry: Member) -> Iterator[Seen]:
    first = entry.value[0].value if isinstance(entry.value, Array) and entry.value else None
    if isinstance(first, str):
        name, spec = split(first)
        yield from npm_requirement(name, spec, line=document.line(entry), shown=document.shown(entry))
    else:
        yield NotUnderstood(document.line(entry), f"the entry `{entry.key}` does not say what is locked")
