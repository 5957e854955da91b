"""`AndroidManifest.xml` in source form: the classes of libraries that it registers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.manifests.declared import basename, lines_of
from muniment.readers.observe import excerpt
from muniment.readers.syntax.xml_lines import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.xml_lines import Element

MARKS: tuple[bytes, ...] = (b"<manifest",)
_NAME = "android:name"
_CLASSES: Final = frozenset(["activity", "service", "receiver", "provider", "application", "activity-alias"])
_DOTTED = lazily(r"[A-Za-z]\w*(?:\.\w+){2,}")


def wants(path: str) -> bool:
    """Say whether the path is such a manifest; a compiled one is read elsewhere."""
    return basename(path) == "AndroidManifest.xml"


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the classes of libraries that the program registers."""
    del path
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return
    root, problems = parse(text)
    yield from (replace(each, harmless=True) for each in problems)  # the search for known words reads it as well
    lines = lines_of(text)
    for element in root.walk():
        for kind, value in _named(element):
            shown = excerpt(lines[element.line - 1]) if element.line <= len(lines) else ""
            yield Observation(Identifier(kind, value), element.line, Context.FIELD, Rung.DECLARED, shown)


def _named(element: Element) -> Iterator[tuple[IdentifierKind, str]]:
    name = element.attributes.get(_NAME, "")
    if not _DOTTED.fullmatch(name) or name.startswith(("android.", "androidx.")):
        return
    if element.tag in _CLASSES:
        yield IdentifierKind.IMPORT, f"jvm:{name}"
