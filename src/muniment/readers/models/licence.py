"""The licence that lies beside a model's weights, by its title: many makers of models have one of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b"icen", b"ICEN", b"erms", b"TERMS")
_NAMED_SO = lazily(r"(?i)(?:^|/)(?:[\w.-]*[-_])?licen[sc]e(?:[-_][\w.-]*)?(?:\.txt|\.md)?$")
_TITLE = lazily(r"\A\s*(?:#+\s*)?(?P<title>\S[^\n]{3,100}?)\s*(?:\n|\Z)")
_LICENCE = lazily(r"\b(?:licen[cs]e|terms of use)\b", re.IGNORECASE)


def wants(path: str) -> bool:
    """Say whether the path has the name of a licence."""
    return _NAMED_SO.search(path) is not None


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the title, as the setting `license`; nothing where the first line is none."""
    del path
    title = _TITLE.match(text)
    if title and _LICENCE.search(title["title"]):
        line = text.count("\n", 0, title.start("title")) + 1
        said = Identifier(IdentifierKind.SETTING, f"license={' '.join(title['title'].lower().split())}")
        yield Observation(said, line, Context.FIELD, Rung.DECLARED, excerpt(title["title"]))
