"""What stands beside a place: the members of the objects that enclose it, each without what is nested in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.discover.text.lexis import Layout
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

REACH: Final = 2500
"""How many characters are looked at on each side of a place."""
_LEVELS: Final = 3
_BRACES = lazily(r"[{}]")
_INDENT = lazily(r"( *)((?:- +)*)(.*)")


def beside(layout: Layout, text: str, offset: int) -> Iterator[str]:
    """Yield the members of the objects around `offset`, the innermost first, at most three."""
    before, after = text[max(0, offset - REACH) : offset], text[offset : offset + REACH]
    if layout is Layout.BRACED:
        yield from _in_braces(before, after)
    elif layout is Layout.INDENTED:
        yield from _by_indent(before, after)


def _in_braces(before: str, after: str) -> Iterator[str]:
    lefts, rights = _outward(before[::-1], opens="}"), _outward(after, opens="{")
    for (left, reach), (right, _) in zip(lefts, rights, strict=False):
        yield left[::-1] + right
        if not reach:
            return


def _outward(text: str, opens: str) -> Iterator[tuple[str, bool]]:
    """Yield what lies on one side inside each enclosing brace, without nested objects, and whether a brace ended it."""
    depth, start, kept = 0, 0, ""
    for brace in _BRACES.finditer(text):
        if depth == 0:
            kept += text[start : brace.start()]
        depth += 1 if brace[0] == opens else -1
        if depth < 0:
            yield kept, True
            depth, kept = 0, ""
        start = brace.end()
    yield kept + (text[start:] if depth == 0 else ""), False


class _Line(NamedTuple):
    """A line: the spaces before it, the column of its key, whether it begins an item of a list."""

    outer: int
    column: int
    item: bool
    text: str


def _by_indent(before: str, after: str) -> Iterator[str]:
    above = before.split("\n")
    here, *below = after.split("\n")
    lines = [line for line in map(_line, [*above[:-1], above[-1] + here, *below]) if line is not None]
    at: int | None = sum(1 for line in map(_line, above[:-1]) if line is not None)
    for _ in range(_LEVELS):
        if at is None or at >= len(lines):
            return
        first = _first(lines, at)
        yield "\n".join(_members(lines, first))
        at = _parent(lines, first)


def _line(text: str) -> _Line | None:
    """Return the line; nothing for one that is blank, or cut off before its text begins."""
    found = _INDENT.match(text)
    if found is None or not (found[2] or found[3]):
        return None
    return _Line(len(found[1]), len(found[1]) + len(found[2]), bool(found[2]), found[3])


def _first(lines: list[_Line], at: int) -> int:
    """Return the first line of the object that line `at` is a member of."""
    column = lines[at].column
    first = at
    while not lines[first].item:
        above = next((n for n in range(first - 1, -1, -1) if lines[n].column <= column), None)
        if above is None or lines[above].column < column:
            break
        first = above
    return first


def _members(lines: list[_Line], first: int) -> Iterator[str]:
    column = lines[first].column
    yield lines[first].text
    for line in lines[first + 1 :]:
        if line.column < column or (line.item and line.outer < column):
            return
        if line.column == column:
            yield line.text


def _parent(lines: list[_Line], first: int) -> int | None:
    """Return the line of the key that holds the object which begins at `first`."""
    least = lines[first].outer if lines[first].item else lines[first].column - 1
    for number in range(first - 1, -1, -1):
        line = lines[number]
        if line.column <= least and not (line.item and line.outer == lines[first].outer):
            return number
    return None
