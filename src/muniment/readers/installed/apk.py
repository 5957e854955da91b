"""The list of installed Alpine packages.   Source: the apk specification, "Installed Database V2"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_NAMED_SO = lazily(r"(?:^|/)db/installed$")


def wants(path: str) -> bool:
    """Say whether the path is that of such a list."""
    return _NAMED_SO.search(path) is not None


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every installed package, with its version."""
    del path
    name, version, first = "", "", 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        key, colon, value = line.partition(":")
        if key == "P" and colon:
            name, first = value.strip(), number
        elif key == "V" and colon:
            version = value.strip()
            first = first if name else number
        elif not line.strip() and (name or version):
            if name:
                yield declared("apk", name, version, line=first, text=f"P:{name}")
            else:
                yield NotUnderstood(first, "an installed package without a name")
            name, version = "", ""
