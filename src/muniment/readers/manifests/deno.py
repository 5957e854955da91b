"""`deno.json`, import maps and `deno.lock`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared, repository
from muniment.readers.manifests.npm_requirement import exact, split
from muniment.readers.observe import excerpt
from muniment.readers.syntax.json_lines import Document, Object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_lines import Member

_SPECIFIER = lazily(r"(npm|jsr):/?((?:@[^/@]+/)?[^/@]+)(?:@([^/]*))?(?:/.*)?$")


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    return basename(path) in {"deno.json", "deno.jsonc", "deno.lock", "import_map.json"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the module itself and every package that an import is mapped to, or that is locked."""
    document = Document(text, relaxed=True)
    yield from document.problems
    if path.endswith(".lock"):
        yield from _lock(document)
    else:
        yield from _manifest(document)
    yield from document.misfits


def _manifest(document: Document) -> Iterator[Seen]:
    for member, name in document.strings(document.members, "name"):
        yield declared("jsr", name, line=document.line(member), text=document.shown(member))
    yield from _mapped(document, document.objects(document.members, "imports"))
    for scope in document.objects(document.members, "scopes"):
        yield from _mapped(document, document.opened(scope))


def _mapped(document: Document, imports: Object) -> Iterator[Seen]:
    for entry in imports:
        for _, specifier in document.strings(Object([entry]), entry.key):
            if not specifier.startswith((".", "/", "node:", "data:")):
                yield from _specifier(document, entry, specifier)


def _specifier(document: Document, entry: Member, specifier: str) -> Iterator[Seen]:
    line, shown = document.line(entry), document.shown(entry)
    if found := _SPECIFIER.match(specifier):
        yield declared(found[1], found[2], exact(found[3] or ""), line=line, text=shown)
        return
    repositories = list(repository(specifier, line=line, text=shown))
    yield from repositories
    if not repositories:
        yield NotUnderstood(line, f"`{excerpt(specifier)}` does not say which package it holds")


def _lock(document: Document) -> Iterator[Seen]:
    for holder in (document.members, document.objects(document.members, "packages")):
        for ecosystem in ("npm", "jsr"):
            for entry in document.objects(holder, ecosystem):
                name, version = split(entry.key)
                line, shown = document.line(entry), document.shown(entry)
                yield declared(ecosystem, name, version.partition("_")[0], line=line, text=shown)
    for item in document.texts(document.objects(document.members, "workspace"), "dependencies"):
        yield from _specifier(document, item, str(item.value))
