"""Requirement and constraint files of pip and pip-tools, and the `requires.txt` of an egg."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import conflicts, is_conflict, lines_of
from muniment.readers.manifests.pep508 import at_address, requirement
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_NAMED_SO = lazily(
    r"(?:^|/)(?:"
    r"(?:[^/]*[-_.])?(?:requirements?|constraints?|reqs?|pins|frozen|freeze|pip-deps)(?:[-_.][^/]*)?\.(?:txt|in|pip)"
    r"|(?:requirements|reqs|constraints)/[^/]+\.(?:txt|in|pip)"
    r"|[^/]+\.egg-info/requires\.txt)$",
    re.IGNORECASE,
)
_SURELY = lazily(
    r"(?i)(?:^|/)(?:(?:requirements?|constraints?)[^/]*|[^/]*[-_.]requirements\.(?:txt|in|pip)"
    r"|(?:requirements|reqs|constraints)/[^/]+|[^/]+\.egg-info/requires\.txt)$"
)
"""Names that nothing else has; what only ends like one, as `tool-req.pod.in`, may be a text."""
_COMMENT = lazily(r"(?:^|\s)#.*$")
_OPTION = lazily(r"(-[a-zA-Z]|--[a-z-]+)[\s=]*(.*)")
_TRAILING_OPTION = lazily(r"\s+--?[a-z][\w-]*[=\s].*$")
_INCLUDES = frozenset({"-r", "--requirement"})
_EDITABLE = frozenset({"-e", "--editable"})
_PROSE = 4
"""So many sentences, where most entries are such, are told once."""
_WORDS = 3
_OF_A_LIST = lazily(
    r"^(?:--?[A-Za-z]|(?:[A-Za-z]+\+)?[A-Za-z]+://|git@|\S*[/\\]\S*$)|[=<>~!]=\s*[\w.*$@{%]|\.(?:whl|tar\.gz|zip)\b"
    r"|\$[{(]?[A-Za-z_]|%[A-Za-z_]+%|@[A-Za-z_]+@|\{[{%]"
)
"""What no sentence has: an option or an address where it begins, a version, an archive, a place to be filled in."""
_LOCAL = lazily(r"\.{0,2}/|\.{1,2}$|\.\[|~|[A-Za-z]:\\|\.\\|file:(?!//[^/])(?!.*(?:\.whl|\.tar\.gz|\.zip|egg=))")


def wants(path: str) -> bool:
    """Say whether the path has a name that such files have."""
    return _NAMED_SO.search(path) is not None


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every requirement. An included file is a gap where it is not read by itself; constraints add nothing."""
    lines = lines_of(text)
    yield from conflicts(lines)
    entries = [(line, list(seen)) for line, seen in _entries(path, lines)]
    prose = [seen[0].line for line, seen in entries if _is_prose(line, seen)]
    told_once = len(prose) >= _PROSE and len(prose) * 2 > len(entries)
    a_text = told_once and not _SURELY.search(path) and all(_is_wording(line, seen) for line, seen in entries)
    if told_once:
        why = f"{len(prose)} of {len(entries)} entries are no requirements, but look like prose; the first is here"
        yield NotUnderstood(prose[0], why, harmless=a_text)
    for line, seen in entries:
        if not (a_text or (told_once and _is_prose(line, seen))):
            yield from seen


def _is_prose(line: str, seen: list[Seen]) -> bool:
    """Say whether a line that was not understood has words as a sentence has them."""
    return len(line.split()) >= _WORDS and _is_wording(line, seen)


def _is_wording(line: str, seen: list[Seen]) -> bool:
    """Say whether a line, such as a heading, was not understood and has nothing of a list: no option, no folder."""
    unclear = len(seen) == 1 and isinstance(seen[0], NotUnderstood)
    return unclear and not _OF_A_LIST.search(line) and not _LOCAL.match(line)


def _entries(path: str, lines: list[str]) -> Iterator[tuple[str, Iterator[Seen]]]:
    for number, logical in _logical(lines):
        line = _COMMENT.sub("", logical).strip()
        if not line or (line.startswith("[") and line.endswith("]")) or is_conflict(logical):
            continue
        if line.startswith("-"):
            yield line, _option(path, line, number=number, shown=lines[number - 1])
        else:
            yield line, _entry(path, line, number=number, shown=lines[number - 1])


def _logical(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield lines with those that a backslash continues joined, under the number of the first."""
    started, parts = 0, list[str]()
    for number, line in enumerate(lines, 1):
        started = started or number
        stripped = line.rstrip()
        if stripped.endswith("\\") and number < len(lines):
            parts.append(stripped[:-1])
            continue
        yield started, " ".join([*parts, stripped])
        started, parts = 0, []


def _option(path: str, line: str, *, number: int, shown: str) -> Iterator[Seen]:
    found = _OPTION.match(line)
    if not found:
        yield NotUnderstood(number, f"`{excerpt(line)}` is not an option of pip")
        return
    name, value = found[1], found[2].strip().strip("\"'")
    if name in _INCLUDES:
        yield from _include(path, value, number)
    elif name in _EDITABLE:
        yield from _entry(path, value, number=number, shown=shown)


def _include(path: str, value: str, number: int) -> Iterator[Seen]:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), value))
    if "://" in value or target.startswith(("..", "/")) or not wants(target):
        yield NotUnderstood(number, f"includes `{excerpt(value)}`, which is not read as a list of requirements")


def _entry(path: str, line: str, *, number: int, shown: str) -> Iterator[Seen]:
    line = _TRAILING_OPTION.sub("", line)
    if line.split("#egg=")[0].split(";")[0].rstrip().lower().endswith(".whl"):
        yield from at_address(line, line=number, shown=shown)
    elif _LOCAL.match(line):
        yield from _folder(path, line, number)
    else:
        yield from requirement(line, line=number, shown=shown)


def _folder(path: str, line: str, number: int) -> Iterator[Seen]:
    """Yield nothing for a folder of this tree: its own manifest is read by itself."""
    folder = line.removeprefix("file:").partition("[")[0].partition("#")[0].partition(";")[0].strip()
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), folder))
    if target.startswith(("..", "/")) or "$" in folder:
        yield NotUnderstood(number, f"takes a package from `{excerpt(folder)}`, outside of this tree")
