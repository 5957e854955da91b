"""Signatures: how a vendor's technology is recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.ids import SignatureId, VendorId
from muniment.domain.technology import Alone, CounterExample, IdentifierKind, Role, Signature
from muniment.rulebook.fields import block, choice, day, fields, gather, identifier, some, text, yes_no
from muniment.rulebook.parse_facts import parse_given
from muniment.rulebook.yaml_text import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from muniment.rulebook.known import Known
    from muniment.rulebook.yaml_text import Node

_NEEDS = ("id", "shows", "match", "roles", "alone", "examples", "counter_examples")
_MAY = ("unless", "dev_tooling", "names_models", "swept", "facts")
_IN_AN_OVERLAY = (*_MAY, "replaces")


def parse_signature(node: Node, vendor: VendorId, known: Known, *, overlay: bool = False) -> Signature:
    """Return the signature in the folder of `vendor`; one in an `overlay` may also say what it replaces."""
    found = fields(node, "a signature", needs=_NEEDS, may=_IN_AN_OVERLAY if overlay else _MAY)
    match = _patterns(found["match"])
    dev_tooling, names_models = found.get("dev_tooling"), found.get("names_models")
    return Signature(
        id=SignatureId(identifier(found["id"])),
        vendor=vendor,
        shows=text(found["shows"]),
        match=match,
        unless=_unless(found.get("unless"), match),
        facts=parse_given(found.get("facts"), known.facts),
        roles=_roles(found["roles"], known),
        alone=choice(found["alone"], Alone),
        dev_tooling=dev_tooling is not None and yes_no(dev_tooling),
        names_models=names_models is None or yes_no(names_models),
        examples=tuple((kind, value) for kind, values in _patterns(found["examples"]).items() for value in values),
        counter_examples=some(found["counter_examples"], _counter_example),
        swept=_swept(found.get("swept"), match),
    )


def replaced(node: Node) -> SignatureId | None:
    """Return the signature of the rulebook in whose place a signature of an overlay stands, where it says so."""
    found = block(node, "a signature")
    return SignatureId(identifier(found["replaces"])) if "replaces" in found.keys else None


def _patterns(node: Node) -> Mapping[IdentifierKind, tuple[str, ...]]:
    found = block(node, "a group of identifiers")
    if not found.keys:
        raise refusal(found.place, "no identifier is given", "name at least one")
    return dict(gather(found.entries(), lambda entry: (choice(entry[0], IdentifierKind), some(entry[1], text))))


def _unless(
    node: Node | None, match: Mapping[IdentifierKind, tuple[str, ...]]
) -> Mapping[IdentifierKind, tuple[str, ...]]:
    """Return what takes a match back; of a kind that nothing is matched by, it would never do anything."""
    if node is None:
        return {}
    taken_back = _patterns(node)
    for kind in taken_back.keys() - match.keys():
        raise refusal(node.place, f"`unless` names kind `{kind.value}`, which `match` does not", "remove it")
    return taken_back


def _swept(node: Node | None, match: Mapping[IdentifierKind, tuple[str, ...]]) -> Mapping[str, date]:
    """Return the day for each package type; one of which no package is named was not swept for this signature."""
    if node is None:
        return {}
    found = block(node, "the days of the package lists")
    named = {pattern.removeprefix("pkg:").partition("/")[0] for pattern in match.get(IdentifierKind.PURL, ())}
    for key, place in found.keys.items():
        if key not in named and "*" not in named:
            raise refusal(place, f"`swept` names `{key}`, of which `match` names no package", "remove it")
    return dict(gather(found.entries(), lambda entry: (text(entry[0]), day(entry[1]))))


def _roles(node: Node, known: Known) -> Mapping[Role, VendorId]:
    found = block(node, "the roles")
    if not found.keys:
        raise refusal(found.place, "nobody plays a role", "say who is maker, operator, route or protocol")
    return dict(gather(found.entries(), lambda entry: (choice(entry[0], Role), known.vendor(entry[1]))))


def _counter_example(node: Node) -> CounterExample:
    found = block(node, "a counter-example")
    kinds = [key for key, _ in found.entries() if key.value != "why"]
    if len(kinds) != 1 or "why" not in found.keys:
        help_ = "write it as `{purl: ..., why: ...}`"
        raise refusal(found.place, "a counter-example has one identifier and `why`", help_)
    (kind,) = kinds
    return CounterExample(
        kind=choice(kind, IdentifierKind),
        value=text(found[kind.value]),
        why=text(found["why"]),
    )
