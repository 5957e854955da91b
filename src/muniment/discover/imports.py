"""Import statements of each language, as identifiers such as `python:a.b` or `js:@scope/name`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.evidence import Context

if TYPE_CHECKING:
    from collections.abc import Iterator

_PYTHON = re.compile(r"^\s*(?:>>>\s*)?(?:from\s+([\w.]+)\s+import\s+(.*)|import\s+(.+))")
_PYTHON_SPREAD = re.compile(r"^[ \t]*(?:>>>\s*)?from\s+([\w.]+)\s+import\s*\(([^()]*)$", re.MULTILINE)
_NAME = re.compile(r"\w+")
_PYTHON_DYNAMIC = re.compile(
    r"(?:\w*import\w*|find_spec|(?i:lazy_?(?:loader|module))|is_package_available)\s*\(\s*[rub]?['\"]$"
)
_JS_BEFORE = re.compile(
    r"(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\(\s*(?:/\*.*?\*/)?|\brequire\.resolve\s*\(|\bmock\s*\()\s*['\"`]$"
)
_GO_LINE = re.compile(r"^\s*(?:import\s+)?(?:[\w.]+\s+)?[\"`]([^\"`\s]+)[\"`]\s*(?://.*)?$")
_RUBY_BEFORE = re.compile(r"\brequire(?:_relative)?\s*\(?\s*['\"]$")
_DART_BEFORE = re.compile(r"\b(?:import|export)\s+['\"]$")
_LINES = {
    "csharp": re.compile(r"^\s*(?:global\s+)?(?:using|Imports|open)\s+(?:static\s+)?(?:\w+\s*=\s*)?([\w.]+)"),
    "php": re.compile(r"^\s*use\s+(?:function\s+)?\\?([\w\\]+)"),
    "c": re.compile(r"^\s*#\s*(?:include|import)\s*[<\"]([^>\"]+)[>\"]"),
    "swift": re.compile(r"^\s*(?:@\w+\s+)?import\s+(?:class\s+|struct\s+|func\s+)?([\w.]+)"),
    "rust": re.compile(r"\b(?:use|extern\s+crate)\s+(?:::)?([\w:]+)"),
}
_PATH = {
    "jvm": re.compile(r"[\w]+(?:\.[\w]+)+"),
    "rust": re.compile(r"\w+(?:::\w+)+"),
    "csharp": re.compile(r"\w+(?:\.\w+)+"),
}


def imports_at(language: str, line: str, at: int, context: Context, before: str, inside: str) -> Iterator[str]:
    """Yield the imports that the hit at `line[at]` belongs to.

    `before` is the text up to and with the opening quote and `inside` the content, where the hit is in a string;
    in Python's code, `before` is the text before the hit.
    """
    if context is Context.STRING:
        yield from _in_string(language, line, before, inside)
    elif context in {Context.CODE, Context.FIELD}:
        if language == "python":
            yield from _python(line) or _python_spread(line, at, before)
        elif language == "c" and (found := _LINES["c"].match(line)):
            yield f"c:{found[1]}"
        else:
            yield from _by_line(language, line, at)


def _in_string(language: str, line: str, before: str, inside: str) -> Iterator[str]:
    if language == "python" and _PYTHON_DYNAMIC.search(before):
        yield f"python:{inside}"
    elif language == "js" and _JS_BEFORE.search(before):
        yield f"js:{inside.removeprefix('npm:')}"
    elif language == "go" and (found := _GO_LINE.match(line)) and found[1] == inside:
        yield f"go:{inside}"
    elif language == "ruby" and _RUBY_BEFORE.search(before):
        yield f"ruby:{inside}"
    elif language == "dart" and _DART_BEFORE.search(before) and inside.startswith("package:"):
        yield f"dart:{inside.removeprefix('package:')}"
    elif language == "c" and (found := _LINES["c"].match(line)):
        yield f"c:{found[1]}"


def _python(line: str) -> list[str]:
    found = _PYTHON.match(line)
    if found is None:
        return []
    module, names, modules = found.groups()
    if module is None:
        parts = modules.split("#")[0].split(";")[0].split(",")
        return [f"python:{words[0]}" for part in parts if (words := part.split())]
    parts = names.split("#")[0].strip("()\\ ").split(",")
    return [f"python:{module}", *(f"python:{module}.{words[0]}" for part in parts if (words := part.split()))]


def _python_spread(line: str, at: int, before: str) -> list[str]:
    """Return the name at `line[at]` with its module, where an open `from module import (` brings it."""
    opened = _PYTHON_SPREAD.search(before)
    if opened is None:
        return []
    return [f"python:{opened[1]}.{name[0]}" for name in _NAME.finditer(line) if name.start() <= at < name.end()]


def _by_line(language: str, line: str, at: int) -> Iterator[str]:
    if (pattern := _LINES.get(language)) and (found := pattern.search(line)):
        yield f"{language}:{found[1].rstrip(':')}"
    elif pattern := _PATH.get(language):
        for path in pattern.finditer(line):
            if path.start() <= at < path.end():
                yield f"{language}:{path[0]}"
