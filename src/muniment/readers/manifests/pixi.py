"""`pixi.toml`: packages of conda and PyPI, for every feature and platform.   Source: pixi documentation, "Manifest"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.manifests.declared import basename, declared, exact, repository
from muniment.readers.syntax.toml_lines import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_TABLES = {
    "dependencies": "conda",
    "host-dependencies": "conda",
    "build-dependencies": "conda",
    "run-dependencies": "conda",
    "pypi-dependencies": "pypi",
}
_HOLDERS = ("feature", "target")


def wants(path: str) -> bool:
    """Say whether the path is such a manifest."""
    return basename(path) == "pixi.toml"


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every package of every table."""
    del path
    document = Document(text)
    yield from document.problems
    for holder in _holders(document):
        for table, ecosystem in _TABLES.items():
            for name, asked in document.table(*holder, table).items():
                yield from _one(document, (*holder, table, name), ecosystem, asked)
    yield from document.misfits


def _holders(document: Document) -> Iterator[tuple[str, ...]]:
    """Yield where tables of packages may lie: at the top, in a feature, for a target, and for a target of a feature."""
    yield ()
    yield ("package",)
    for kind in _HOLDERS:
        for name in document.table(kind):
            yield (kind, name)
    for feature in document.table("feature"):
        for target in document.table("feature", feature, "target"):
            yield ("feature", feature, "target", target)


def _one(document: Document, path: tuple[str, ...], ecosystem: str, asked: object) -> Iterator[Seen]:
    line = document.line(path)
    shown = document.shown(line)
    if isinstance(asked, str):
        yield declared(ecosystem, path[-1], exact(asked), line=line, text=shown)
    elif isinstance(asked, Mapping):
        version = asked.get("version")
        yield declared(ecosystem, path[-1], exact(version) if isinstance(version, str) else "", line=line, text=shown)
        yield from repository(str(asked.get("git") or asked.get("url") or ""), line=line, text=shown)
    else:
        yield NotUnderstood(line, f"`{path[-1]}` does not say which version is asked for")
