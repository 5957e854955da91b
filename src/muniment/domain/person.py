"""Whether two names are of one person, as far as a reader could tell them apart."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CYRILLIC: Final = ("\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445", "abekmhopctyx")
_OF_MORE_LANGUAGES: Final = ("\u0455\u0456\u0458\u04bb\u0501\u051b\u051d\u04af\u0475\u0433", "sijhdqwyvr")
_GREEK: Final = (
    "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c3\u03c2\u03c4\u03c5\u03c7\u03b3",
    "abezhikmnopootyxy",
)
_ARMENIAN: Final = ("\u0585\u057d\u0570\u0578", "ouhn")
_STRUCK: Final = ("\u00f8\u0142\u0111\u0127\u0167\u0131\u0237\u0261\u0251\u0269\u0185", "oldhtijgaib")
_IN_PRINT: Final = {"i": "l", "1": "l", "0": "o", "m": "rn", "w": "vv"}
ALIKE: Final = _IN_PRINT | {
    letter: _IN_PRINT.get(other, other)
    for letters, others in (_CYRILLIC, _OF_MORE_LANGUAGES, _GREEK, _ARMENIAN, _STRUCK)
    for letter, other in zip(letters, others, strict=True)
}
"""What a small letter is read as: one of another alphabet, as small or capital; one that is struck or lacks its dot."""


def likeness(name: str) -> str:
    """Return what is left of a name when all is taken from it that a reader may not notice.

    That are case, blanks, points and other signs, accents, the width of letters, and letters that look like others.
    Two names with one likeness are never counted as two persons. So it must not be narrow: it may well hold two persons
    for one, who then have to be written so that they differ. It knows the letters in `ALIKE`, and not every script.
    Source: the skeletons of Unicode Technical Standard 39, section 4, with a table of our own.
    """
    plain = (each for each in unicodedata.normalize("NFKD", name) if unicodedata.category(each)[0] in "LN")
    return "".join(ALIKE.get(each, each) for each in "".join(plain).upper().lower()) or name


def alike(one: str, other: str) -> bool:
    """Say whether two names may be of one person."""
    return likeness(one) == likeness(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who is who: the persons that somebody who should know has named, each under every name that they go by.

    `by_name` leads from the likeness of each name to that of the person's first name. Whom it does not know may be
    anybody in it.
    """

    by_name: Mapping[str, str]

    @classmethod
    def of(cls, persons: Iterable[Iterable[str]]) -> People:
        """Return the people with these names; the first name of each is the one that they are told by."""
        found = {likeness(name): likeness(names[0]) for names in map(tuple, persons) for name in names}
        return cls(by_name=found)

    def one(self, name: str) -> str:
        """Return what two names have in common exactly where they are of one person, as far as anybody said."""
        like = likeness(name)
        return self.by_name.get(like, like)

    def same(self, one: str, other: str) -> bool:
        """Say whether two names may be of one person."""
        return self.one(one) == self.one(other)

    def knows(self, name: str) -> bool:
        """Say whether somebody of this name is among them."""
        return likeness(name) in self.by_name


NOBODY: Final = People(by_name={})
"""No person is known by more than the name that they are told by."""
