"""A piece of a file as it is examined: which of its hits are worth looking at, and which its reader sees better."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.discover.text.lexis import Form, Profile
from muniment.discover.text.spots import Hit
from muniment.domain.technology import IdentifierKind

if TYPE_CHECKING:
    from muniment.app.scan.reading import ManifestReader

_MOST_IN_TEXT: Final = 3
"""Hits of one literal that are looked at in running text."""


@dataclass(frozen=True, slots=True)
class FilePiece:
    """A piece of a file, how it is read, and where it puts strings together from parts."""

    path: str
    data: bytes
    first_line: int
    reader: ManifestReader | None
    profile: Profile
    joints: tuple[int, ...] = ()


def worth_extracting(hits: list[Hit], piece: FilePiece) -> list[Hit]:
    """Return the hits in order; in running text, a few for each literal say all there is to say."""
    text = piece.profile.form in {Form.PROSE, Form.DATA} and piece.profile.tokens is None
    left = left_to_the_reader(piece)
    seen: Counter[bytes] = Counter()
    wanted: list[Hit] = []
    for hit in hits:
        literal = piece.data[hit.start : hit.end].lower()
        seen[literal] += 1
        if not text or seen[literal] <= _MOST_IN_TEXT:
            wanted.append(Hit(hit.start, hit.end, hit.kinds - left))
    return sorted(wanted, key=lambda hit: hit.start)


_KEYS: Final = frozenset({IdentifierKind.SYMBOL, IdentifierKind.CONFIG_KEY})
_KEYS_AND_VALUES: Final = _KEYS | {IdentifierKind.HOST, IdentifierKind.MODEL}


def left_to_the_reader(piece: FilePiece) -> frozenset[IdentifierKind]:
    """Return the kinds that only a manifest's reader may see: its keys are packages, its addresses download locations.

    A manifest that is a program (`setup.py`, `build.gradle`) can hold addresses of services all the same.
    """
    if piece.reader is None:
        return frozenset()
    return _KEYS if piece.profile.form is Form.CODE else _KEYS_AND_VALUES
