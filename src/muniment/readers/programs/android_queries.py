"""The applications that an Android program says it will look for on the device: `<queries>` of its manifest.

Source: Android developers, "Package visibility", `<queries>`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.manifests.declared import basename
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b"<queries",)
_QUERIES = lazily(r"<queries\b[^>]{0,200}>(?P<inside>[^\0]{0,50000}?)</queries>")
_COMMENT = lazily(r"<!--[^\0]*?-->")
_PACKAGE = lazily(r"<package\b[^<>]{0,300}?\bandroid:name\s*=\s*[\"'](?P<name>[A-Za-z][\w.]{2,200})[\"']")


def wants(path: str) -> bool:
    """Say whether the path is that of a program's manifest."""
    return basename(path) == "AndroidManifest.xml"


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield each application that is looked for, by its id."""
    del path
    for queries in _QUERIES.finditer(text):
        hidden = [(one.start(), one.end()) for one in _COMMENT.finditer(queries["inside"])]
        for found in _PACKAGE.finditer(queries["inside"]):
            if any(start <= found.start() < end for start, end in hidden):
                continue
            at = queries.start("inside") + found.start("name")
            line = text.count("\n", 0, at) + 1
            app = Identifier(IdentifierKind.APP, f"android:{found['name']}")
            yield Observation(app, line, Context.FIELD, Rung.CONFIGURED, excerpt(found[0]))
