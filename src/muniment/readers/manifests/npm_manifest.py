"""`package.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared
from muniment.readers.manifests.npm_requirement import npm_requirement
from muniment.readers.syntax.json_lines import Document, Object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_KINDS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_BUNDLED = ("bundledDependencies", "bundleDependencies")
_LAST_NAME = lazily(r"(?:^|[/>*])((?:@[\w.-]+/)?[\w.-]+)(?:@[^/]*)?$")


def wants(path: str) -> bool:
    """Say whether the path is such a manifest."""
    return basename(path) == "package.json"


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the package itself and every dependency, also those that only overrides, catalogs or bundles name."""
    del path
    document = Document(text)
    yield from document.problems
    yield from _own_name(document)
    yield from dependencies(document, document.members)
    for member in document.members.all(*_BUNDLED):
        if not isinstance(member.value, bool):
            for item in document.texts(Object([member]), *_BUNDLED):
                yield declared("npm", str(item.value), line=document.line(item), text=document.shown(item))
    pnpm, workspaces = document.objects(document.members, "pnpm"), document.members.within("workspaces")
    for holder in (document.members, pnpm):
        yield from _replaced(document, document.objects(holder, "overrides"))
    yield from _replaced(document, document.objects(document.members, "resolutions"))
    for holder in (document.members, workspaces):
        yield from _entries(document, document.objects(holder, "catalog"))
        for catalog in document.objects(holder, "catalogs"):
            yield from _entries(document, document.opened(catalog))
    yield from document.misfits


def dependencies(document: Document, holder: Object) -> Iterator[Seen]:
    """Yield the dependencies of every kind that `holder`, a package's object, declares."""
    for kind in _KINDS:
        yield from _entries(document, document.objects(holder, kind))


def _own_name(document: Document) -> Iterator[Seen]:
    version = document.members.text("version")
    for member, name in document.strings(document.members, "name"):
        yield declared("npm", name, version, line=document.line(member), text=document.shown(member))


def _entries(document: Document, entries: Object) -> Iterator[Seen]:
    for entry in entries:
        spec = entry.value if isinstance(entry.value, str) else ""
        yield from npm_requirement(entry.key, spec, line=document.line(entry), shown=document.shown(entry))


def _replaced(document: Document, entries: Object) -> Iterator[Seen]:
    """Yield the packages that overrides speak of; a key may be `a`, `a@1`, `a>b`, `a/b` or `**/b`."""
    for entry in entries:
        if isinstance(entry.value, Object):
            yield from _replaced(document, entry.value)
        if entry.key != ".":
            found = _LAST_NAME.search(entry.key)
            name = found[1] if found else entry.key
            spec = entry.value if isinstance(entry.value, str) and not entry.value.startswith("$") else ""
            yield from npm_requirement(name, spec, line=document.line(entry), shown=document.shown(entry))
