"""The keys above a place in a settings file: `spring`, `ai` and `openai` above the value of `api-key`.

Three layouts are known: keys by indentation (YAML), in braces (JSON, HCL) and under headings (TOML, INI). Places are
asked for in ascending order, so one pass over the text answers for all; what is broken gets fewer keys, never an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from muniment.discover.text.lexis import Layout
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

MOST: Final = 256 * 1024
"""Characters that are looked at; a place beyond them has no keys."""
_DEEPEST: Final = 64
_NEAR: Final = 200

Keys: TypeAlias = tuple[str, ...]
"""The outermost key first; the key that a place stands in is not among those above it."""

_LINE = lazily(r"( *)((?:- +)*)(?:([\"']?)([\w$./@*-][^\s:#{}\[\],\"']*)\3[ \t]*:(?=\s|$))?")
_INLINE = lazily(r"(?<![\w$./@-])([\w$./@-]+)[\"']?(?::\s+|:(?=[\"'])|\s*=\s*)[\"'\[]?[^\s\"',{}\[\]]*$")
_WORDS_OF_A_PAIR: Final = 3
"""A key, its sign and the beginning of its value, which is all that the expression above can reach over."""
_IN_NO_PAIR: Final = ",{}]"
_HEADING = lazily(r"[ \t]*\[{1,2}([^\[\]\n]+)\]{1,2}[ \t]*(?:[#;][^\n]*)?$")
_PAIR = lazily(r"[ \t]*([\w.\"'-]+)[ \t]*[=:]")
_TOKEN = lazily(
    r"\"((?:[^\"\\\n]++|\\.)*+)\"|'((?:[^'\\\n]++|\\.)*+)'|([\w$][\w$.-]*+)"
    r"|//[^\n]*|#[^\n]*|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)|([{}\[\]:=,;\n])|\\."
)
_LABELLED: Final = frozenset(["resource", "data", "module", "provider", "variable"])
"""Words of HCL that stand before the kind and the name of a block."""


class Outline:
    """The keys above places of one text."""

    def __init__(self, layout: Layout, text: str) -> None:
        """Look at `text` from its beginning on, as far as places are asked for."""
        self._walk = _WALKS[layout](text)

    def at(self, offset: int) -> Keys:
        """Return the keys above `offset`, which is no less than the one before; none where it is far in the text."""
        return self._walk.at(offset) if offset < MOST else ()


def _inline(before: str, keys: Keys) -> Keys:
    """Return `keys` and the key that stands before a value on the same line, unless it is the last of them already."""
    if ":" not in before and "=" not in before:
        return keys
    words = before.rsplit(None, _WORDS_OF_A_PAIR)
    begin = len(words[0]) if len(words) > _WORDS_OF_A_PAIR else 0
    found = _INLINE.search(before, max(begin, *(before.rfind(sign) for sign in _IN_NO_PAIR)))
    return (*keys, found[1]) if found and keys[-1:] != (found[1],) else keys


class _Lines:
    """A pass line by line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._begin = 0
        self._next = 0

    def at(self, offset: int) -> Keys:
        while self._next <= offset and self._next < len(self._text):
            end = self._text.find("\n", self._next)
            end = len(self._text) if end < 0 else end
            self._begin = self._next
            self._next = end + 1
            self._take(self._begin, end)
        return _inline(self._text[max(self._begin, offset - _NEAR) : offset], self._keys(offset))

    def _take(self, begin: int, end: int) -> None:
        """Go over the line from `begin` to `end`."""

    def _keys(self, offset: int) -> Keys:
        """Return the keys above `offset` in the line that was gone over last."""
        del offset
        return ()


class _Indented(_Lines):
    """YAML: what is indented further belongs to the key above it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._above: list[tuple[int, str]] = []
        self._value = 0

    def _take(self, begin: int, end: int) -> None:
        line = _LINE.match(self._text, begin, end)
        if line is None or (line.end() == end and not line[4]) or self._text.startswith(("#", "{{"), line.end(2)):
            return
        indent = len(line[1]) + len(line[2])
        least = len(line[1]) + 1 if line[2] else indent
        while self._above and self._above[-1][0] >= least:
            self._above.pop()
        self._value = begin
        if line[4] and len(self._above) < _DEEPEST:
            self._above.append((indent, line[4]))
            self._value = line.end()

    def _keys(self, offset: int) -> Keys:
        keys = tuple(key for _, key in self._above)
        return keys if offset >= self._value else keys[:-1]


class _Headed(_Lines):
    """TOML and INI: a heading, the key of the line, and the key of a list that goes on over lines."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._heading: Keys = ()
        self._key = ""
        self._value = 0
        self._open = 0

    def _take(self, begin: int, end: int) -> None:
        line = self._text[begin : min(end, begin + MOST // 64)]
        if self._open <= 0:
            self._open = 0
            self._key = ""
            if heading := _HEADING.match(line):
                self._heading = tuple(part.strip(" \"'") for part in heading[1].split("."))[:_DEEPEST]
                self._value = end
                return
            pair = _PAIR.match(line)
            self._key = pair[1].strip("\"'") if pair else ""
            self._value = begin + pair.end() if pair else begin
        self._open += line.count("[") - line.count("]")

    def _keys(self, offset: int) -> Keys:
        if offset < self._value:
            return self._heading if self._key else ()
        return (*self._heading, self._key) if self._key else self._heading


class _Braced:
    """JSON and HCL: a key, or the words of a heading, before each brace that opens."""

    def __init__(self, text: str) -> None:
        self._tokens = _TOKEN.finditer(text, 0, MOST)
        self._reached = 0
        self._above: list[str] = []
        self._words: list[str] = []
        self._key = ""

    def at(self, offset: int) -> Keys:
        while self._reached <= offset and (token := next(self._tokens, None)) is not None:
            self._reached = token.end()
            if self._reached > offset:
                keys = self._keys()
                self._take(token)
                return keys
            self._take(token)
        return self._keys()

    def _keys(self) -> Keys:
        return tuple(key for key in (*self._above[:_DEEPEST], self._key) if key)

    def _take(self, token: re.Match[str]) -> None:
        mark = token[4]
        if mark is None:
            self._words += [word for word in token.groups()[:3] if word is not None]
        elif mark in "{[":
            self._above.append(self._key or _block(self._words))
            self._go_on()
        elif mark in "}]":
            del self._above[-1:]
            self._go_on()
        elif mark in ":=":
            self._key = self._words[-1] if self._words else self._key
            self._words.clear()
        elif mark != "\n" or self._words:
            self._go_on()

    def _go_on(self) -> None:
        self._key = ""
        self._words.clear()


def _block(words: list[str]) -> str:
    """Return what a block of HCL is: the kind of a resource, whatever its name."""
    if not words:
        return ""
    return words[1] if words[0] in _LABELLED and len(words) > 1 else words[0]


_WALKS: Mapping[Layout, type[_Lines | _Braced]] = {
    Layout.FLAT: _Lines,
    Layout.INDENTED: _Indented,
    Layout.BRACED: _Braced,
    Layout.HEADED: _Headed,
}
