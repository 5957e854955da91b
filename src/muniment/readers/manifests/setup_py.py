"""`setup.py`, as far as its lists are literal. Nothing is run."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared, lines_of
from muniment.readers.manifests.pep508 import requirement
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.readers.manifests.declared import Seen

_LISTS = ("install_requires", "requires", "extras_require", "tests_require", "setup_requires")
_START = lazily(rf"\b(?:{'|'.join(_LISTS)})\b[\"']?\s*[=:]")
_QUOTED = lazily(r"""["']([A-Za-z0-9][\w.-]*\s*(?:\[[^\]"']*\])?\s*(?:[<>=!~(][^"']*)?)["']""")
_LINE_END = lazily(r"\r\n|\r|\n")
_NAME = lazily(r"""\bname\s*=\s*["']([A-Za-z0-9][\w.-]*)["']""")
_PACKAGING = lazily(r"\s*(?:from|import)\s+(?:setuptools|distutils)\b")
_OF_PYTHON_2 = lazily(r"(?m)^([ \t]*)(?:print[ \t]+[^\s(=.][^\n]*|exec[ \t]+[^\s(=.][^\n]*|print[ \t]*)$")
"""Statements that are functions today; neither asks for a package."""
_CAUGHT = lazily(r"(?m)^([ \t]*except\b[^:,\n]{0,100}),[ \t]*(\w+)[ \t]*:")
_PASSED_THROUGH = frozenset({"list", "set", "tuple", "sorted", "sum", "dict", "chain", "from_iterable", "dedent"})
_STARTS_NAMED = lazily(r"[A-Za-z0-9][\w.-]*\s*[<>=!~\[;@]")


def wants(path: str) -> bool:
    """Say whether the path is such a script."""
    return basename(path) == "setup.py"


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the package's name and its requirements; what is computed is reported, not guessed."""
    del path
    lines = lines_of(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = _parsed(text.removeprefix("\ufeff"))
        if "\r" in text:
            _count_lines_as_others_do(tree, _line_numbers(text))
        yield from list(_Script(tree, lines).read())
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        yield NotUnderstood(
            _line_numbers(text)[line - 1], "not python of this version, so it was searched line by line"
        )
        yield from _by_line(lines)


def _parsed(text: str) -> ast.Module:
    """Return the script as a tree; of Python 2, statements that declare nothing may be in it. Raises as `ast.parse`."""
    try:
        return ast.parse(text)
    except SyntaxError:
        if not _OF_PYTHON_2.search(text):
            raise
        return ast.parse(_CAUGHT.sub(r"\1 as \2:", _OF_PYTHON_2.sub(r"\1pass", text)))


def _count_lines_as_others_do(tree: ast.AST, numbers: Sequence[int]) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt):
            node.lineno = numbers[node.lineno - 1]


def _line_numbers(text: str) -> list[int]:
    """Return, for each line as Python counts them, its number where only a line feed ends one.

    Python takes a carriage return for the end of a line, too.
    """
    numbers = [1]
    for end in _LINE_END.findall(text):
        numbers.append(numbers[-1] + ("\n" in end))
    return numbers


class _Script:
    def __init__(self, tree: ast.Module, lines: list[str]) -> None:
        self._lines = lines
        self._bindings: dict[str, list[ast.expr]] = {}
        self._calls: list[ast.Call] = []
        self._followed: set[str] = set()
        for node in ast.walk(tree):
            self._note(node)

    def read(self) -> Iterator[Seen]:
        if not self._calls and any(_PACKAGING.match(line) for line in self._lines):
            yield NotUnderstood(1, "no call of `setup` was found in a script that packages")
        for call in self._calls:
            for keyword in call.keywords:
                if keyword.arg is None:
                    yield from self._keywords(keyword.value)
                else:
                    yield from self._argument(keyword.arg, keyword.value)

    def _note(self, node: ast.AST) -> None:
        """Keep calls of `setup`, and everything that is ever put into a variable."""
        match node:
            case ast.Call(func=ast.Name(id="setup") | ast.Attribute(attr="setup")):
                self._calls.append(node)
            case ast.Assign(targets=[*targets], value=value):
                for target in targets:
                    self._bind(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.AugAssign(target=target, value=value):
                self._bind(target, value)
            case ast.Call(func=ast.Attribute(value=target, attr="append" | "extend" | "update"), args=[value, *_]):
                self._bind(target, value)
            case _:
                pass

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        while isinstance(target, ast.Subscript):
            target = target.value
        if isinstance(target, ast.Name):
            self._bindings.setdefault(target.id, []).append(value)

    def _keywords(self, value: ast.expr) -> Iterator[Seen]:
        for table in self._bindings.get(value.id, [value]) if isinstance(value, ast.Name) else [value]:
            if not isinstance(table, ast.Dict):
                yield NotUnderstood(value.lineno, f"`{_source(value)}` is worked out when the script runs")
                continue
            for key, inner in zip(table.keys, table.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield from self._argument(key.value, inner)
                else:
                    yield NotUnderstood(inner.lineno, f"`{_source(inner)}` is worked out when the script runs")

    def _argument(self, name: str, value: ast.expr) -> Iterator[Seen]:
        if name == "name":
            yield from self._own_name(value)
        elif name in _LISTS:
            yield from self._strings(value)

    def _own_name(self, value: ast.expr) -> Iterator[Seen]:
        for choice in self._bindings.get(value.id, [value]) if isinstance(value, ast.Name) else [value]:
            if isinstance(choice, ast.Constant) and isinstance(choice.value, str):
                yield declared("pypi", choice.value, line=choice.lineno, text=self._shown(choice.lineno))
            else:
                yield NotUnderstood(choice.lineno, f"the name `{_source(choice)}` is worked out when the script runs")

    def _strings(self, node: ast.expr) -> Iterator[Seen]:
        """Yield the requirements in a value. Each variable is followed once: it may be made from itself."""
        match node:
            case ast.Constant(value=str() as text):
                yield from self._requirements(text, node.lineno)
            case ast.Constant(value=None | bool() | int()):
                pass
            case ast.JoinedStr(values=[ast.Constant(value=str() as text), *_]) if _STARTS_NAMED.match(text):
                name = re.split(r"[<>=!~\[;@\s]", text)[0]
                yield declared("pypi", name, line=node.lineno, text=self._shown(node.lineno))
            case ast.Name(id=name) if name in self._bindings:
                if name not in self._followed:
                    self._followed.add(name)
                    for value in self._bindings[name]:
                        yield from self._strings(value)
            case _:
                parts = _parts(node)
                if parts is None:
                    yield NotUnderstood(node.lineno, f"`{_source(node)}` is worked out when the script runs")
                for part in parts or ():
                    yield from self._strings(part)

    def _requirements(self, text: str, line: int) -> Iterator[Seen]:
        for offset, piece in enumerate(text.split("\n")):
            stripped = piece.partition(" #")[0].strip()
            if stripped and not stripped.startswith(("#", "[")):
                yield from requirement(stripped, line=line + offset, shown=self._shown(line + offset))

    def _shown(self, line: int) -> str:
        return self._lines[line - 1] if line <= len(self._lines) else ""


def _parts(node: ast.expr) -> list[ast.expr] | None:
    """Return the expressions from which a list is made, or nothing where that cannot be told."""
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return parts
        case ast.Dict(values=parts) | ast.BoolOp(values=parts):
            return parts
        case ast.BinOp(left=left, op=ast.Add() | ast.BitOr(), right=right) | ast.IfExp(body=left, orelse=right):
            return [left, right]
        case (
            ast.Subscript(value=value)
            | ast.Starred(value=value)
            | ast.Call(func=ast.Attribute(value=value, attr="values" | "split" | "splitlines" | "strip" | "copy"))
        ):
            return [value]
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=parts) if name in _PASSED_THROUGH:
            return parts
        case _:
            return None


def _source(node: ast.expr) -> str:
    return excerpt(ast.unparse(node).partition("\n")[0])[:60]


def _by_line(lines: list[str]) -> Iterator[Seen]:
    inside = False
    for number, line in enumerate(lines, 1):
        if own := _NAME.search(line):
            yield declared("pypi", own[1], line=number, text=line)
        start = _START.search(line)
        inside = inside or start is not None
        if inside:
            for found in _QUOTED.finditer(line, start.end() if start else 0):
                yield from requirement(found[1], line=number, shown=line)
            inside = not line.rstrip().rstrip(",").endswith(("]", "}", ")"))
