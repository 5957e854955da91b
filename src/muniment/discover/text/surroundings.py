"""What a settings file says around a place: the keys above it and the members beside it. Looked at when asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import re2

from muniment.discover.text.outline import Outline
from muniment.discover.text.statements import REACH, beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.discover.text.lexis import Layout
    from muniment.discover.text.outline import Keys

_MOST: Final = 1000
"""Places of one text whose neighbours are looked at."""
_INSTALLERS: Final = ("pip", "pypi", "npm", "yarn", "gem", "npx", "bunx", "pnpx", "uvx", "dependencies", "ackages")
_RUNS_INSTALLERS: Final = re2.compile(
    rb"\b(?:pip3?|uvx?|pipx|poetry|pdm|conda|mamba|p?npm|npx|yarn|bun|go|cargo|gem|dotnet|nuget|composer|bundle|dart|flutter"
    rb"|luarocks|cpanm)[\s\x0b\x1c-\x1f\x85\xa0`\\]"
)
"""What stands in every text that runs an installer, whose name a space follows, or a mark that the line goes on."""
_DENIALS: Final = ("Deny", "deny", "DENY")
_INTENT: Final = re2.compile(r"(?i)(?:^|[\s{,\"'-])intents?(?:name)?[\"']?\s*:")


class Surroundings:
    """The surroundings of places in one text, asked for in ascending order."""

    def __init__(self, layout: Layout, text: str) -> None:
        """Look at nothing yet."""
        self._layout = layout
        self._text = text
        self._left = _MOST

    def keys(self, offset: int) -> Keys:
        """Return the keys above `offset`, the outermost first."""
        return self._outline.at(offset)

    def beside(self, offset: int) -> Iterator[str]:
        """Yield the members of the objects around `offset`, the innermost first; nothing when asked too often.

        What would take a finding back is then not seen, so the finding stands, which is the safe side.
        """
        self._left -= 1
        return beside(self._layout, self._text, offset) if self._left >= 0 else iter(())

    def near(self, offset: int) -> str:
        """Return all that `beside` can look at."""
        return self._text[max(0, offset - REACH) : offset + REACH]

    @cached_property
    def denies(self) -> bool:
        """Whether anything in the text may be a statement that denies."""
        return any(word in self._text for word in _DENIALS)

    @cached_property
    def speaks_of_intents(self) -> bool:
        """Whether the text lists what people may want of a bot."""
        return _INTENT.search(self._text) is not None

    @cached_property
    def names_installers(self) -> bool:
        """Whether anything in the text may be a list of packages to install."""
        return names_installers(self._text)

    @cached_property
    def may_install(self) -> bool:
        """Whether anything in the text may run an installer."""
        return may_install(self._text.encode("latin-1", "replace"))

    @cached_property
    def _outline(self) -> Outline:
        return Outline(self._layout, self._text)


def names_installers(text: str) -> bool:
    """Say whether anything in `text` may be a list of packages to install."""
    return any(word in text for word in _INSTALLERS)


def may_install(text: bytes) -> bool:
    """Say whether anything in `text` may run an installer."""
    return _RUNS_INSTALLERS.search(text) is not None
