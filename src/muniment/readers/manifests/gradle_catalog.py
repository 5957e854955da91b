"""Gradle's version catalogs, such as `libs.versions.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.manifests.declared import basename, declared
from muniment.readers.syntax.toml_lines import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen


def wants(path: str) -> bool:
    """Say whether the path is a catalog."""
    return basename(path).endswith(".versions.toml")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every library and plugin; a version that is a reference is looked up in the same file."""
    del path
    document = Document(text)
    yield from document.problems
    for alias, value in document.table("libraries").items():
        yield _library(document, alias, value)
    for alias, value in document.table("plugins").items():
        yield _plugin(document, alias, value)
    yield from document.misfits


def _library(document: Document, alias: str, value: object) -> Seen:
    line = document.line(("libraries", alias))
    table = value if isinstance(value, Mapping) else {}
    group, _, rest = (value if isinstance(value, str) else str(table.get("module", ""))).partition(":")
    name, _, version = rest.partition(":")
    if not group:
        group, name = str(table.get("group", "")), str(table.get("name", ""))
    if not group or not name:
        return NotUnderstood(line, f"the library `{alias}` has no group and name")
    known = version or _version(document, table.get("version"))
    return declared("maven", f"{group}:{name}", known, line=line, text=document.shown(line))


def _plugin(document: Document, alias: str, value: object) -> Seen:
    line = document.line(("plugins", alias))
    table = value if isinstance(value, Mapping) else {}
    name, _, version = (value if isinstance(value, str) else str(table.get("id", ""))).partition(":")
    if not name:
        return NotUnderstood(line, f"the plugin `{alias}` has no id")
    known = version or _version(document, table.get("version"))
    return declared("maven", f"{name}:{name}.gradle.plugin", known, line=line, text=document.shown(line))


def _version(document: Document, value: object) -> str:
    if isinstance(value, Mapping):
        value = document.table("versions").get(str(value["ref"])) if "ref" in value else value.get("strictly")
    return value if isinstance(value, str) and not value.startswith(("[", "(")) else ""
