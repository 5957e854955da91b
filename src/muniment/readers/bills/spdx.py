"""SPDX 2 in JSON, YAML and tag-value form.

Yields every package: by its package URL, else by the identifier of a package registry, else by the repository that it
was downloaded from, else by its name alone. Files and snippets are no packages. Source: ISO/IEC 5962; SPDX 2.3 annex F.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from muniment.domain.evidence import NotUnderstood, Observation
from muniment.domain.patterns import lazily
from muniment.readers.bills.bill_entries import Place, enumerated, mentioned, packaged, supplied
from muniment.readers.manifests.declared import declared, lines_of, repository
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_keys import Node

KEYS = ("name", "referenceLocator", "downloadLocation", "supplier", "originator", "spdxVersion")
"""The keys whose places a reader of the JSON form needs."""

_KNOWN = frozenset({"SPDX-2.0", "SPDX-2.1", "SPDX-2.2", "SPDX-2.3"})
_TAGGED = lazily(r"^\ufeff?SPDXVersion[ \t]*:", re.MULTILINE)
_TAG = lazily(r"([A-Za-z]\w*)[ \t]*:[ \t]*(.*)$", re.DOTALL)
_ORGANISATION = lazily(r"Organization:\s*([^(]*[^(\s])")
_ENUMERATIONS = frozenset({"cpe23Type", "cpe22Type"})
_LOCATORS = {
    "maven-central": ("maven", lazily(r"([^:]+:[^:]+)(?::(.+))?")),
    "npm": ("npm", lazily(r"(@?[^@]+)(?:@(.+))?")),
    "nuget": ("nuget", lazily(r"([^/]+)(?:/(.+))?")),
    "bower": ("bower", lazily(r"([^#]+)(?:#(.+))?")),
}


@dataclass(slots=True, kw_only=True)
class _Package:
    """A package, with the places of what it says; a reference is its type and its locator."""

    name: tuple[str, Place]
    references: list[tuple[str, str, Place]] = field(default_factory=list)
    downloaded: list[tuple[str, Place]] = field(default_factory=list)
    parties: list[tuple[str, Place]] = field(default_factory=list)


_Pieces: TypeAlias = "Iterator[_Package | NotUnderstood]"


def is_json(top: Node) -> bool:
    """Say whether an object is such a document."""
    return top.text("spdxVersion").strip().startswith("SPDX-")


def is_tagged(text: str) -> bool:
    """Say whether a text is such a document in tag-value form."""
    return _TAGGED.search(text) is not None


def read_json(top: Node) -> Iterator[Seen]:
    """Yield what a document in JSON declares."""
    version = top.text("spdxVersion")
    yield from _newer(version, top.source.first("spdxVersion", version).line)
    yield from _described(_in_json(top))
    yield from top.source.problems


def read_tagged(text: str) -> Iterator[Seen]:
    """Yield what a document in tag-value form declares."""
    yield from _described(_tagged(lines_of(text)))


def _in_json(top: Node) -> _Pieces:
    source = top.source
    for node in top.below("packages"):
        name = node.text("name")
        references = [
            (reference.text("referenceType"), locator)
            for reference in node.below("externalRefs")
            if (locator := reference.text("referenceLocator"))
        ]
        places = [source.next("referenceLocator", locator) for _, locator in references]
        address = node.text("downloadLocation")
        yield _Package(
            name=(name, source.here() if references else source.next("name", name)),
            references=[(*reference, place) for reference, place in zip(references, places, strict=True)],
            downloaded=[(address, source.next("downloadLocation", address))] if address and not references else [],
            parties=[
                (party, source.first(key, party)) for key in ("supplier", "originator") if (party := node.text(key))
            ],
        )


def _tagged(lines: list[str]) -> _Pieces:
    package = _Package(name=("", Place(1, lines[0])))
    for found in _tags(lines):
        if isinstance(found, NotUnderstood):
            yield found
            continue
        tag, value, place = found
        match tag:
            case "SPDXVersion":
                yield from _newer(value, place.line)
            case "PackageName":
                yield package
                package = _Package(name=(value, place))
            case "ExternalRef":
                _, kind, locator, *_ = [*value.split(), "", "", ""]
                package.references.append((kind, locator, place))
            case "PackageDownloadLocation":
                package.downloaded.append((value, place))
            case "PackageSupplier" | "PackageOriginator":
                package.parties.append((value, place))
            case _:
                pass
    yield package


def _tags(lines: list[str]) -> Iterator[tuple[str, str, Place] | NotUnderstood]:
    """Yield each tag with its value; of a text over several lines, only the first. One without end is one line long."""
    last_end = max((at for at, line in enumerate(lines) if "</text>" in line), default=-1)
    at, odd = 0, -1
    while at < len(lines):
        line, here = lines[at].strip(), at
        at += 1
        found = _TAG.match(line)
        if found and "<text>" in line and "</text>" not in line:
            if last_end < at:
                yield NotUnderstood(here + 1, "a `<text>` that does not end")
            else:
                at = next(end for end in range(at, last_end + 1) if "</text>" in lines[end]) + 1
        if found:
            value = found[2].removeprefix("<text>").removesuffix("</text>").strip()
            yield found[1], value, Place(here + 1, line)
        elif line and not line.startswith("#"):
            if odd != here - 1:
                yield NotUnderstood(here + 1, f"`{excerpt(line)}` is no tag with a value")
            odd = here


def _described(pieces: _Pieces) -> Iterator[Seen]:
    told: set[str] = set()
    for piece in pieces:
        if isinstance(piece, NotUnderstood):
            yield piece
            continue
        yield from _package(piece)
        for party, place in piece.parties:
            found = _ORGANISATION.match(party)
            if found and found[1] not in told:
                told.add(found[1])
                yield supplied(found[1], place)


def _package(package: _Package) -> Iterator[Seen]:
    name, place = package.name
    seen = [what for reference in package.references for what in _reference(*reference)]
    if not seen:
        seen = [what for address, at in package.downloaded for what in repository(address, line=at.line, text=at.shown)]
    yield from seen
    if name and not any(isinstance(what, Observation) for what in seen):
        yield mentioned(name, place)
    for kind, locator, at in package.references:
        if kind.rpartition("/")[2] in _ENUMERATIONS:
            yield from enumerated(locator, at)


def _reference(kind: str, locator: str, place: Place) -> Iterator[Seen]:
    kind = kind.rpartition("/")[2]
    if kind == "purl":
        yield from packaged(locator, place)
    elif kind in _LOCATORS:
        ecosystem, form = _LOCATORS[kind]
        if found := form.fullmatch(locator):
            yield declared(ecosystem, found[1], found[2] or "", line=place.line, text=place.shown)
        else:
            yield NotUnderstood(place.line, f"`{excerpt(locator)}` names no package of `{kind}`")


def _newer(version: str, line: int) -> Iterator[NotUnderstood]:
    if version.strip() not in _KNOWN:
        yield NotUnderstood(line, f"version `{excerpt(version)}` of SPDX is not known here; read as 2.3")
