"""`Cargo.toml` and `Cargo.lock`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.manifests.declared import basename, declared, exact, repository
from muniment.readers.syntax.toml_lines import Document, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_KINDS = ("dependencies", "dev-dependencies", "build-dependencies", "dev_dependencies", "build_dependencies")


def wants(path: str) -> bool:
    """Say whether the path is one of the two."""
    return basename(path) in {"Cargo.toml", "Cargo.lock"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the crate itself and every dependency of every kind and target; a renamed one by its real name."""
    if path.endswith(".lock"):
        yield from _lock(text)
        return
    document = Document(text)
    yield from document.problems
    yield from _own_name(document)
    for path_to in _tables(document):
        for name, value in document.table(*path_to).items():
            yield from _entry(document, (*path_to, name), value)
    yield from document.misfits


def _own_name(document: Document) -> Iterator[Seen]:
    for holder in ("package", "project"):
        name, version = document.table(holder).get("name"), document.table(holder).get("version")
        if isinstance(name, str):
            line = document.line((holder, "name"))
            known = version if isinstance(version, str) else ""
            yield declared("cargo", name, known, line=line, text=document.shown(line))


def _tables(document: Document) -> Iterator[tuple[str, ...]]:
    yield from ((kind,) for kind in _KINDS)
    yield ("workspace", "dependencies")
    for target in document.table("target"):
        yield from (("target", target, kind) for kind in _KINDS)
    for registry in document.table("patch"):
        yield ("patch", registry)


def _entry(document: Document, path: tuple[str, ...], value: object) -> Iterator[Seen]:
    line = document.line(path)
    table = value if isinstance(value, Mapping) else {"version": value}
    name, version = str(table.get("package") or path[-1]), str(table.get("version", ""))
    known = exact(version) if version.startswith("=") else ""
    yield declared("cargo", name, known, line=line, text=document.shown(line))
    yield from repository(str(table.get("git", "")), line=line, text=document.shown(line))


def _lock(text: str) -> Iterator[Seen]:
    for block in blocks(text, "package"):
        if isinstance(block, NotUnderstood):
            yield block
            continue
        yield declared("cargo", block.name, block.version, line=block.line, text=block.shown)
        if block.source.startswith("git+"):
            yield from repository(block.source, line=block.line, text=block.shown)
