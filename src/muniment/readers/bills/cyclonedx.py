"""CycloneDX in JSON and XML, versions 1.0 to 1.7.

Yields every component and service at any depth: what the bill is about, what it is made of, what it descends from, and
what took part in making it (`formulation`). The tools that wrote the bill are no part of what it describes. A component
without a package URL is evidence by its name alone, its group left out. Source: ECMA-424.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from muniment.domain.evidence import NotUnderstood, Observation
from muniment.readers.bills.bill_entries import (
    Place,
    built_as,
    enumerated,
    mentioned,
    modelled,
    packaged,
    reached,
    supplied,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_keys import Node
    from muniment.readers.syntax.xml_lines import Element

KEYS = ("purl", "name", "publisher", "specVersion", "bom-ref", "cpe", "architectureFamily", "modelArchitecture")
"""The keys whose places a reader of the JSON form needs."""

_NAMESPACE = "http://cyclonedx.org/schema/bom/"
_KNOWN = frozenset(f"1.{minor}" for minor in range(8))
_HOLDERS = frozenset({"components", "services", "pedigree", "formulation"})
_OF_A_FORMULA = frozenset({"bom-ref", "components", "services", "workflows", "endpoints", "properties"})
_ORGANISATIONS = ("supplier", "manufacturer", "manufacture", "provider")
_ITEMS = {
    "components": "component",
    "ancestors": "component",
    "services": "service",
    "formulation": "formula",
    "endpoints": "endpoint",
}
"""What XML calls the items of a list, which in JSON have no name."""


def is_json(top: Node) -> bool:
    """Say whether an object is such a bill."""
    return top.text("bomFormat").lower() == "cyclonedx" or "cyclonedx.org/schema/bom" in top.text("$schema")


def is_xml(top: Element) -> bool:
    """Say whether an element is such a bill."""
    return top.tag == "bom" and bool(_namespace(top))


def read_json(top: Node) -> Iterator[Seen]:
    """Yield what a bill in JSON declares."""
    version = top.text("specVersion")
    yield from _newer(version, top.source.first("specVersion", version).line)
    yield from _bill(_InJson(top))
    yield from top.source.problems


def read_xml(top: Element, lines: list[str]) -> Iterator[Seen]:
    """Yield what a bill in XML declares."""
    yield from _newer(_namespace(top).removeprefix(_NAMESPACE), top.line)
    yield from _bill(_InXml(top, lines))


class _Part(Protocol):
    """An object or element of a bill; the keys are those of JSON."""

    def keys(self) -> Collection[str]:
        """Return the keys that there are."""

    def text(self, key: str) -> str:
        """Return the string at `key`, stripped, or nothing."""

    def below(self, key: str) -> Iterator[_Part]:
        """Yield the part, or the list of parts, at `key`."""

    def endpoints(self) -> Iterator[tuple[str, Place]]:
        """Yield the addresses of a service."""

    def place(self, key: str) -> Place:
        """Return where `key` stands, looked for from the last place on."""

    def first(self, key: str) -> Place:
        """Return where `key` stands with this value for the first time."""


class _InJson(NamedTuple):
    node: Node

    def keys(self) -> Collection[str]:
        return self.node.table.keys()

    def text(self, key: str) -> str:
        return self.node.text(key).strip()

    def below(self, key: str) -> Iterator[_InJson]:
        return map(_InJson, self.node.below(key))

    def endpoints(self) -> Iterator[tuple[str, Place]]:
        return ((endpoint, self.node.source.string(endpoint)) for endpoint in self.node.texts("endpoints"))

    def place(self, key: str) -> Place:
        return self.node.source.next(key, self.node.text(key))

    def first(self, key: str) -> Place:
        return self.node.source.first(key, self.node.text(key))


class _InXml:
    __slots__ = ("_children", "_element", "_lines")

    def __init__(self, element: Element, lines: list[str]) -> None:
        self._element = element
        self._lines = lines
        self._children: dict[str, list[Element]] = {}
        for child in element.children:
            self._children.setdefault(child.tag, []).append(child)

    def keys(self) -> Collection[str]:
        return self._children.keys()

    def text(self, key: str) -> str:
        held = self._children.get(key)
        return (held[0].content if held else self._element.attributes.get(key, "")).strip()

    def below(self, key: str) -> Iterator[_InXml]:
        for child in self._children.get(key, ()):
            items = [item for item in child.children if item.tag == _ITEMS[key]] if key in _ITEMS else [child]
            yield from (_InXml(item, self._lines) for item in items)

    def endpoints(self) -> Iterator[tuple[str, Place]]:
        for part in self.below("endpoints"):
            yield part._element.content, part.place("")  # noqa: SLF001 (of its own kind)

    def place(self, key: str) -> Place:
        line = min(next(iter(self._children.get(key, ())), self._element).line, len(self._lines))
        return Place(line, self._lines[line - 1])

    def first(self, key: str) -> Place:
        return self.place(key)


def _bill(top: _Part) -> Iterator[Seen]:
    """Yield every part, without recursion: nesting has no limit."""
    told: set[str] = set()
    waiting = [_parts(top)]
    for metadata in top.below("metadata"):
        yield from _organisations(metadata, told, of_itself=True)
        waiting.append(metadata.below("component"))
    while waiting:
        part = next(waiting[-1], None)
        if part is None:
            waiting.pop()
            continue
        yield from _part(part)
        yield from _organisations(part, told)
        if not _HOLDERS.isdisjoint(part.keys()):
            waiting.append(_parts(part))


def _parts(part: _Part) -> Iterator[_Part]:
    yield from part.below("components")
    yield from part.below("services")
    for pedigree in part.below("pedigree"):
        yield from pedigree.below("ancestors")
    yield from part.below("formulation")


def _part(part: _Part) -> Iterator[Seen]:
    """Yield what a component, a service or a formula is; a formula is nothing by itself."""
    name, purl = part.text("name"), part.text("purl")
    place = part.place("purl" if purl else "name" if name else "bom-ref")
    seen = list(packaged(purl, place)) if purl else []
    yield from seen
    if name and not any(isinstance(what, Observation) for what in seen):
        yield mentioned(name, place)
    elif not seen and (part.text("type") or _OF_A_FORMULA.isdisjoint(part.keys())):
        yield NotUnderstood(place.line, "a component from here on has neither a package URL nor a name")
    if part.text("type") == "machine-learning-model" and name:
        group = part.text("group")
        yield modelled(f"{group}/{name}" if group else name, place)
    if cpe := part.text("cpe"):
        yield from enumerated(cpe, part.first("cpe"))
    yield from _architecture(part)
    for endpoint, there in part.endpoints():
        yield from reached(endpoint, there)


def _architecture(part: _Part) -> Iterator[Seen]:
    for card in part.below("modelCard"):
        for parameters in card.below("modelParameters"):
            for key in ("architectureFamily", "modelArchitecture"):
                if architecture := parameters.text(key):
                    yield built_as(architecture, parameters.first(key))


def _organisations(part: _Part, told: set[str], *, of_itself: bool = False) -> Iterator[Seen]:
    """Yield the companies that supply, make or run a part, and those that only publish it, each once a bill.

    Whoever supplies what the bill is about (`of_itself`) supplies nothing to it.
    """
    keys = part.keys()
    for owner in (below for key in _ORGANISATIONS if key in keys for below in part.below(key)):
        name = owner.text("name")
        if name and name not in told:
            told.add(name)
            yield (mentioned if of_itself else supplied)(name, owner.first("name"))
    name = part.text("publisher")
    if name and name not in told:
        told.add(name)
        yield mentioned(name, part.first("publisher"))


def _newer(version: str, line: int) -> Iterator[NotUnderstood]:
    if version not in _KNOWN:
        yield NotUnderstood(line, f"version `{version}` of CycloneDX is not known here; read as the latest that is")


def _namespace(top: Element) -> str:
    spaces = (value for key, value in top.attributes.items() if key.partition(":")[0] == "xmlns")
    return next((space for space in spaces if space.startswith(_NAMESPACE)), "")
