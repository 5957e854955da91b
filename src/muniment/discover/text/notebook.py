"""The code of a notebook, out of the JSON that it is kept in, without losing which place of the file each part has."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = lazily(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_ESCAPE = lazily(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_PLAIN = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_ENDING = lazily(r'"file_extension"\s*:\s*"(\.\w+)"')
_SHELL_CELL = lazily(r"\s*%%(?:bash|sh|script|cmd|powershell)\b")
_MAGIC = lazily(
    r"^[ \t]*(?:!|%(?=pip|conda|mamba|uv|sx|system|env|set_env)\b|%%(?=bash|sh)\b|%%?(?=ai[ \t]+\S))", re.MULTILINE
)
_PARAGRAPH = lazily(r'"%(?!md|html|angular)[\w.]+(?:\([^)"]*\))?(?:\\n| )')
"""How a paragraph of a Zeppelin note begins that is code."""
_INTERPRETER = lazily(r"%(?P<name>[\w.]+)(?:\([^)]*\))?[ \t]*\n")
_CELL_DEPTH: Final = 3
"""`{"cells": [{`: how deep the keys of a cell are."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """The code cells as one text of a programming language, and the lines for a shell as another of equal length."""

    code: str
    shell: str
    ending: str
    _parts: tuple[_Part, ...]

    def offset(self, raw: int, text: str) -> int | None:
        """Return where the character at `raw` of the file stands in the code; nothing where it is not part of it."""
        at = bisect_right(self._parts, raw, key=lambda part: part.start) - 1
        if at < 0 or raw >= self._parts[at].end:
            return None
        part = self._parts[at]
        return part.offset + len(_decoded(text[part.start : raw]))

    def line(self, number: int) -> int:
        """Return the line of the file that the line `number` of the code stands on."""
        at = bisect_right(self._parts, number, key=lambda part: part.number) - 1
        return self._parts[max(at, 0)].line


@dataclass(frozen=True, slots=True)
class _Part:
    """One string of a cell's source: where it is in the file, and where in the code."""

    start: int
    end: int
    line: int
    offset: int
    number: int


def notebook(text: str) -> Notebook | None:
    """Return the code in `text`, or nothing where no code cell can be told."""
    code: list[str] = []
    shell: list[str] = []
    parts: list[_Part] = []
    offset, number, line, counted = 0, 1, 1, 0
    for cell in _code_cells(text):
        source = "".join(_decoded(text[start:end]) for start, end in cell)
        for start, end in cell:
            line += text.count("\n", counted, start)
            counted = start
            parts.append(_Part(start, end, line, offset, number))
            decoded = _decoded(text[start:end])
            offset += len(decoded)
            number += decoded.count("\n")
        offset, number = offset + 1, number + 1
        told = _told(source)
        code.append(told[0])
        shell.append(told[1])
    if not parts:
        return None
    ending = _ENDING.search(text, parts[-1].end)
    return Notebook("\n".join(code), "\n".join(shell), ending[1] if ending else ".py", tuple(parts))


def _told(source: str) -> tuple[str, str]:
    """Return `source` without the lines for a shell, and those alone; both as long as `source`."""
    if _SHELL_CELL.match(source):
        first, _, rest = source.partition("\n")
        return _blank(source), " " * len(first) + ("\n" if "\n" in source else "") + rest
    if interpreter := _INTERPRETER.match(source):
        source = _blank(interpreter[0]) + source[interpreter.end() :]
        if interpreter["name"] in {"sh", "bash"}:
            return _blank(source), source
    code: list[str] = []
    shell: list[str] = []
    goes_on = False
    for line in source.splitlines(keepends=True):
        magic = _MAGIC.match(line)
        told = " " * magic.end() + line[magic.end() :] if magic else line if goes_on else ""
        code.append(_blank(line) if told else line)
        shell.append(told or _blank(line))
        goes_on = bool(told) and line.rstrip().endswith("\\")
    return "".join(code), "".join(shell)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _decoded(raw: str) -> str:
    """Undo JSON's escapes; a character beyond Latin-1 is one place holder, as offsets are all that matters of it."""
    return _ESCAPE.sub(lambda found: "?" if found[1] else _PLAIN[found[2]], raw) if "\\" in raw else raw


def _code_cells(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield, for each code cell, the places of the strings of its source."""
    for strings in _cells(text):
        if source := _source(text, strings):
            yield source


def _cells(text: str) -> Iterator[list[tuple[int, re.Match[str]]]]:
    """Yield the strings of whatever is as deep as a cell, each with its depth, those of its lists included."""
    depth = 0
    strings: list[tuple[int, re.Match[str]]] = []
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
            strings = [] if depth == _CELL_DEPTH else strings
        elif token[0] in "]}":
            if depth == _CELL_DEPTH:
                yield strings
            depth -= 1
        elif _CELL_DEPTH <= depth <= _CELL_DEPTH + 1:
            strings.append((depth, token))


def _source(text: str, strings: list[tuple[int, re.Match[str]]]) -> list[tuple[int, int]]:
    """Return the places of the strings under the key `source`; none where this is no code cell."""
    key, is_code = "", False
    source: list[tuple[int, int]] = []
    paragraph: list[tuple[int, int]] = []
    for depth, token in strings:
        if depth == _CELL_DEPTH and _is_key(text, token.end()):
            key = token[0][1:-1]
        elif depth == _CELL_DEPTH and key == "cell_type":
            is_code = token[0] == '"code"'
        elif key == "source":
            source.append((token.start() + 1, token.end() - 1))
        elif key == "text" and _PARAGRAPH.match(token[0]):
            paragraph.append((token.start() + 1, token.end() - 1))
    return source if is_code else paragraph


def _is_key(text: str, end: int) -> bool:
    return text[end : end + 8].lstrip().startswith(":")
