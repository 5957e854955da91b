"""The list of installed Debian packages, whole or one file a package.   Source: dpkg(1), Debian Policy chapter 5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_NAMED_SO = lazily(r"(?:^|/)dpkg/(?:status|available)$|(?:^|/)status\.d/[^/]+$")
_FIELD = lazily(r"(Package|Version|Status|Maintainer|Homepage):[ \t]*(.*)")
_GONE = ("deinstall", "purge")


def wants(path: str) -> bool:
    """Say whether the path is that of such a list."""
    return _NAMED_SO.search(path) is not None and not path.endswith((".md5sums", ".list"))


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every installed package, with its version."""
    del path
    known: dict[str, str] = {}
    first = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if found := _FIELD.match(line):
            first = first if known and found[1] != "Package" else number
            known[found[1]] = found[2].strip()
        elif not line.strip() and known:
            yield from _package(known, first)
            known = {}


def _package(known: dict[str, str], line: int) -> Iterator[Seen]:
    name = known.get("Package", "")
    if not name:
        yield NotUnderstood(line, "an installed package without a name")
    elif not known.get("Status", "").startswith(_GONE):
        yield declared("deb", name, known.get("Version", ""), line=line, text=f"Package: {name}")
