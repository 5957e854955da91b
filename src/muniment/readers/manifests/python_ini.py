"""`setup.cfg` and `tox.ini`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared
from muniment.readers.manifests.pep508 import requirement
from muniment.readers.manifests.requirements_txt import wants as wants_requirements
from muniment.readers.observe import excerpt
from muniment.readers.syntax.ini_lines import values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.ini_lines import Line

_OPTIONS = frozenset({"install_requires", "tests_require", "setup_requires", "requires"})
_FACTOR = lazily(r"!?[\w.{},!-]+:\s+")
_INCLUDE = lazily(r"(?:-r\s*|--requirement[= ])(\S+)")
_CONSTRAINT = lazily(r"-c\s*\S|--constraint[= ]")


def wants(path: str) -> bool:
    """Say whether the path is one of the two."""
    return basename(path) in {"setup.cfg", "tox.ini"}


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the package's own name and the requirements of every section, tox environments included."""
    del path
    for line in values(text):
        if not line.option:
            yield NotUnderstood(line.number, f"`{excerpt(line.value)}` is no section, option or value")
        elif line.section == "metadata" and line.option == "name":
            yield declared("pypi", line.value, line=line.number, text=line.shown)
        elif _holds_requirements(line):
            yield from _requirements(line)


def _holds_requirements(line: Line) -> bool:
    if line.section in {"options", "metadata"}:
        return line.option in _OPTIONS
    if line.section == "options.extras_require":
        return True
    environment = line.section in {"tox", "base"} or line.section.startswith("testenv")
    return environment and line.option in {"deps", "requires"}


def _requirements(line: Line) -> Iterator[Seen]:
    value = _FACTOR.sub("", line.value, count=1) if line.option == "deps" else line.value
    if line.section == "options.extras_require" and value == line.option:
        return
    if value.startswith("file:"):
        if not all(wants_requirements(name.strip()) for name in value[5:].split(",")):
            yield NotUnderstood(line.number, f"takes a list from `{excerpt(value[5:])}`, which is not read")
        return
    for piece in value.split(",") if re.fullmatch(r"[\w.-]+(?:\s*,\s*[\w.-]+)+", value) else [value]:
        yield from _one(piece.strip(), line)


def _one(piece: str, line: Line) -> Iterator[Seen]:
    if not piece or re.match(r"(?:-e\s*)?(?:\.|\{toxinidir\})(?:$|[/\[])", piece) or _adds_nothing(piece):
        return
    if include := _INCLUDE.match(piece):
        name = include[1].replace("{toxinidir}/", "")
        if not wants_requirements(name):
            yield NotUnderstood(line.number, f"includes `{excerpt(name)}`, which is not read as a list of requirements")
    elif "{" in piece and (named := re.match(r"[A-Za-z0-9][\w.-]*(?=\s*[<>=!~\[])", piece)):
        yield declared("pypi", named[0], line=line.number, text=line.shown)
    else:
        yield from requirement(piece.removeprefix("-e").strip(), line=line.number, shown=line.shown)


def _adds_nothing(piece: str) -> bool:
    """Say whether a value only repeats another section of the same file, or only limits versions."""
    if _CONSTRAINT.match(piece):
        return True
    return re.fullmatch(r"\{\[[^\]]+\]\w+\}", piece) is not None or re.fullmatch(r"%\(\w+\)s", piece) is not None
