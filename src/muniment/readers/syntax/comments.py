"""Source text with its comments blanked out, so that every offset and line stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import conflicts, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEPT = r"\"(?:[^\"\\\n]++|\\.)*+\"|'(?:[^'\\\n]++|\\.)*+'|\\."
_STRINGS = f"({_KEPT})"
_TO_ITS_END = r"/\*(?:[^*]++|\*(?!/))*+"
_SLASHES = lazily(rf"({_KEPT}|{_TO_ITS_END}\Z)|//[^\n]*|{_TO_ITS_END}\*/", re.DOTALL)
"""A comment that never ends is kept: what stands in it is rather seen once too often than never."""
_HASH = lazily(_STRINGS + r"|#(?!\{)[^\n]*")
_BRACKETS = lazily(_STRINGS + r"|[()\[\]{}]")
_STATEMENT = lazily(r"\w(?:<[\w., ]+>)?[^\S\n]*(?:[({\[=]|:=|%|['\"]|[^\S\n]\w)")
_DEEPEST = 100


def problems(code: str) -> Iterator[NotUnderstood]:
    """Yield why `code`, which has no comments, can be no build script in the manner of Groovy, Kotlin or Scala."""
    yield from conflicts(lines_of(code))
    if code.removeprefix("\ufeff").strip() and not _STATEMENT.search(code):
        yield NotUnderstood(1, "no statement of a build script was found")
    depth = 0
    for found in _BRACKETS.finditer(code):
        depth += 0 if found[1] else 1 if found[0] in "([{" else -1
        if depth > _DEEPEST:
            line = code.count("\n", 0, found.start()) + 1
            yield NotUnderstood(line, "brackets too deep in each other for a build script")
            return


def without_slashes(text: str) -> str:
    """Blank out `//` and `/* */`."""
    return _SLASHES.sub(_kept, text)


def without_hashes(text: str) -> str:
    """Blank out `#` to the end of the line."""
    return _HASH.sub(_kept, text)


def _kept(found: re.Match[str]) -> str:
    return found[1] or re.sub(r"[^\n]", " ", found[0])
