"""Composer: `composer.json`, its lock, and the list of what is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared, exact, repository
from muniment.readers.syntax.json_lines import Array, Document, Member, Object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_KINDS = ("require", "require-dev", "replace", "provide")
_PLATFORM = lazily(r"(?:php(?:-.+)?|hhvm|(?:ext|lib)-.+|composer(?:-plugin-api|-runtime-api)?)$")


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    return basename(path) in {"composer.json", "composer.lock"} or path.endswith("composer/installed.json")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the package itself, what it requires, replaces or provides, and everything locked."""
    document = Document(text)
    yield from document.problems
    if path.endswith("composer.json"):
        yield from _manifest(document)
    else:
        packages = Member("packages", document.top, 0)
        holder = Object([packages]) if isinstance(document.top, Array) else document.members
        yield from _packages(document, holder)
    yield from document.misfits


def _manifest(document: Document) -> Iterator[Seen]:
    for member, name in document.strings(document.members, "name"):
        yield declared("composer", name, line=document.line(member), text=document.shown(member))
    for kind in _KINDS:
        for entry in document.objects(document.members, kind):
            if not _PLATFORM.match(entry.key):
                version = exact(entry.value) if isinstance(entry.value, str) else ""
                yield declared("composer", entry.key, version, line=document.line(entry), text=document.shown(entry))
    for member in document.members.all("repositories"):
        for place in member.value if isinstance(member.value, Array | Object) else ():
            for address in place.value.all("url") if isinstance(place.value, Object) else ():
                line, shown = document.line(address), document.shown(address)
                yield from repository(str(address.value), line=line, text=shown)


def _packages(document: Document, holder: Object) -> Iterator[Seen]:
    for packages, package in document.items(holder, "packages", "packages-dev"):
        table = document.opened(package, packages)
        for member, name in document.strings(table, "name"):
            version = table.text("version").removeprefix("v")
            yield declared("composer", name, version, line=document.line(member), text=document.shown(member))
        if table and not any(table.all("name")):
            yield NotUnderstood(document.line(table[0]), "a locked package has no name")
