"""The literals that the byte pass looks for: wherever a pattern could match, its anchor stands in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.technology import IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from muniment.domain.technology import Signature

SHORTEST = 3
_ASCII = 128
_TELLING = 5
_SEPARATORS = "._-/:@ #"
_COMMON = frozenset(
    """
    api app apis agent agents ai aws azure azurewebsites bot chat chats cli client clients cloud cloudapp code com
    common config connectors connector core create data default deploy device devices domain domains embed embeddings
    embedding endpoint enterprise generate google googleapis graph home host http https id image images install
    integrations interface interfaces key language langchain large launch list llm llms login main manager mini mobile
    model models module net networks open org plugin plugins prod provider providers proxy public pull push region
    regional remote request root run runtime sdk search secret serve server service services session small source
    speech start state stream system test tests text token tools transformers type types undo use user util utils
    version versions vertex video vision web world worker
    """.split()  # noqa: SIM905  # a list of one word a line would hide the rest of this file
)
"""Runs that stand in so much code that looking at each place would cost more than the rest of the scan."""
ANCHORED = frozenset(IdentifierKind) - {
    IdentifierKind.PURL,
    IdentifierKind.FILE,
    IdentifierKind.ARCHITECTURE,
    IdentifierKind.TRAILER,
    IdentifierKind.APP,
}
"""Packages, architectures and applications come from files that are always read; files are known by their path."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Which kinds of identifier a literal can be part of, and whether letters may go on at its left and right.

    `languages` are those whose imports it can be part of.
    """

    kinds: frozenset[IdentifierKind]
    open_left: bool
    open_right: bool
    languages: frozenset[str] = frozenset()

    def fits(self, data: bytes, start: int, end: int) -> bool:
        """Say whether a pattern could match around `data[start:end]`, judged by the characters next to it alone."""
        return (self.open_left or start == 0 or _parted(data[start - 1], data[start])) and (
            self.open_right or end == len(data) or _parted(data[end - 1], data[end])
        )


def _parted(left: int, right: int) -> bool:
    """Say whether a word may end between two bytes: not both are letters, or the second begins one by its case."""
    return not (_LETTER[left] and _LETTER[right]) or bool(_UPPER[right] or _UPPER[left])


_LETTER = bytes(chr(byte).isalpha() and byte < _ASCII for byte in range(256))
_UPPER = bytes(chr(byte).isupper() and byte < _ASCII for byte in range(256))


def anchors(signatures: Iterable[Signature]) -> Mapping[str, Anchor]:
    """Return each literal, in lower case, with what it can be part of.

    Raises: ValueError for a pattern without three literal characters in a row, which the byte pass could not find.
    """
    found: dict[str, Anchor] = {}
    for signature in signatures:
        for kind in ANCHORED & signature.match.keys():
            for pattern in signature.match[kind]:
                for literal in anchors_of(kind, pattern):
                    left, _, right = pattern.lower().partition(literal)
                    new = Anchor(
                        frozenset({kind}),
                        left.endswith(("*", "#")),
                        right.startswith(("*", "#")) or literal[-1:].isdigit(),
                        frozenset({pattern.partition(":")[0].lower()} if kind is IdentifierKind.IMPORT else ()),
                    )
                    found[literal] = _joined(found[literal], new) if literal in found else new
    same: dict[Anchor, Anchor] = {}
    return {literal: same.setdefault(anchor, anchor) for literal, anchor in found.items()}


def _joined(one: Anchor, other: Anchor) -> Anchor:
    return Anchor(
        one.kinds | other.kinds,
        one.open_left or other.open_left,
        one.open_right or other.open_right,
        one.languages | other.languages,
    )


def anchors_of(kind: IdentifierKind, pattern: str) -> tuple[str, ...]:
    """Return the literals of which one stands in every text that `pattern` matches."""
    text = pattern.lower()
    if kind is IdentifierKind.IMPORT:
        language, _, text = text.partition(":")
        if language == "python":
            text = _telling(text.replace(".", "*"), last=True)
    if kind is IdentifierKind.CONFIG_KEY:
        text = _last_of_keys(text)
    if kind is IdentifierKind.COMMAND:
        text = text.replace(" ", "*")
    if kind is IdentifierKind.SETTING:
        text = text.partition("=")[2]
    literal = _telling(text, last=False)
    if len(literal.replace("#", "")) < SHORTEST - 1 or len(literal) < SHORTEST:
        message = f"`{pattern}` has no {SHORTEST} literal characters in a row"
        raise ValueError(message)
    return _with_digits(literal)


def _last_of_keys(text: str) -> str:
    """Return what of `a.b.key` stands in one piece in every file: the last key, where it tells anything."""
    last = text.rpartition(".")[2]
    return last if len(last) >= _TELLING and last not in _COMMON else text


def _telling(text: str, *, last: bool) -> str:
    """Return the run between `*` to look for: the first (or last) that is long and not common, else the best."""
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
