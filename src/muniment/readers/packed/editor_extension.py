"""`package.json` of an extension of VS Code: the extension itself and those that it brings along.

Source: VS Code, "Extension Manifest".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.technology import IdentifierKind
from muniment.readers.observe import excerpt
from muniment.readers.syntax.json_lines import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_lines import Member

MARKS: tuple[bytes, ...] = (b'"vscode"',)
_BROUGHT = ("extensionPack", "extensionDependencies")


def wants(path: str) -> bool:
    """Say whether the path is that of a package's manifest."""
    return path.rpartition("/")[2] == "package.json"


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the extensions; nothing for a package that is none. That one is broken is for the reader of packages."""
    del path
    document = Document(text)
    top = document.members
    if document.problems or not top.within("engines").text("vscode"):
        return
    publisher = top.text("publisher")
    for member, name in document.strings(top, "name"):
        if publisher:
            yield _seen(document, member, f"{publisher}.{name}")
    for item in document.texts(top, *_BROUGHT):
        yield _seen(document, item, str(item.value))


def _seen(document: Document, member: Member, extension: str) -> Observation:
    identifier = Identifier(IdentifierKind.EXTENSION, extension.lower())
    shown = excerpt(document.shown(member))
    return Observation(identifier, document.line(member), Context.FIELD, Rung.DECLARED, shown)
