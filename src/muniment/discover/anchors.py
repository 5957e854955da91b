"""The literals that the byte pass looks for: wherever a pattern could match, its anchor stands in the file."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from muniment.domain.technology import IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from muniment.domain.technology import Signature

SHORTEST = 3
_TELLING = 5
_SEPARATORS = "._-/:@ #"
_COMMON = frozenset(
    "api app apis agent agents ai aws azure azurewebsites bot chat chats cli client clients cloud cloudapp code com "
    "common config connectors connector core create data default deploy embed embeddings embedding endpoint enterprise "
    "generate google googleapis graph home host http https id image images install integrations key language langchain "
    "large launch list llm llms login main manager mini mobile model models module net networks open org plugin plugins "
    "prod provider providers proxy public pull push region regional remote request root run runtime sdk search secret "
    "serve server service services session small source speech start state stream system test tests text token tools "
    "transformers types use user util utils vertex video vision web world worker".split()
)
"""Runs that stand in so much code that looking at each place would cost more than the rest of the scan."""
_ANCHORED = frozenset(IdentifierKind) - {IdentifierKind.PURL, IdentifierKind.FILE}
"""Packages come from manifests, which are always read; files are known by their path."""


def anchors(signatures: Iterable[Signature]) -> Mapping[str, frozenset[IdentifierKind]]:
    """Return each literal, in lower case, with the kinds of identifier that it can be part of.

    Raises: ValueError for a pattern without three literal characters in a row, which the byte pass could not find.
    """
    found: dict[str, set[IdentifierKind]] = defaultdict(set)
    for signature in signatures:
        for kind in _ANCHORED & signature.match.keys():
            for pattern in signature.match[kind]:
                for literal in anchors_of(kind, pattern):
                    found[literal].add(kind)
    return {literal: frozenset(kinds) for literal, kinds in found.items()}


def anchors_of(kind: IdentifierKind, pattern: str) -> tuple[str, ...]:
    """Return the literals of which one stands in every text that `pattern` matches."""
    text = pattern.lower()
    if kind is IdentifierKind.IMPORT:
        language, _, text = text.partition(":")
        if language == "python":
            text = _telling(text.replace(".", "*"), last=True)
    if kind is IdentifierKind.COMMAND:
        text = text.replace(" ", "*")
    literal = _telling(text, last=False)
    if len(literal.replace("#", "")) < SHORTEST - 1 or len(literal) < SHORTEST:
        message = f"`{pattern}` has no {SHORTEST} literal characters in a row"
        raise ValueError(message)
    return _with_digits(literal)


def _telling(text: str, *, last: bool) -> str:
    """Return the run between `*` to look for: the first (or last) that is long and no common word, else the best there is."""
    runs = [run for run in text.split("*") if len(run) >= SHORTEST] or text.split("*")
    rare = [run for run in runs if run.strip(_SEPARATORS) not in _COMMON] or runs
    long = [run for run in rare if len(run) >= _TELLING]
    return long[-1 if last else 0] if long else max(rare, key=len)


def _with_digits(literal: str) -> tuple[str, ...]:
    """Spell out the first `#`; cut at the second."""
    head, found, rest = literal.partition("#")
    if not found:
        return (literal,)
    rest = re.split("#", rest)[0]
    return tuple(f"{head}{digit}{rest}" for digit in range(10))
