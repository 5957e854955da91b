"""What a conda package says of itself: `info/index.json` in it, `conda-meta/*.json` where it is installed.

Source: conda-build, "Package metadata".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.readers.manifests.declared import declared
from muniment.readers.syntax.json_lines import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b'"depends"',)


def wants(path: str) -> bool:
    """Say whether the path is that of such a file."""
    return path.endswith(("info/index.json", ".json")) and ("conda-meta/" in path or path.endswith("info/index.json"))


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the package and those that it needs."""
    del path
    document = Document(text)
    yield from document.problems
    version = document.members.text("version")
    for member, name in document.strings(document.members, "name"):
        yield declared("conda", name, version, line=document.line(member), text=document.shown(member))
    for item in document.texts(document.members, "depends", "constrains"):
        if name := str(item.value).partition(" ")[0]:
            yield declared("conda", name, line=document.line(item), text=document.shown(item))
