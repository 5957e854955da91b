"""Statements of in-toto, bare or in a DSSE envelope: what went into a build, and the bill that one may carry.

Yields the subjects and materials that are package URLs, repositories, images or models, and the bill in the predicate.
Digests name nothing that the rulebook knows. Source: in-toto attestation framework v1; SLSA provenance v0.2 and v1.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, NotUnderstood, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.bills import bill_of_materials
from muniment.readers.bills.bill_entries import Place, packaged, reached
from muniment.readers.manifests.declared import repository
from muniment.readers.models.origin import model
from muniment.readers.observe import excerpt
from muniment.readers.syntax import json_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_keys import Node

MARKS: tuple[bytes, ...] = (b"in-toto", b"slsa", b'"payloadType"')
_ENDINGS = (".json", ".jsonl", ".att", ".intoto", ".dsse", ".sigstore", ".attestation", ".bundle")
_KEYS = ("uri", "name", "payload", "id")
_MOST_LINES = 1000
_LARGEST_PAYLOAD = 16 * 1024 * 1024
_IMAGE = lazily(r"(?:docker|oci)://([^@\s]+)")
_CODE = lazily(r"(?:git\+)?(?:https|ssh|git)://")
_MODEL = lazily(r"https?://(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/)")
_BILLS = ("cyclonedx", "spdx")


def wants(path: str) -> bool:
    """Say whether the path has an ending that attestations have."""
    return path.lower().endswith(_ENDINGS)


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield what the statements tell; nothing of a file that holds none."""
    if not path.lower().endswith(".jsonl"):
        if json_keys.is_json(text):
            yield from _object(json_keys.parse(text, _KEYS), text)
        elif not path.lower().endswith(".json"):
            yield NotUnderstood(1, "has the name of an attestation, and is no JSON")
        return
    for number, line in enumerate(text.split("\n")[:_MOST_LINES]):
        if any(mark.decode() in line for mark in MARKS) and json_keys.is_json(line):
            yield from (replace(what, line=what.line + number) for what in _object(json_keys.parse(line, _KEYS), line))


def _object(top: Node, text: str) -> Iterator[Seen]:
    if _is_statement(top):
        yield from _statement(top)
        yield from _carried(top, text)
        yield from top.source.problems
        return
    for envelope in (top, *top.below("dsseEnvelope")) if "dsseEnvelope" in top.table else (top,):
        if "in-toto" in envelope.text("payloadType"):
            yield from _enveloped(envelope)


def _is_statement(node: Node) -> bool:
    return node.text("_type").startswith(("https://in-toto.io/Statement", "in-toto.io/Statement"))


def _enveloped(envelope: Node) -> Iterator[Seen]:
    place = envelope.source.first("payload", envelope.text("payload"))
    try:
        payload = base64.b64decode(envelope.text("payload")[: _LARGEST_PAYLOAD * 4 // 3], validate=True)
    except (binascii.Error, ValueError):
        yield NotUnderstood(place.line, "an attestation whose payload is not in base64")
        return
    text = payload.decode("utf-8", "replace")
    top = json_keys.parse(text if json_keys.is_json(text) else "{}", _KEYS)
    if not _is_statement(top):
        yield NotUnderstood(place.line, "an attestation whose payload is no statement of in-toto")
        return
    found = (*_statement(top), *_carried(top, text), *top.source.problems)
    yield from (replace(what, line=place.line) for what in found)


def _carried(top: Node, text: str) -> Iterator[Seen]:
    """Yield from the bill of materials that the predicate of the statement `text` is."""
    if any(word in top.text("predicateType").lower() for word in _BILLS):
        yield from bill_of_materials.read("bom.json", text)


def _statement(top: Node) -> Iterator[Seen]:
    for subject in top.below("subject"):
        yield from _named(subject, "name")
    for predicate in top.below("predicate"):
        for holder in (predicate, *predicate.below("buildDefinition")):
            for key in ("materials", "resolvedDependencies"):
                for material in holder.below(key):
                    yield from _named(material, "uri")
        for run in (predicate, *predicate.below("runDetails")):
            for builder in run.below("builder"):
                if "://" in builder.text("id"):
                    yield from reached(builder.text("id"), builder.source.next("id", builder.text("id")))


def _named(node: Node, key: str) -> Iterator[Seen]:
    """Yield what the address of a subject or material names."""
    address = node.text(key)
    place = node.source.next(key, address) if address else node.source.here()
    if address.startswith("pkg:"):
        yield from packaged(address, place)
    elif image := _IMAGE.match(address):
        name = image[1].rpartition(":")[0] if ":" in image[1].rpartition("/")[2] else image[1]
        yield _declared(IdentifierKind.IMAGE, name, place)
    elif _MODEL.match(address):
        yield from model(address.partition("@")[0], place.line, place.shown, Rung.DECLARED)
    elif _CODE.match(address):
        yield from repository(address.partition("@")[0], line=place.line, text=place.shown)


def _declared(kind: IdentifierKind, value: str, place: Place) -> Observation:
    return Observation(Identifier(kind, value), place.line, Context.FIELD, Rung.DECLARED, excerpt(place.shown))
