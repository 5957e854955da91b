"""JSON whose members know their line, repeated keys included. Broken JSON is read as far as it goes."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

_STRING = lazily(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_TO_ITS_END = r"/\*(?:[^*]++|\*(?!/))*+"
_COMMENT = rf"//[^\n]*+|{_TO_ITS_END}\*/"
_RELAXED = lazily(rf'("(?:[^"\\]++|\\.)*+"|\\.|{_TO_ITS_END}\Z)|{_COMMENT}|,(?=(?:\s++|{_COMMENT})*+[}}\]])', re.DOTALL)
"""The first group is what stays: strings, and a comment that never ends. Nothing is tried twice, however long it is."""
_TOKEN = lazily(r'("(?:[^"\\\n]++|\\.)*+")(\s*+:)?|[{}\[\]]|\\.')
_SHOWN = 160
_DEEPEST = 100


class Member(NamedTuple):
    """A key with its value, or an item of an array (then `key` is empty). `offset` is that of the key, or the item."""

    key: str
    value: Value
    offset: int


class Object(tuple[Member, ...]):
    """The members of an object, in order; a key may come twice."""

    __slots__ = ()

    def all(self, *keys: str) -> Iterator[Member]:
        """Yield every member that is called by one of `keys`."""
        return (member for member in self if member.key in keys)

    def text(self, key: str) -> str:
        """Return the last string called `key`, or nothing."""
        texts = [member.value for member in self if member.key == key and isinstance(member.value, str)]
        return texts[-1] if texts else ""

    def within(self, key: str) -> Object:
        """Return the members of every object called `key`, as one."""
        return Object(inner for member in self.all(key) if isinstance(member.value, Object) for inner in member.value)


class Array(tuple[Member, ...]):
    """The items of an array."""

    __slots__ = ()


Value: TypeAlias = "Object | Array | str | float | bool | None"


class Document:
    """A text: its top value, the line of each member, and in `problems` why it is not JSON, where it is not.

    `relaxed` allows comments and trailing commas. What readers ask for and find to be of another type, in text that is
    JSON, stands in `misfits` after they asked; `null` is what is not there.
    """

    def __init__(self, text: str, *, relaxed: bool = False) -> None:
        """Parse `text`; broken text is searched for strings and brackets."""
        self._text = text = text.removeprefix("\ufeff")
        self._newlines = [found.start() for found in re.finditer("\n", text)]
        self.problems: tuple[NotUnderstood, ...] = ()
        self._misfits: dict[tuple[str, int], str] = {}
        strict = _strict(text) if relaxed else text
        try:
            tree = json.loads(strict, object_pairs_hook=_Pairs)
            self.top = _placed(tree, (found.start() for found in _STRING.finditer(strict)), _DEEPEST)
        except json.JSONDecodeError as error:
            self.problems = (NotUnderstood(error.lineno, f"not json: {error.msg.lower()}"),)
            self.top = _recovered(strict)
        except (ValueError, RecursionError):
            self.problems = (NotUnderstood(1, "json with numbers too long or brackets too deep to be read"),)
            self.top = _recovered(strict)
        if not self.problems and not isinstance(self.top, Object):
            self.problems = (NotUnderstood(1, "json that holds no object, which a manifest does"),)

    @property
    def members(self) -> Object:
        """Return the members of the top value; none where it is no object."""
        return self.top if isinstance(self.top, Object) else Object()

    @property
    def misfits(self) -> Iterator[NotUnderstood]:
        """Yield what was asked for and is of another type, once per key and line."""
        for (key, line), belongs in self._misfits.items():
            yield NotUnderstood(line, f"`{key[:_SHOWN]}` holds something else than {belongs}")

    def objects(self, holder: Object, *keys: str) -> Object:
        """Return the members of every object that `holder` has under one of `keys`, as one."""
        return Object(inner for member in holder.all(*keys) for inner in self.opened(member))

    def opened(self, member: Member, within: Member | None = None) -> Object:
        """Return the members of the object that `member` holds; it may be an item of what `within` holds."""
        if isinstance(member.value, Object):
            return member.value
        self._note(within or member, member.value, "objects" if within else "an object")
        return Object()

    def items(self, holder: Object, *keys: str) -> Iterator[tuple[Member, Member]]:
        """Yield each list that `holder` has under one of `keys`, with each of its items."""
        for member in holder.all(*keys):
            if isinstance(member.value, Array):
                yield from ((member, item) for item in member.value)
            else:
                self._note(member, member.value, "a list")

    def texts(self, holder: Object, *keys: str) -> Iterator[Member]:
        """Yield each item, of each list that `holder` has under one of `keys`, that is a string."""
        for member, item in self.items(holder, *keys):
            if isinstance(item.value, str):
                yield item
            else:
                self._note(member, item.value, "strings")

    def strings(self, holder: Object, *keys: str) -> Iterator[tuple[Member, str]]:
        """Yield each string, that is not empty, that `holder` has under one of `keys`."""
        for member in holder.all(*keys):
            if not isinstance(member.value, str):
                self._note(member, member.value, "a string")
            elif member.value:
                yield member, member.value

    def _note(self, member: Member, value: Value, belongs: str) -> None:
        if value is not None and not self.problems:
            self._misfits.setdefault((member.key, self.line(member)), belongs)

    def line(self, member: Member) -> int:
        """Return the line of a member, from 1."""
        return bisect_right(self._newlines, member.offset - 1) + 1

    def shown(self, member: Member) -> str:
        """Return the text of the member's line, from the member on where the line is a long one."""
        line = self.line(member)
        start = self._newlines[line - 2] + 1 if line > 1 else 0
        end = self._newlines[line - 1] if line <= len(self._newlines) else len(self._text)
        return self._text[start if end - start <= _SHOWN else member.offset : min(end, member.offset + _SHOWN)]


class _Pairs(list[tuple[str, object]]):
    """An object as the parser hands it over."""

    __slots__ = ()


def _strict(text: str) -> str:
    """Blank out comments and trailing commas; every offset stays."""
    return _RELAXED.sub(lambda found: found[1] or re.sub(r"[^\n]", " ", found[0]), text)


def _placed(value: object, offsets: Iterator[int], depth: int) -> Value:
    """Give each string of a parsed value the next of `offsets`: both are in the order of the text."""
    if not depth:
        raise RecursionError
    if isinstance(value, _Pairs):
        members = []
        for key, inner in value:
            offset = next(offsets)
            if isinstance(inner, str):
                next(offsets)
                members.append(Member(key, inner, offset))
            else:
                members.append(Member(key, _placed(inner, offsets, depth - 1), offset))
        return Object(members)
    if isinstance(value, list):
        return Array(
            Member("", inner, next(offsets))
            if isinstance(inner, str)
            else Member("", _placed(inner, offsets, depth - 1), 0)
            for inner in value
        )
    return value if isinstance(value, str | int | float) else None


class _Open:
    """An object or array that is not closed yet, its own key, and the key that waits for a value."""

    __slots__ = ("bracket", "key", "members", "waiting")

    def __init__(self, bracket: str, key: Member) -> None:
        self.bracket = bracket
        self.key = key
        self.members: list[Member] = []
        self.waiting: Member | None = None

    def expect(self, key: str, offset: int) -> None:
        """Wait for the value of `key`; the key before it, if it still waits, has none."""
        if self.waiting:
            self.members.append(self.waiting)
        self.waiting = Member(key, None, offset)

    def add(self, value: Value, offset: int) -> None:
        key, self.waiting = self.waiting or Member("", None, offset), None
        self.members.append(Member(key.key, value, key.offset))

    def close(self) -> Value:
        members = [*self.members, self.waiting] if self.waiting else self.members
        return Object(members) if self.bracket == "{" else Array(members)


def _recovered(text: str) -> Value:
    """Return what strings and brackets tell about a broken text."""
    stack = [_Open("{", Member("", None, 0))]
    for found in _TOKEN.finditer(text):
        bracket, frame = found[0], stack[-1]
        if found[2]:
            frame.expect(_unquoted(found[1]), found.start())
        elif found[1]:
            frame.add(_unquoted(found[1]), found.start())
        elif bracket in "{[" and len(stack) < _DEEPEST:
            stack.append(_Open(bracket, frame.waiting or Member("", None, found.start())))
        elif bracket in "}]" and len(stack) > 1:
            _close(stack)
    while len(stack) > 1:
        _close(stack)
    members = stack[0].members
    return members[0].value if len(members) == 1 and not members[0].key else Object(members)


def _close(stack: list[_Open]) -> None:
    closed = stack.pop()
    stack[-1].waiting = closed.key
    stack[-1].add(closed.close(), closed.key.offset)


def _unquoted(quoted: str) -> str:
    try:
        return str(json.loads(quoted))
    except ValueError:
        return quoted[1:-1]
