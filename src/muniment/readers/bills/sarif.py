"""SARIF: the tools that somebody ran over the code. Source: OASIS SARIF 2.1.0, 3.18 to 3.20.

A tool's name is a mention; the command line by which it was run is a command. Where results lie, and what rules are
called, tells nothing about whose technology the code uses. A package URL in the properties of a result, or of a rule,
is a package that a scanner of dependencies met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.technology import IdentifierKind
from muniment.readers.bills.bill_entries import mentioned, packaged
from muniment.readers.observe import excerpt
from muniment.readers.syntax import json_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_keys import Node

_PACKAGES = ("purl", "packageUrl", "purls")
MARKS: tuple[bytes, ...] = (b'"runs"',)
_KEYS = ("name", "fullName", "organization", "commandLine", *_PACKAGES)


def wants(path: str) -> bool:
    """Say whether the path has an ending that such files have."""
    return path.lower().endswith((".sarif", ".sarif.json"))


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the tools of every run, their makers, and the commands by which they were run."""
    del path
    top = json_keys.parse(text, _KEYS)
    for run in top.below("runs"):
        for tool in run.below("tool"):
            for component in (*tool.below("driver"), *tool.below("extensions")):
                for key in ("name", "fullName", "organization"):
                    if value := component.text(key):
                        yield mentioned(value, component.source.next(key, value))
        yield from _packages(run)
        for invocation in run.below("invocations"):
            if command := invocation.text("commandLine"):
                place = invocation.source.next("commandLine", command)
                identifier = Identifier(IdentifierKind.COMMAND, " ".join(command.split())[:200])
                yield Observation(identifier, place.line, Context.FIELD, Rung.INVOKED, excerpt(place.shown))
    yield from top.source.problems


def _packages(run: Node) -> Iterator[Seen]:
    """Yield each package that results and rules name, once."""
    rules = (rule for tool in run.below("tool") for driver in tool.below("driver") for rule in driver.below("rules"))
    known: set[str] = set()
    for holder in (*rules, *run.below("results")):
        for properties in holder.below("properties"):
            for key in _PACKAGES:
                for url in properties.texts(key):
                    if url not in known:
                        known.add(url)
                        yield from packaged(url, properties.source.string(url))
