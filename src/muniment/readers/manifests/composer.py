"""Composer: `composer.json`, its lock, and the list of what is installed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.readers.manifests.declared import basename, declared, exact, repository
from muniment.readers.syntax.json_lines import Array, Document, Object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_lines import Value

_KINDS = ("require", "require-dev", "replace", "provide")
_PLATFORM = re.compile(r"(?:php(?:-.+)?|hhvm|(?:ext|lib)-.+|composer(?:-plugin-api|-runtime-api)?)$")


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    return basename(path) in {"composer.json", "composer.lock"} or path.endswith("composer/installed.json")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the package itself, what it requires, replaces or provides, and everything locked."""
    document = Document(text)
    yield from document.problems
    if path.endswith("composer.json"):
        yield from _manifest(document)
        return
    if isinstance(document.top, Array):
        yield from _packages(document, document.top)
    for member in document.members.all("packages", "packages-dev"):
        yield from _packages(document, member.value)


def _manifest(document: Document) -> Iterator[Seen]:
    for member in document.members.all("name"):
        if isinstance(member.value, str) and member.value:
            yield declared("composer", member.value, line=document.line(member), text=document.shown(member))
    for kind in _KINDS:
        for entry in document.members.within(kind):
            if not _PLATFORM.match(entry.key):
                version = exact(entry.value) if isinstance(entry.value, str) else ""
                yield declared("composer", entry.key, version, line=document.line(entry), text=document.shown(entry))
    for member in document.members.all("repositories"):
        for place in member.value if isinstance(member.value, Array | Object) else ():
            for address in place.value.all("url") if isinstance(place.value, Object) else ():
                line, shown = document.line(address), document.shown(address)
                yield from repository(str(address.value), line=line, text=shown)


def _packages(document: Document, packages: Value) -> Iterator[Seen]:
    for package in packages if isinstance(packages, Array) else ():
        table = package.value if isinstance(package.value, Object) else Object()
        for name in table.all("name"):
            version = table.text("version").removeprefix("v")
            yield declared("composer", str(name.value), version, line=document.line(name), text=document.shown(name))
