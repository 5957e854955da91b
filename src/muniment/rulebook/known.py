"""What the other files may name: sources, facts and vendors, read first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.ids import FactId, SourceId, VendorId
from muniment.rulebook.fields import resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from muniment.domain.citation import Source
    from muniment.domain.condition import FactKind
    from muniment.domain.technology import Offering, Vendor
    from muniment.rulebook.yaml_text import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that can be referred to. Each method refuses an id that stands for nothing."""

    sources: Mapping[SourceId, Source]
    facts: Mapping[FactId, FactKind]
    vendors: Mapping[VendorId, Vendor]

    def source(self, node: Node) -> Source:
        """Return the source that is named."""
        return resolve(node, self.sources, SourceId, "source")

    def fact(self, node: Node) -> FactKind:
        """Return the fact that is named."""
        return resolve(node, self.facts, FactId, "fact")

    def vendor(self, node: Node) -> VendorId:
        """Return the id of the vendor that is named."""
        return resolve(node, self.vendors, VendorId, "vendor").id

    def chosen(self, offering: Offering | None, homes: Collection[str]) -> tuple[VendorId, ...]:
        """Return the vendors that may offer `offering` and have their seat in one of `homes`; none without either."""
        return tuple(
            vendor.id
            for vendor in self.vendors.values()
            if (offering or homes)
            and (offering is None or vendor.may_offer(offering))
            and (not homes or vendor.home in homes)
        )


NOTHING = Known(sources={}, facts={}, vendors={})
