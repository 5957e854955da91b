"""The outline of simple YAML: keys and list items with their indentation. Faster than a parser, and it knows lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import yaml

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import is_conflict, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 100
_COMMENT = lazily(r"(?:^|\s)#.*$")
_LINE = lazily(r"( *)((?:- +)*)(-\s*$)?(.*)$")
_KEY = lazily(r"(\"[^\"]*\"|'[^']*'|[^\s\"'\[{&*!|>%@`#:][^:#]*?)\s*:(?:\s+(.*))?$")


class Entry(NamedTuple):
    """One line. `parents` are the keys above it; `key` is empty for a list item that is no pair."""

    number: int
    parents: tuple[str, ...]
    item: bool
    key: str
    value: str
    shown: str


def problems(text: str) -> Iterator[NotUnderstood]:
    """Yield why `text` is not YAML, or what in it the outline does not follow; at most one."""
    depth = 0
    try:
        for event in yaml.parse(text.removeprefix("\ufeff"), Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
                odd = f"alias `*{event.anchor}`" if isinstance(event, yaml.AliasEvent) else "what is nested so deep"
                offset = event.start_mark.index if event.start_mark else 0
                yield NotUnderstood(_line(text, offset), f"{odd} is not followed")
                return
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = _line(text, mark.index if mark else 0)
        yield NotUnderstood(line, f"not yaml: {error.problem or error.context}")
    except (yaml.YAMLError, ValueError, RecursionError):
        yield NotUnderstood(1, "not yaml: holds what is not text, or is nested too deep")


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


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _bare(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
