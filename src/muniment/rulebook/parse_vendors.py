"""Vendors and their affiliates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.condition import FactType
from muniment.domain.ids import FactId, VendorId
from muniment.domain.technology import Affiliate, Listing, Offering, Vendor
from muniment.rulebook.fields import (
    choice,
    day,
    each,
    fields,
    identifier,
    interval,
    resolve,
    some,
    text,
    text_or_empty,
)
from muniment.rulebook.parse_sources import CITING, PINPOINT, cited
from muniment.rulebook.yaml_text import refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from muniment.domain.citation import Source
    from muniment.domain.condition import FactKind
    from muniment.domain.ids import SourceId
    from muniment.rulebook.yaml_text import Node


def parse_vendor(
    node: Node, folder: str, sources: Mapping[SourceId, Source], kinds: Mapping[FactId, FactKind]
) -> Vendor:
    """Return the company described in the folder named `folder`."""
    needs = ("id", "name", "aliases", "products", "affiliates", "screened_through")
    found = fields(node, "a vendor", needs=needs, may=("offers", "home", "listings", "shared", "note"))
    id_ = VendorId(identifier(found["id"]))
    if id_ != folder:
        raise refusal(found["id"].place, f"vendor `{id_}` lies in the folder `{folder}`", "make the two names equal")
    name, aliases = text(found["name"]), each(found["aliases"], text)
    return Vendor(
        id=id_,
        name=name,
        aliases=aliases,
        products=each(found["products"], text),
        affiliates=each(found["affiliates"], lambda item: _affiliate(item, sources)),
        screened_through=day(found["screened_through"]),
        note=text_or_empty(found.get("note")),
        offers=some(found["offers"], lambda item: choice(item, Offering)) if "offers" in found.keys else (),
        home=text_or_empty(found.get("home")),
        listings=each(found.get("listings"), lambda item: _listing(item, sources, kinds)),
        shared=_shared(found["shared"], (name, *aliases)) if "shared" in found.keys else frozenset(),
    )


def _listing(node: Node, sources: Mapping[SourceId, Source], kinds: Mapping[FactId, FactKind]) -> Listing:
    found = fields(node, "a listing", needs=("fact", "says", "from", *CITING), may=("to", *PINPOINT))
    kind = resolve(found["fact"], kinds, FactId, "fact")
    if kind.type is not FactType.YES_NO:
        raise refusal(found["fact"].place, f"fact `{kind.id}` is not answered by yes or no", "name the fact of a list")
    return Listing(
        fact=kind.id,
        says=text(found["says"]),
        during=interval(found),
        cited=cited(found, sources),
    )


def _shared(node: Node, names: Collection[str]) -> frozenset[str]:
    """Return which of its names others bear too."""
    return frozenset(some(node, lambda item: _one_of(item, names)))


def _one_of(node: Node, names: Collection[str]) -> str:
    value = text(node)
    if value not in names:
        raise refusal(
            node.place, f"`{value}` is not one of the vendor's names", "write its `name`, or one of `aliases`"
        )
    return value


def _affiliate(node: Node, sources: Mapping[SourceId, Source]) -> Affiliate:
    needs = ("name", "relation", "from", *CITING)
    found = fields(node, "an affiliate", needs=needs, may=("to", *PINPOINT))
    return Affiliate(
        name=text(found["name"]),
        relation=text(found["relation"]),
        during=interval(found),
        cited=cited(found, sources),
    )
