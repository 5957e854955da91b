"""What a hit can still show once it is known how its text is read, told without reading what stands around it.

An anchor may be part of identifiers of several kinds, and most of these cannot stand in a text of this form, or not on
such a line, or would be known by nobody. What stays out here would have come to nothing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import re2

from muniment.discover.text.lexis import Form
from muniment.discover.text.spots import Hit, line_around
from muniment.discover.text.surroundings import may_install, names_installers
from muniment.domain.technology import IdentifierKind as Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.discover.judging.plausible import Plausible
    from muniment.discover.text.lexis import Profile

_NOWHERE_BUT_IN_CODE: Final = frozenset({Kind.SYMBOL})
_READ_ALOUD: Final = frozenset({Kind.SYMBOL, Kind.EXTENSION, Kind.COMMAND})
_NEVER_IN: Final = {
    Form.CODE: frozenset({Kind.CONFIG_KEY, Kind.EXTENSION}),
    Form.SETTINGS: _NOWHERE_BUT_IN_CODE,
    Form.SHELL: _NOWHERE_BUT_IN_CODE | {Kind.EXTENSION},
    Form.PROSE: _READ_ALOUD,
    Form.DATA: _READ_ALOUD,
}
"""Kinds that no text of a form shows."""
_NEVER_IN_PLAIN_TEXT: Final = _READ_ALOUD | {Kind.CONFIG_KEY, Kind.IMPORT}
"""The same for running text in which there are no strings."""
_OF_LINES: Final = {Kind.ACTION: ("uses:",), Kind.IMAGE: ("mage", "FROM", "docker")}
"""Of what one stands on every line that shows an identifier of a kind."""
_BRINGS_IN_C: Final = ("include", "import", '"', "'", "`")
"""The same for an import in C, whose strings end with their lines."""
_BRINGS: Final = re2.compile(
    rb"esm\.|skypack|unpkg|jsdelivr|jspm|cdnjs|DLL|Dll|[lL]ibrary|dlopen|ffi|FFI|dyn\.load|plugin\.Open|System\.load"
    rb"|Native|\blink\b|#pragma"
)
"""What a text in no language that imports anything holds where a string in it brings a module or a library."""


class Showing:
    """Asks of each hit what it can show."""

    def __init__(self, plausible: Plausible) -> None:
        """Take what tells the runs of characters that somebody knows."""
        self._asked_of = plausible.asked_of

    def narrowed(self, profile: Profile, text: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """Return those of `hits` that can show something in `text`, each with the kinds that it can show there."""
        never = _never_in(profile)
        try:
            data = text.encode("latin-1")
        except UnicodeEncodeError:
            never = None
        if never is None:
            return hits
        lines = _Lines(profile, text, data)
        narrow: list[Hit] = []
        for hit in hits:
            start, end, every, _ = hit
            kinds = [
                kind
                for kind, may_be in self._asked_of(every, never)
                if (may_be(data, start, end) or lines.may_hide(kind, hit)) and lines.may_show(kind, hit)
            ]
            if len(kinds) < len(every):
                narrow.append(Hit(start, end, frozenset(kinds), every.difference(kinds)))
            else:
                narrow.append(hit)
        if all(hit.kinds for hit in narrow) or lines.may_install:
            return narrow
        return [hit for hit in narrow if hit.kinds]


def _never_in(profile: Profile) -> frozenset[Kind] | None:
    """Return the kinds that no text shows which is read so; nothing for one that is read in parts."""
    never = _NEVER_IN.get(profile.form)
    return _NEVER_IN_PLAIN_TEXT if never is _READ_ALOUD and profile.tokens is None else never


class _Lines:
    """What the lines of a text let the hits in them show."""

    def __init__(self, profile: Profile, text: str, data: bytes) -> None:
        self._profile = profile
        self._text = text
        self._data = data

    @cached_property
    def may_install(self) -> bool:
        """Whether a place may show what is installed there, whatever else it is."""
        match self._profile.form:
            case Form.CODE:
                return self._profile.language != "c"
            case Form.SETTINGS:
                return may_install(self._data) or names_installers(self._text)
            case Form.SHELL:
                return may_install(self._data)
            case _:
                return False

    @cached_property
    def _brings(self) -> bool:
        return bool(self._profile.language) or _BRINGS.search(self._data) is not None

    def may_show(self, kind: Kind, hit: Hit) -> bool:
        """Say whether an identifier of `kind` can be shown on the line of `hit`."""
        if kind is Kind.IMPORT:
            return self._stand_beside(_BRINGS_IN_C, hit) if self._profile.language == "c" else self._brings
        if kind is Kind.ACTION or kind is Kind.IMAGE:
            return self._stand_beside(_OF_LINES[kind], hit)
        return True

    def may_hide(self, kind: Kind, hit: Hit) -> bool:
        """Say whether a model may be known by what stands behind a `/` in it: of a server here, the rest is no name."""
        return kind is Kind.MODEL and self._profile.form is Form.SETTINGS and self._stand_beside("/", hit)

    def _stand_beside(self, wanted: Sequence[str], hit: Hit) -> bool:
        line = line_around(self._text, hit)
        return any(word in line for word in wanted)
