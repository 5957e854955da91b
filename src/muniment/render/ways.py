"""By whom a vendor's technology is operated, where the evidence names more than one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.render.citing import vendor_name
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from muniment.domain.evidence import Finding
    from muniment.domain.report import Use
    from muniment.domain.rulebook import Rulebook


def ways_words(rulebook: Rulebook, use: Use) -> str:
    """Return each operator with the number of places that show it; nothing where there is one way at most."""
    if len(use.ways) <= 1:
        return ""
    return "; ".join(
        f"operated by {vendor_name(rulebook, way.operator)} ({count(len(places_of(way.findings)), 'place')})"
        for way in use.ways
        if way.operator is not None
    )


def places_of(findings: Iterable[Finding]) -> set[tuple[str, int]]:
    """Return the places: several identifiers on one line are one."""
    return {(finding.path, finding.observation.line) for finding in findings}
