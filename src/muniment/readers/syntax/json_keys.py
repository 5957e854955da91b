"""JSON of many megabytes, read for the lines of a few keys. Slower only where it is broken or repeats a key."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.bills.bill_entries import Place
from muniment.readers.syntax.json_lines import Array, Document, Object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.readers.syntax.json_lines import Member, Value

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | float | bool | None"
_SHOWN = 160


class Text:
    """A text in which keys are looked up again, one after the other, to learn their lines."""

    def __init__(self, text: str, offsets: Mapping[tuple[str, str], list[int]]) -> None:
        """Take the offsets, in order, at which each key stands with a value."""
        self._text = text
        self._newlines = [found.start() for found in re.finditer("\n", text)]
        self._offsets = offsets
        self._reached = -1
        self.problems: list[NotUnderstood] = []

    def next(self, key: str, value: str) -> Place:
        """Return the next place of a key with this value, and go on from there; an earlier one where none follows."""
        offsets = self._offsets.get((key, value), ())
        if offsets:
            self._reached = offsets[min(bisect_right(offsets, self._reached), len(offsets) - 1)]
        return self._at(self._reached)

    def first(self, key: str, value: str) -> Place:
        """Return the first place of a key with this value."""
        offsets = self._offsets.get((key, value), ())
        return self._at(offsets[0] if offsets else self._reached)

    def string(self, value: str) -> Place:
        """Return the next place of a string in quotes."""
        for quoted in (f'"{value}"', json.dumps(value), json.dumps(value).replace("/", "\\/")):
            offset = self._text.find(quoted, max(0, self._reached))
            offset = offset if offset >= 0 else self._text.find(quoted)
            if offset >= 0:
                return self._at(offset)
        return self._at(self._reached)

    def here(self) -> Place:
        """Return the place that was reached."""
        return self._at(self._reached)

    def _at(self, offset: int) -> Place:
        offset = max(0, offset)
        line = bisect_right(self._newlines, offset - 1) + 1
        start = self._newlines[line - 2] + 1 if line > 1 else 0
        end = self._newlines[line - 1] if line <= len(self._newlines) else len(self._text)
        return Place(line, self._text[start if end - start <= _SHOWN else offset : min(end, offset + _SHOWN)])


class Node(NamedTuple):
    """An object in a text."""

    table: Mapping[str, Plain]
    source: Text

    def text(self, *keys: str) -> str:
        """Return the first string that one of `keys` holds, stripped; nothing where there is none."""
        for key in keys:
            value = self.table.get(key)
            if isinstance(value, str) and value.strip():
                return value
        return ""

    def texts(self, key: str) -> Iterator[str]:
        """Yield the string, or the strings, that `key` holds."""
        for value in self._held(key):
            if isinstance(value, str):
                yield value
            else:
                self._odd(key)

    def below(self, key: str) -> Iterator[Node]:
        """Yield the object, or the objects, that `key` holds; whatever else it holds is a problem of the text."""
        for value in self._held(key):
            if isinstance(value, dict):
                yield Node(value, self.source)
            else:
                self._odd(key)

    def _held(self, key: str) -> list[Plain]:
        value = self.table.get(key)
        if isinstance(value, list):
            return value
        return [] if value is None else [value]

    def _odd(self, key: str) -> None:
        line = self.source.here().line
        self.source.problems.append(NotUnderstood(line, f"`{key}`, from here on, holds what does not belong there"))


def parse(text: str, keys: tuple[str, ...]) -> Node:
    """Return the top object of `text`, whose `source` knows the places of `keys` and why the text is not JSON."""
    text = text.removeprefix("\ufeff")
    source = Text(text, _offsets(text, keys))
    try:
        top: Plain = json.loads(text, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        document = Document(text)
        source.problems.extend(document.problems)
        top = _plain(document.top, document, source.problems)
    return Node(top if isinstance(top, dict) else {}, source)


def is_json(text: str) -> bool:
    """Say whether `text` is JSON that repeats no key, so that `parse` need not search it for what it holds."""
    try:
        json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        return False
    return True


def _unique(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError
    return table


def _plain(value: Value, document: Document, problems: list[NotUnderstood]) -> Plain:
    """Return `value` without places, which is no deeper than a document can be; a repeated key holds all it held."""
    if isinstance(value, Array):
        return [_plain(item.value, document, problems) for item in value]
    if not isinstance(value, Object):
        return value
    table: dict[str, Plain] = {}
    for member in value:
        inner = _plain(member.value, document, problems)
        if member.key in table:
            problems.append(_repeated(member, document))
            inner = [*_listed(table[member.key]), *_listed(inner)] if isinstance(inner, dict | list) else inner
        table[member.key] = inner
    return table


def _listed(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else [value]


def _repeated(member: Member, document: Document) -> NotUnderstood:
    return NotUnderstood(document.line(member), f"`{member.key}` stands twice in one object")


def _offsets(text: str, keys: tuple[str, ...]) -> Mapping[tuple[str, str], list[int]]:
    """Return where each of `keys` stands with which string; a quote that is escaped begins no key."""
    pattern = lazily(rf'"(?<!\\")({"|".join(map(re.escape, keys))})"\s*:\s*"((?:[^"\\]|\\.)*)"', re.DOTALL)
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in pattern.finditer(text):
        value = place[2]
        found[place[1], _unescaped(value) if "\\" in value else value].append(place.start())
    return found


def _unescaped(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value
