"""What a commit says about who made it: its author, its trailers, and lines such as `Generated with ...`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRAILER: Final = lazily(r"^[ \t]*([A-Za-z]+(?:-[A-Za-z]+)+)[ \t]*:[ \t]*(\S.*)$", re.MULTILINE)
_MADE: Final = lazily(
    r"^\W*((?:co-)?(?:authored|created|generated|made|written|developed|implemented|assisted)[ \t]+"
    r"(?:by|using|via|with))[ \t]+(\S.*)$",
    re.MULTILINE | re.IGNORECASE,
)
_LINK: Final = lazily(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKUP: Final = "*_`\"'. \t\r"
_LONGEST: Final = 200
_MOST: Final = 200
"""Lines looked at in one message; more say who made it in no message that people read."""


def trailers(author: str, committer: str, message: str) -> Iterator[str]:
    """Yield identifiers of kind `trailer` in canonical form, as `rulebook/README.md` gives it.

    `author` and `committer` are written `name <mail>`. Whoever writes a commit can write anything into it.
    """
    yield _canonical("author", author)
    yield _canonical("committer", committer)
    if ":" in message:
        for number, found in enumerate(_TRAILER.finditer(message)):
            if number == _MOST:
                break
            yield _canonical(found[1], found[2])
    for number, found in enumerate(_MADE.finditer(message)):
        if number == _MOST:
            break
        yield _canonical(found[1], _LINK.sub(r"\1", found[2]))


def _canonical(key: str, value: str) -> str:
    folded = " ".join(value[:_LONGEST].split()).strip(_MARKUP)
    return f"{' '.join(key.split())}: {folded}".lower()
