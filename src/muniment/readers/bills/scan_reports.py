"""What scanners and package managers found installed: the JSON of Syft, of Trivy, of `pip inspect` and of `npm ls`.

Each lists packages as a bill of materials does. What a scanner says of the faults of a package is left aside. Sources:
Syft's schema (`artifacts`), Trivy's report (`Results`, `Packages`), pip's inspection report,
version 1, and npm's page on `npm ls`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.bills.bill_entries import packaged
from muniment.readers.manifests.declared import declared
from muniment.readers.syntax import json_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_keys import Node

MARKS: tuple[bytes, ...] = (b'"artifacts"', b'"SchemaVersion"', b'"pip_version"', b'"overridden"', b'"resolved"')
_REPORT = lazily(r'"name"\s*:\s*"syft"|"Results"\s*:[^"]*"|"installed"\s*:\s*\[|"dependencies"\s*:\s*\{')
_KEYS = ("purl", "PURL", "name")


def wants(path: str) -> bool:
    """Say whether the path is that of a file of data."""
    return path.lower().endswith(".json")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every package that a report lists."""
    del path
    if not _REPORT.search(text):
        return
    top = json_keys.parse(text, _KEYS)
    if any(node.text("name") == "syft" for node in top.below("descriptor")):
        yield from _urls(top.below("artifacts"), "purl")
    elif "SchemaVersion" in top.table and "Results" in top.table:
        for result in top.below("Results"):
            for package in result.below("Packages"):
                yield from _urls(package.below("Identifier"), "PURL")
    elif "pip_version" in top.table and "installed" in top.table:
        yield from _inspected(top)
    elif _is_listing(top):
        yield from _listed(top)
    else:
        return
    yield from top.source.problems


def _is_listing(top: Node) -> bool:
    """Say whether this is what `npm ls` prints, and no lock file or manifest, which say more or less of a package."""
    dependencies = list(top.below("dependencies")) if isinstance(top.table.get("dependencies"), dict) else []
    entries = [entry for each in dependencies for entry in each.table.values()]
    told = all(isinstance(entry, dict) for entry in entries)
    return bool(entries) and told and not top.table.keys() & {"lockfileVersion", "devDependencies", "packages"}


def _listed(top: Node) -> Iterator[Seen]:
    waiting = list(top.below("dependencies"))
    while waiting:
        here = waiting.pop(0)
        for name in here.table:
            for entry in here.below(name):
                place = here.source.string(name)
                yield declared("npm", name, entry.text("version"), line=place.line, text=place.shown)
                waiting += entry.below("dependencies")


def _urls(nodes: Iterator[Node], key: str) -> Iterator[Seen]:
    for node in nodes:
        if url := node.text(key):
            yield from packaged(url, node.source.next(key, url))


def _inspected(top: Node) -> Iterator[Seen]:
    for installed in top.below("installed"):
        for metadata in installed.below("metadata"):
            if name := metadata.text("name"):
                place = metadata.source.next("name", name)
                yield declared("pypi", name, metadata.text("version"), line=place.line, text=place.shown)
