"""`ivy.xml`.   Source: Apache Ivy documentation, "Ivy files", `dependency`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.readers.manifests.declared import basename, declared, lines_of
from muniment.readers.syntax.xml_lines import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen


def wants(path: str) -> bool:
    """Say whether the path is such a file."""
    return basename(path) == "ivy.xml"


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every dependency; one that names no organisation is of that which publishes the module."""
    del path
    lines = lines_of(text)
    top, problems = parse(text)
    yield from problems
    info = top.find("info")
    own = info.attributes.get("organisation", "") if info else ""
    for element in top.walk():
        held = element.attributes
        if element.tag == "dependency" and held.get("name"):
            name = ":".join(filter(None, (held.get("org", own), held["name"])))
            yield declared("maven", name, held.get("rev", ""), line=element.line, text=lines[element.line - 1])
