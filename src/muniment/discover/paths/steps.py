"""The lines of a build server's workflow that only run a tool of the people who write the software."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.discover.paths.tooling import Tools

_RUNS: Final = lazily(
    r"^(?P<lead> *(?:- +)?)(?:uses|image|pipe|component)[ \t]*:[ \t]*[\"']?(?:docker://)?"
    r"(?P<what>[A-Za-z0-9_][\w.-]*(?:/[\w.-]+)+)",
    re.MULTILINE,
)
_ITEM = lazily(r"( *)(- +)?")
_LONGEST: Final = 200
"""Lines of a step that are looked at on each side of what it runs."""


def tool_lines(text: str, tools: Tools) -> frozenset[int]:
    """Return the numbers of the lines of steps and jobs that run an action, or an image, of `tools`."""
    found = [place for place in _RUNS.finditer(text) if tools.runs(place["what"])]
    if not found:
        return frozenset()
    lines = text.split("\n")
    numbers: set[int] = set()
    at, counted = 0, 0
    for place in found:
        at += text.count("\n", counted, place.start())
        counted = place.start()
        numbers.update(_step(lines, at, len(place["lead"])))
    return frozenset(numbers)


def _step(lines: list[str], at: int, column: int) -> Iterator[int]:
    """Yield the numbers, from one, of the lines of the object whose keys begin in `column` and that line `at` is of."""
    first = at
    while first > max(0, at - _LONGEST) and not _begins(lines[first], column):
        if _ends(lines[first - 1], column):
            break
        first -= 1
    yield first + 1
    for number in range(first + 1, min(len(lines), at + _LONGEST)):
        if _ends(lines[number], column) or _begins(lines[number], column):
            return
        if lines[number].strip():
            yield number + 1


def _begins(line: str, column: int) -> bool:
    """Say whether an item of a list begins in `line` whose keys stand in `column`."""
    found = _ITEM.match(line)
    return bool(found and found[2]) and found is not None and found.end() == column


def _ends(line: str, column: int) -> bool:
    """Say whether `line` is further out than `column`, and so of another object."""
    found = _ITEM.match(line)
    indent = found.end() if found else 0
    return bool(line.strip()) and indent < column
