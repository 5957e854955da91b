"""Agreements with a vendor, and their published terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.agreement import Agreement, Term, TermKind
from muniment.domain.condition import NEVER
from muniment.rulebook.fields import (
    choice,
    day,
    distinct,
    each,
    fields,
    identifier,
    interval,
    some,
    text,
    text_or_empty,
)
from muniment.rulebook.parse_conditions import parse_breach, parse_condition
from muniment.rulebook.parse_restrictions import file_id
from muniment.rulebook.parse_sources import CITING, PINPOINT, cited, cited_by_all
from muniment.rulebook.yaml_text import refusal

if TYPE_CHECKING:
    from muniment.rulebook.known import Known
    from muniment.rulebook.yaml_text import Node

_NEEDS = ("id", "title", "vendor", "customer", "from", "verified_through", "environment", "scope", "terms", *CITING)


def parse_agreement(node: Node, stem: str, known: Known) -> Agreement:
    """Return the agreement in the file named `stem`."""
    found = fields(node, "an agreement", needs=_NEEDS, may=("to", "ambiguities", *PINPOINT, "note"))
    distinct(found["terms"], "term")
    return Agreement(
        id=file_id(found["id"], stem),
        title=text(found["title"]),
        vendor=known.vendor(found["vendor"]),
        customer=text(found["customer"]),
        during=interval(found),
        verified_through=day(found["verified_through"]),
        environment=text(found["environment"]),
        scope=parse_condition(found["scope"], known),
        terms=some(found["terms"], lambda item: _term(item, known)),
        ambiguities=each(found.get("ambiguities"), text),
        cited=cited_by_all(found, known.sources),
        note=text_or_empty(found.get("note")),
    )


def _term(node: Node, known: Known) -> Term:
    found = fields(node, "a term", needs=("id", "kind", "says", "breach", *CITING), may=PINPOINT)
    kind, breach = choice(found["kind"], TermKind), parse_breach(found["breach"], known)
    if kind is TermKind.PERMITTED and breach != NEVER:
        raise refusal(found["breach"].place, "a permission cannot be broken", "write `breach: never`")
    return Term(
        id=identifier(found["id"]),
        kind=kind,
        says=text(found["says"]),
        breach=breach,
        cited=cited(found, known.sources),
    )
