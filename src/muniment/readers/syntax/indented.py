"""The outline of simple YAML: keys and list items with their indentation. Faster than a parser, and it knows lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from muniment.readers.manifests.declared import is_conflict, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"(?:^|\s)#.*$")
_LINE = re.compile(r"( *)((?:- +)*)(-\s*$)?(.*)$")
_KEY = re.compile(r"(\"[^\"]*\"|'[^']*'|[^\s\"'\[{&*!|>%@`#:][^:#]*?)\s*:(?:\s+(.*))?$")


class Entry(NamedTuple):
    """One line. `parents` are the keys above it; `key` is empty for a list item that is no pair."""

    number: int
    parents: tuple[str, ...]
    item: bool
    key: str
    value: str
    shown: str


def entries(text: str) -> Iterator[Entry]:
    """Yield each line that holds something; flow lists on one line come as their items."""
    above: list[tuple[int, str]] = []
    for number, line in enumerate(lines_of(text), 1):
        if is_conflict(line):
            continue
        found = _LINE.match(_COMMENT.sub("", line).rstrip())
        if not found or not (found[2] or found[4]) or found[4].startswith(("---", "%")):
            continue
        indent, item = len(found[1]) + len(found[2]), bool(found[2])
        outer = len(found[1]) if item else indent
        while above and above[-1][0] > outer - (0 if item else 1):
            above.pop()
        parents = tuple(key for _, key in above)
        pair = _KEY.match(found[4])
        key, value = (_bare(pair[1]), pair[2] or "") if pair else ("", found[4])
        if key:
            above.append((indent, key))
        if value.startswith("[") and value.endswith("]"):
            inside = (*parents, key) if key else parents
            for piece in value[1:-1].split(","):
                yield Entry(number, inside, True, "", _bare(piece.strip()), line)  # noqa: FBT003 (a field)
        else:
            yield Entry(number, parents, item, key, _bare(value.strip()), line)


def _bare(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
