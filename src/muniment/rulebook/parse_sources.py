"""Sources, and the citations that point into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.citation import Citation, Confidence, Read, Source
from muniment.domain.ids import Digest, SourceId
from muniment.domain.patterns import lazily
from muniment.rulebook.fields import choice, day, fields, identifier, resolve, some, text, text_or_empty
from muniment.rulebook.yaml_text import Listing, refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.rulebook.yaml_text import Block, Node

CITING = ("by",)
"""The key that every cited thing needs."""
PINPOINT = ("at", "confidence")
"""The keys that it may have: without `at` the document is cited as a whole, without `confidence` the source's holds."""

_DIGEST = lazily(r"sha256:[0-9a-f]{64}")


def parse_source(node: Node) -> Source:
    """Return one document."""
    needs = ("id", "title", "address", "confidence", "read", "retrieved")
    found = fields(node, "a source", needs=needs, may=("digest", "note"))
    return Source(
        id=SourceId(identifier(found["id"])),
        title=text(found["title"]),
        address=text(found["address"]),
        confidence=choice(found["confidence"], Confidence),
        read=choice(found["read"], Read),
        retrieved=day(found["retrieved"]),
        digest=_digest(found.get("digest")),
        note=text_or_empty(found.get("note")),
    )


def cited(found: Block, sources: Mapping[SourceId, Source]) -> Citation:
    """Return the one citation of a block that has `by`."""
    return _citation(found["by"], found, sources)


def cited_by_all(found: Block, sources: Mapping[SourceId, Source]) -> tuple[Citation, ...]:
    """Return the citations of a block whose `by` names one document or several; `at` is the same for all."""
    by = found["by"]
    if isinstance(by, Listing):
        return some(by, lambda item: _citation(item, found, sources))
    return (_citation(by, found, sources),)


def _citation(by: Node, found: Block, sources: Mapping[SourceId, Source]) -> Citation:
    source = resolve(by, sources, SourceId, "source")
    stated = found.get("confidence")
    confidence = source.confidence if stated is None else choice(stated, Confidence)
    return Citation(source=source.id, at=text_or_empty(found.get("at")), confidence=confidence)


def _digest(node: Node | None) -> Digest | None:
    if node is None:
        return None
    value = text(node)
    if _DIGEST.fullmatch(value):
        return Digest(value)
    raise refusal(node.place, f"`{value}` is not a digest", "write `sha256:` and 64 lower-case hexadecimal digits")
