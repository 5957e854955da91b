"""Software bills of materials. A file's name only claims that it is one; its content says of which format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.bills import cyclonedx, spdx, spdx_graph
from muniment.readers.manifests.declared import basename, lines_of
from muniment.readers.syntax import json_keys, yaml_keys
from muniment.readers.syntax.xml_lines import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_keys import Node

_NAMES = frozenset({"bom.json", "bom.xml"})
_ENDINGS = (
    *(".cdx.json", ".cdx.xml", ".spdx", ".spdx.json", ".spdx3.json", ".spdx.jsonld", ".spdx3.jsonld"),
    *(".spdx.yaml", ".spdx.yml", ".spdx.rdf", ".spdx.rdf.xml", ".spdx.xml"),
)
_WORDS = ("sbom", "aibom", "ai-bom", "mlbom", "ml-bom")
_FORMATS = (cyclonedx, spdx, spdx_graph)
_KEYS = tuple(sorted({key for form in _FORMATS for key in form.KEYS}))
_NONE = "has the name of a software bill of materials, and is neither CycloneDX nor SPDX"
_RDF = "SPDX in RDF is not read here; it is in JSON, YAML and tag-value form"


def wants(path: str) -> bool:
    """Say whether the path has a name that bills of materials have."""
    name = basename(path).lower()
    if name in _NAMES or name.endswith(_ENDINGS):
        return True
    return name.endswith((".json", ".xml")) and any(word in name for word in _WORDS)


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield what the bill declares, or that it is none."""
    begins = text.removeprefix("\ufeff").lstrip()[:1]
    if begins == "<":
        yield from _xml(text)
    elif begins in {"{", "["}:
        yield from _object(json_keys.parse(text, _KEYS))
    elif spdx.is_tagged(text):
        yield from spdx.read_tagged(text)
    elif path.lower().endswith((".yaml", ".yml")):
        yield from _object(yaml_keys.parse(text))
    else:
        yield NotUnderstood(1, _NONE)


def read_if_one(text: str) -> Iterator[Seen]:
    """Yield what `text` declares, where it is a bill and nothing around one."""
    begins = text.removeprefix("\ufeff").lstrip()[:1]
    if begins == "<":
        top, problems = parse(text)
        if cyclonedx.is_xml(top):
            yield from problems
            yield from cyclonedx.read_xml(top, lines_of(text))
    elif begins == "{":
        node = json_keys.parse(text, _KEYS)
        form = next((form for form in _FORMATS if form.is_json(node)), None)
        yield from form.read_json(node) if form else node.source.problems


def _xml(text: str) -> Iterator[Seen]:
    top, problems = parse(text)
    yield from problems
    if cyclonedx.is_xml(top):
        yield from cyclonedx.read_xml(top, lines_of(text))
    elif not problems:
        yield NotUnderstood(1, _RDF if top.tag == "RDF" else _NONE)


def _object(top: Node) -> Iterator[Seen]:
    """Yield from the bill that `top` is or wraps, as GitHub's export and the statements of in-toto do."""
    for node in (top, *_wrapped(top)):
        for form in _FORMATS:
            if form.is_json(node):
                yield from form.read_json(node)
                return
    yield from top.source.problems or [NotUnderstood(1, _NONE)]


def _wrapped(top: Node) -> Iterator[Node]:
    for key in ("sbom", "predicate"):
        for node in top.below(key):
            yield node
            yield from node.below("Data")
