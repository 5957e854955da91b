"""Control files of Debian packages, in the sources and in the package.   Source: Debian Policy, chapters 5 and 7."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b"Package:", b"Source:")
_FOLDERS = ("debian/control", "DEBIAN/control")
_IN_PACKAGE = lazily(r"control\.tar(?:\.\w+)?!/control$")
_FIELD = lazily(r"(?P<key>[A-Za-z][A-Za-z-]*):(?P<value>.*)$")
_NEEDS = frozenset(
    {"depends", "pre-depends", "recommends", "suggests", "build-depends", "build-depends-indep", "build-depends-arch"}
)
_PACKAGE = lazily(r"(?:^|[,|])\s*(?P<name>[a-z0-9][a-z0-9+.-]+)")


def wants(path: str) -> bool:
    """Say whether the path is that of such a file."""
    return path.endswith(_FOLDERS) or _IN_PACKAGE.search(path) is not None


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the packages that the file describes and those that they need."""
    del path
    key = ""
    for number, line in enumerate(text.split("\n"), 1):
        value = line
        if found := _FIELD.match(line):
            key, value = found["key"].lower(), found["value"]
        elif not line.startswith((" ", "\t")):
            continue
        if key in {"package", "source"} and found:
            yield declared("deb", value.strip(), line=number, text=line)
        elif key in _NEEDS:
            for package in _PACKAGE.finditer(value):
                yield declared("deb", package["name"], line=number, text=line)
