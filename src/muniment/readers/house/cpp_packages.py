"""Packages of C and C++.   Source: Conan documentation, "conanfile"; vcpkg documentation, "vcpkg.json reference"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared
from muniment.readers.syntax.json_lines import Document, Object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_lines import Member

MARKS: tuple[bytes, ...] = (b"requires", b"dependencies")
_NAMES = frozenset({"conanfile.txt", "conanfile.py", "conan.lock", "vcpkg.json"})
_SECTION = lazily(r"\[(?P<name>\w+)\]\s*$")
_REFERENCE = lazily(r"(?P<name>[a-z0-9_][a-z0-9_+.-]+)/(?P<version>[^@#:\s\"'\[]*|\[[^\]]*\])")
_IN_CODE = lazily(
    r"[\"'](?P<name>[a-z0-9_][a-z0-9_+.-]{1,100})/(?P<version>\d[\w.+-]*|\[[^\]\"']*\]|cci\.\d+)(?:@[^\"']*|#[^\"']*)?[\"']"
)


def wants(path: str) -> bool:
    """Say whether the path is that of such a file."""
    return basename(path) in _NAMES


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the packages that are required."""
    name = basename(path)
    if name == "vcpkg.json":
        yield from _vcpkg(Document(text))
    elif name == "conanfile.txt":
        yield from _sections(text)
    else:
        for number, line in enumerate(text.split("\n"), 1):
            for found in () if line.lstrip().startswith("#") else _IN_CODE.finditer(line):
                yield declared("conan", found["name"], _exact(found["version"]), line=number, text=line)


def _sections(text: str) -> Iterator[Seen]:
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if found := _SECTION.match(line):
            section = found["name"]
        elif section.endswith("requires") and (found := _REFERENCE.match(line.strip())):
            yield declared("conan", found["name"], _exact(found["version"]), line=number, text=line)


def _exact(version: str) -> str:
    return "" if version.startswith("[") else version


def _vcpkg(document: Document) -> Iterator[Seen]:
    yield from document.problems
    for holder in (document.members, *(each for _, each in _features(document))):
        for _, item in document.items(holder, "dependencies"):
            named = [(item, item.value)] if isinstance(item.value, str) else list(_names(document, item))
            for member, name in named:
                yield declared("vcpkg", name, line=document.line(member), text=document.shown(member))


def _names(document: Document, item: Member) -> Iterator[tuple[Member, str]]:
    return document.strings(document.opened(item), "name")


def _features(document: Document) -> Iterator[tuple[str, Object]]:
    for feature in document.objects(document.members, "features"):
        if isinstance(feature.value, Object):
            yield feature.key, feature.value
