"""Where each key of a TOML text stands; the parser of the standard library keeps no places."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Mapping

Path: TypeAlias = tuple[str | int, ...]
"""Keys and positions in lists from the top, e.g. `("contracts", 1, "customer")`."""

_DEEPEST = 40
_TOKEN = lazily(
    r'''
      (?P<space>   [ \t\r]+ | \#[^\n]* )
    | (?P<newline> \n )
    | (?P<string>  """(?:[^\\]|\\[\s\S])*?"{3,5} | \'\'\'[\s\S]*?\'{3,5} )
    | (?P<quoted>  "(?:[^"\\\n]|\\.)*" | '[^'\n]*' )
    | (?P<mark>    [\[\]{}=,.] )
    | (?P<bare>    [^\s\[\]{}=,."'\#]+ )
    | (?P<other>   [\s\S] )
    ''',
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The offset of each key, table and list element of `text`."""

    text: str
    offsets: Mapping[Path, int]

    def of(self, path: Path) -> tuple[int, int]:
        """Return line and column, from 1, of the deepest part of `path` that exists; of the beginning if none does."""
        known = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in self.offsets), ())
        offset = self.offsets.get(known, 0)
        return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)


def places(text: str) -> Places:
    """Return the places in `text`, which should be valid TOML; in any other text they are a guess, but never fail."""
    scanner = _Scanner(text)
    scanner.scan()
    return Places(text=text, offsets=scanner.offsets)


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


_END = _Token("end", "", 0)


class _Scanner:
    """Reads statement by statement. Every loop takes at least one token, so it ends on any text."""

    def __init__(self, text: str) -> None:
        found = (_Token(str(match.lastgroup), match.group(), match.start()) for match in _TOKEN.finditer(text))
        self._tokens = [token for token in found if token.kind != "space"]
        self._at = 0
        self._elements: dict[Path, int] = {}
        self.offsets: dict[Path, int] = {}

    def scan(self) -> None:
        table: Path = ()
        while (token := self._peek()) is not _END:
            if token.kind == "newline":
                self._next()
            elif token.text == "[":
                table = self._header()
            else:
                self._pair(table, depth=0)

    def _peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def _next(self) -> _Token:
        token = self._peek()
        self._at += 1
        return token

    def _header(self) -> Path:
        start = self._next()
        is_element = self._peek().text == "["
        path: Path = ()
        for key, _ in self._keys(until="]"):
            path = self._inside((*path, key))
        if is_element:
            path = self._new_element(path)
        self.offsets.setdefault(path[:-1] if is_element else path, start.offset)
        self.offsets.setdefault(path, start.offset)
        while self._peek() is not _END and self._peek().kind != "newline":
            self._next()
        return path

    def _inside(self, path: Path) -> Path:
        """Return the newest element of a list of tables, and any other path as it is."""
        return (*path, self._elements[path]) if path in self._elements else path

    def _new_element(self, path: Path) -> Path:
        name = path[:-1] if path and isinstance(path[-1], int) else path
        self._elements[name] = self._elements.get(name, -1) + 1
        return (*name, self._elements[name])

    def _keys(self, *, until: str) -> list[tuple[str, int]]:
        """Take the parts of a dotted key and the mark that ends it."""
        keys: list[tuple[str, int]] = []
        while (token := self._next()) is not _END and token.kind != "newline" and token.text != until:
            if token.kind in {"bare", "quoted"}:
                keys.append((_plain(token), token.offset))
        return keys

    def _pair(self, table: Path, *, depth: int) -> None:
        path = table
        for key, offset in self._keys(until="="):
            path = (*path, key)
            self.offsets.setdefault(path, offset)
        self._value(path, depth=depth)

    def _value(self, path: Path, *, depth: int) -> None:
        token = self._next()
        if depth < _DEEPEST and token.text == "[":
            self._array(path, depth=depth + 1)
        elif depth < _DEEPEST and token.text == "{":
            self._inline_table(path, depth=depth + 1)
        else:
            while self._peek().kind in {"bare", "other"} or self._peek().text == ".":
                self._next()

    def _array(self, path: Path, *, depth: int) -> None:
        index = 0
        while (token := self._peek()) is not _END:
            if token.text == "]":
                self._next()
                return
            if token.text == "," or token.kind == "newline":
                index += token.text == ","
                self._next()
            else:
                self.offsets.setdefault((*path, index), token.offset)
                self._value((*path, index), depth=depth)

    def _inline_table(self, path: Path, *, depth: int) -> None:
        while (token := self._peek()) is not _END:
            if token.text == "}":
                self._next()
                return
            if token.text == "," or token.kind == "newline":
                self._next()
            else:
                self._pair(path, depth=depth)


def _plain(token: _Token) -> str:
    """Return a key without quotation marks and escapes."""
    if token.kind == "bare":
        return token.text
    try:
        return next(iter(tomllib.loads(f"{token.text} = 0")))
    except ValueError:
        return token.text[1:-1]
