"""SPDX 3 as JSON-LD.

Yields every package at any depth of the graph, models and data sets among them, by package URL, else by name alone; and
every organisation that is named. Files and snippets are no packages. Source: SPDX 3.0.1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.bills.bill_entries import built_as, mentioned, modelled, packaged, supplied
from muniment.readers.syntax.json_keys import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_keys import Plain

KEYS = ("name", "identifier", "software_packageUrl", "spdxId")
"""The keys whose places a reader needs."""

_VERSION = lazily(r"/rdf/(?:v)?(\d[\w.-]*)/")
_OF_NAME = lazily(r".*[_:/#]", re.DOTALL)
_PACKAGES = frozenset({"Package", "AIPackage", "DatasetPackage"})
_SUPPLIES = ("suppliedBy", "originatedBy", "manufacturedBy")
_TYPES_OF_MODEL = "ai_typeOfModel"
_PACKAGE_URL = frozenset({"packageurl", "purl"})


def is_json(top: Node) -> bool:
    """Say whether an object is such a document."""
    return any("spdx" in context.lower() for context in _contexts(top))


def read_json(top: Node) -> Iterator[Seen]:
    """Yield what a document declares."""
    for context in _contexts(top):
        version = _VERSION.search(context)
        if version and not version[1].startswith("3.0"):
            line = top.source.string(context).line
            yield NotUnderstood(line, f"version `{version[1]}` of SPDX is not known here; read as 3.0")
    told: set[str] = set()
    suppliers = {party for node in _objects(top) for key in _SUPPLIES for party in _texts(node, key)}
    for node in _objects(top):
        kind = _OF_NAME.sub("", node.text("type", "@type"))
        if kind in _PACKAGES:
            yield from _package(node, kind)
        elif kind == "Organization" and (name := node.text("name")) and name not in told:
            told.add(name)
            said = supplied if node.text("spdxId", "@id") in suppliers else mentioned
            yield said(name, node.source.next("name", name))
    yield from top.source.problems


def _contexts(top: Node) -> list[str]:
    held = top.table.get("@context")
    return [context for context in (held if isinstance(held, list) else [held]) if isinstance(context, str)]


def _objects(top: Node) -> Iterator[Node]:
    """Yield every object in the order of the text, without recursion: nesting has no limit."""
    waiting: list[Plain] = [dict(top.table)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield Node(value, top.source)
            waiting.extend(inner for inner in reversed(value.values()) if isinstance(inner, dict | list))
        elif isinstance(value, list):
            waiting.extend(inner for inner in reversed(value) if isinstance(inner, dict | list))


def _package(node: Node, kind: str) -> Iterator[Seen]:
    name, source = node.text("name"), node.source
    urls = {identifier.text("identifier"): "identifier" for identifier in _identifiers(node)}
    if own := node.text("software_packageUrl"):
        urls.setdefault(own, "software_packageUrl")
    place = source.here() if urls else source.next("name" if name else "spdxId", name or node.text("spdxId"))
    for url, key in urls.items():
        place = source.next(key, url)
        yield from packaged(url, place)
    if not urls and name:
        yield mentioned(name, place)
    elif not urls:
        yield NotUnderstood(place.line, "a package from here on has neither a package URL nor a name")
    if kind == "AIPackage":
        yield from [modelled(name, place)] if name else []
        yield from (built_as(each, place) for each in _texts(node, _TYPES_OF_MODEL))


def _texts(node: Node, key: str) -> Iterator[str]:
    """Yield the strings at a key; what is an object there is read as one elsewhere."""
    value = node.table.get(key)
    yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))


def _identifiers(node: Node) -> Iterator[Node]:
    for identifier in node.below("externalIdentifier"):
        if _OF_NAME.sub("", identifier.text("externalIdentifierType")).lower() in _PACKAGE_URL:
            yield identifier
