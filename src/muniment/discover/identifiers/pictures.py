"""Names of pictures of marks: `import OpenAI from "@lobehub/icons"` brings a drawing and no client; SVG draws one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from muniment.domain.evidence import Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.discover.text.spots import Spot
    from muniment.domain.evidence import Observation

_IMPORT = lazily(
    r"\bimport\s+(?:type\s+)?(?P<names>[\w$*{},\s]{1,2000}?)\s*from\s*[\"'](?P<module>[^\"'\n]{1,300})[\"']"
)
_SOURCE = lazily(r"from\s*[\"']([^\"'\n]{1,300})[\"']")
_NAMES_BEFORE = lazily(r"[\w$*{},\s]{0,2040}")
"""The same from behind: what stands before a source in a statement that imports from it."""
_OF_PICTURES = lazily(r"(?i)(?:^|[/@.-])(?:icons?|logos?)(?:$|[/.-])")
_LONGEST: Final = 2040
"""Characters that a statement has at most before its source."""
_WORD = lazily(r"[\w$]+")
_NO_NAMES = frozenset({"as", "default", "type"})
_KINDS = frozenset({IdentifierKind.SYMBOL, IdentifierKind.MODEL})
_NAMED_BY_DRAWINGS = frozenset({IdentifierKind.SYMBOL, IdentifierKind.HOST})
_LINES: Final = r"[Mm][ ]?-?[\d.][\d.\s,\-eMmLlHhVvCcSsQqTtAaZz]{24}"
"""How the lines of a drawing begin, as SVG writes them."""
_DRAWS = lazily(rf"[^;]{{0,300}}?[\"'`]{_LINES}")
_NAMES_A_SOURCE = lazily(
    r"[\d.\s,\-eMmLlHhVvCcSsQqTtAaZz]{24}[\"'`],\s*[\"']?\w{1,20}[\"']?:\s*[\"'`](?:https?://)?[\w.-]{0,80}\Z"
)
"""The end of a drawing, and where it was taken from."""
_REACH: Final = 400


def drawn(text: str) -> frozenset[str]:
    """Return what `text` in JavaScript imports from sets of pictures, in lower case: names given, and sources."""
    return frozenset(_names(text)) if "icon" in text or "logo" in text else frozenset()


def _names(text: str) -> Iterator[str]:
    for source in _SOURCE.finditer(text):
        if not _OF_PICTURES.search(source[1]):
            continue
        before = _NAMES_BEFORE.match(text[max(0, source.start() - _LONGEST) : source.start()][::-1])
        begin = source.start() - (len(before[0]) if before else 0)
        if found := _IMPORT.search(text, begin, source.end()):
            yield found["module"].lstrip("@").lower()
            yield from (word.lower() for word in _WORD.findall(found["names"]) if word not in _NO_NAMES)


def as_picture(seen: Observation, spot: Spot, pictures: frozenset[str]) -> Observation:
    """Return `seen`, as a mere mention where it names one of `pictures`, or one that is drawn right there."""
    of_picture = seen.identifier.kind in _KINDS and seen.identifier.value.lower() in pictures
    return replace(seen, rung=Rung.MENTIONED) if of_picture or _is_drawn(seen, spot) else seen


def _is_drawn(seen: Observation, spot: Spot) -> bool:
    """Say whether the lines of a drawing belong to what is named at `spot`, as in a set of marks."""
    if seen.identifier.kind not in _NAMED_BY_DRAWINGS or seen.rung is Rung.INVOKED:
        return False
    text, start, end = spot.text, spot.hit.start, spot.hit.end
    if _DRAWS.match(text, end, end + _REACH):
        return True
    return (
        seen.identifier.kind is IdentifierKind.HOST
        and _NAMES_A_SOURCE.search(text, max(0, start - _REACH), start) is not None
    )
