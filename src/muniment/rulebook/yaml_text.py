"""YAML as text: every scalar stays the characters that were written, and every value knows its place.

Only plain YAML is accepted. Anchors, aliases, tags, several documents in one file and repeated keys are refused, so a
file says exactly what a reader of it sees, and cannot grow while it is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import yaml

from muniment.domain.patterns import lazily
from muniment.errors import Problem, RulebookError

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEPTH = 32
_NOT_PRINTABLE = lazily("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_QUOTE = "put a value in quotes when it holds `: ` or ` #`, or begins with one of `` [ ] { } , & * ! | > % @ ` ``"


class Place(NamedTuple):
    """A position in a file; line and column count from one."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, as written; empty where nothing is written."""

    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """A sequence."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Block:
    """A mapping: its values, and the places of its keys, in the order of the file."""

    values: Mapping[str, Node]
    keys: Mapping[str, Place]
    place: Place

    def __getitem__(self, key: str) -> Node:
        """Return the value of a key that is known to be there."""
        return self.values[key]

    def entries(self) -> tuple[tuple[Text, Node], ...]:
        """Return keys, as text with a place, and values."""
        return tuple((Text(key, self.keys[key]), value) for key, value in self.values.items())

    def get(self, key: str) -> Node | None:
        """Return the value of `key`, or nothing where it is left out."""
        return self.values.get(key)


Node: TypeAlias = Text | Listing | Block


def read(content: bytes, file: str) -> Node:
    """Return the one document in `content`.

    Raises: RulebookError, and nothing else, whatever the bytes are.
    """
    text = _decoded(content, file)
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise RulebookError(_not_yaml(error, text, file)) from error
    return builder.document()


def refusal(place: Place, what: str, help_: str = "") -> RulebookError:
    """Return the error that says `what` is wrong at `place`."""
    return RulebookError(Problem(where=str(place), what=what, help=help_))


def _decoded(content: bytes, file: str) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        place = _place_of(content[: error.start].decode(), file)
        raise refusal(place, "not UTF-8 text", "save the file as UTF-8") from error
    if strange := _NOT_PRINTABLE.search(text):
        place = _place_of(text[: strange.start()], file)
        raise refusal(place, f"character U+{ord(strange[0]):04X} cannot stand in a rulebook", "remove the character")
    return text


def _place_of(before: str, file: str) -> Place:
    line = before.count("\n")
    return Place(file, line + 1, len(before) - before.rfind("\n"))


def _not_yaml(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    lines = text.splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())] or line[place.column - 1 :].startswith("\t"):
        return Problem(where=str(place), what="a tab stands where only spaces may", help="indent with spaces")
    return Problem(where=str(place), what=f"not YAML: {error.problem or 'it ends too early'}", help=_QUOTE)


@dataclass(slots=True)
class _Open:
    """A collection that is still being read."""

    place: Place
    children: list[Node] = field(default_factory=list)


class _Builder:
    """Makes nodes from events without recursion, so that no depth of nesting can exhaust the stack."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[_Open] = [_Open(Place(file, 1, 1))]
        self._problems: list[Problem] = []

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._add(Text(event.value, self._place(event)))
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._enter(_Open(self._place(event)))
            case yaml.SequenceEndEvent():
                ended = self._open.pop()
                self._add(Listing(tuple(ended.children), ended.place))
            case yaml.MappingEndEvent():
                self._add(self._block(self._open.pop()))
            case yaml.AliasEvent():
                raise refusal(self._mark(event), f"alias `*{event.anchor}` is not allowed", "write the value out")
            case yaml.DocumentStartEvent() if self._open[0].children:
                raise refusal(self._mark(event), "a second document begins here", "make a file of its own for it")
            case _:
                return

    def document(self) -> Node:
        if self._problems:
            raise RulebookError(*self._problems)
        content = self._open[0].children
        if not content or (isinstance(content[0], Text) and not content[0].value):
            raise refusal(Place(self._file, 1, 1), "the file is empty", "write its content, or remove the file")
        return content[0]

    def _enter(self, collection: _Open) -> None:
        if len(self._open) > _DEPTH:
            raise refusal(collection.place, f"nested more than {_DEPTH} levels deep", "write it flatter")
        self._open.append(collection)

    def _add(self, node: Node) -> None:
        self._open[-1].children.append(node)

    def _block(self, ended: _Open) -> Block:
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        pairs = iter(ended.children)
        for key, value in zip(pairs, pairs, strict=True):
            if not isinstance(key, Text):
                raise refusal(key.place, "a key must be plain text")
            if key.value in keys:
                first = keys[key.value].line
                what = f"key `{key.value}` is repeated; it stands already in line {first}"
                self._problems.append(Problem(where=str(key.place), what=what, help="remove one of the two"))
            values[key.value] = value
            keys[key.value] = key.place
        return Block(values, keys, ended.place)

    def _place(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> Place:
        place = self._mark(event)
        if event.anchor is not None:
            raise refusal(place, f"anchor `&{event.anchor}` is not allowed", "write the value out at each place")
        if event.tag is not None:
            raise refusal(place, f"tag `{event.tag}` is not allowed", "remove it; every value is read as text")
        return place

    def _mark(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1) if mark else Place(self._file, 1, 1)
