"""Citations in words: the document, the pinpoint, how good it is and when it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from muniment.render.layout import address, heading, indented
from muniment.render.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from muniment.domain.citation import Citation, Confidence
    from muniment.domain.ids import SourceId, VendorId
    from muniment.domain.rulebook import Rulebook


def vendor_name(rulebook: Rulebook, vendor: VendorId) -> str:
    """Return the company's name, or its id where the rulebook does not know it."""
    known = rulebook.vendors.get(vendor)
    return known.name if known else vendor


def cited(rulebook: Rulebook, citation: Citation) -> str:
    """Return `title, pinpoint (confidence, read 2026-10-07)`."""
    return _cited(rulebook, citation, [citation.confidence])


def cited_once(rulebook: Rulebook, citations: Iterable[Citation]) -> list[str]:
    """Return each place once, also where it is cited for several things with more or less confidence."""
    places: dict[tuple[SourceId, str], list[Citation]] = {}
    for citation in citations:
        places.setdefault((citation.source, citation.at), []).append(citation)
    return [_cited(rulebook, alike[0], [each.confidence for each in alike]) for alike in places.values()]


def _cited(rulebook: Rulebook, citation: Citation, confidences: Iterable[Confidence]) -> str:
    source = rulebook.sources.get(citation.source)
    title = source.title if source else citation.source
    place = f"{title}, {citation.at}" if citation.at else title
    read = f", read {source.retrieved}" if source else ""
    how_good = listed([each.value for each in sorted(set(confidences), key=lambda each: each.rank)])
    return f"{place} ({how_good}{read})"


def cited_briefly(rulebook: Rulebook, citations: Sequence[Citation], *, most: int = 2) -> str:
    """Return the best `most` citations in one text, and the number of the rest."""
    best = sorted(dict.fromkeys(citations), key=lambda citation: citation.confidence.rank)
    shown = "; ".join(cited(rulebook, citation) for citation in best[:most])
    rest = len(best) - most
    return f"{shown}; and {rest} more" if rest > 0 else shown


def document_blocks(rulebook: Rulebook, citations: Iterable[Citation]) -> Iterator[RenderableType]:
    """Yield the section that names each cited document once, and where it is found."""
    named = dict.fromkeys(citation.source for citation in citations)
    known = [rulebook.sources[source] for source in named if source in rulebook.sources]
    if known:
        yield ""
        yield heading("Documents")
    for source in known:
        yield indented(Text(source.title))
        yield address(source.address, 4)
