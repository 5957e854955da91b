"""TOML whose keys and strings know their line, and a fast reader for lock files written by machines."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import conflicts, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


Path = tuple[str | int, ...]

_HEADER = lazily(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = lazily(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = lazily(r"""[\w-]+|"[^"]*"|'[^']*'""")
_STRING = lazily(r'"(?<!\\")((?:[^"\\\n]++|\\.)*+)"|' + r"'([^'\n]*)'")
_FIELD = lazily(r"""(name|version|source|url|git|vcs)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\{.*))""")
_TOO_LONG_A_KEY = lazily(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){50}""")
_SPACE = lazily(r"\s+")
_DEEPEST = 12
_AT_LINE = lazily(r"\(at line (\d+), column \d+\)|\(at end of document\)")


class Document:
    """A text: its tables, where each key and string stands, and in `problems` why it is not TOML, where it is not."""

    def __init__(self, text: str) -> None:
        """Parse `text`; of broken text, each statement by itself."""
        self._lines = lines_of(text)
        self.problems: tuple[NotUnderstood, ...] = ()
        self.top: Mapping[str, object]
        try:
            self.top = _parsed(text.removeprefix("\ufeff"))
        except (ValueError, RecursionError) as error:
            found = _AT_LINE.search(str(error))
            line = int(found[1] or len(self._lines)) if found else 1
            self.problems = (NotUnderstood(line, f"not toml: {_AT_LINE.sub('', str(error)).strip().lower()}"),)
            self.top = _recovered(self._lines)
        self._misfits: dict[Path, None] = {}
        self._keys: dict[Path, int] = {}
        self._strings: dict[str, list[int]] = {}
        self._index()

    def table(self, *path: str) -> Mapping[str, object]:
        """Return the table at `path`, an empty one where there is none; what is there instead is one of the misfits."""
        table: Mapping[str, object] = self.top
        for depth, part in enumerate(path, 1):
            value = table.get(part, {})
            if not isinstance(value, dict):
                self._misfits[path[:depth]] = None
                return {}
            table = value
        return table

    @property
    def misfits(self) -> Iterator[NotUnderstood]:
        """Yield, for text that is TOML, the places where readers asked for a table and found something else."""
        for path in () if self.problems else self._misfits:
            yield NotUnderstood(self.line(path), f"`{'.'.join(map(str, path))}` holds something else than a table")

    def line(self, path: Path, string: str = "") -> int:
        """Return the line of the key at `path`, or of the first `string` from there on."""
        start = next(
            (self._keys[path[:n]] for n in range(min(len(path), _DEEPEST), 0, -1) if path[:n] in self._keys), 1
        )
        places = self._strings.get(string, [])
        after = bisect_left(places, start)
        return places[after] if after < len(places) else start

    def shown(self, line: int) -> str:
        """Return the text of a line."""
        return self._lines[line - 1] if line <= len(self._lines) else ""

    def _index(self) -> None:
        table: Path = ()
        repeats: dict[Path, int] = {}
        for number, line in enumerate(self._lines, 1):
            if header := _HEADER.match(line):
                table = _parts(header[2])
                if header[1] == "[[":
                    repeats[table] = repeats.get(table, -1) + 1
                    table = (*table, repeats[table])
                self._keep(table, number)
            elif key := _KEY.match(line):
                self._keep(table + _parts(key[1]), number)
            for string in _STRING.finditer(line):
                self._strings.setdefault(string[1] or string[2] or "", []).append(number)

    def _keep(self, path: Path, line: int) -> None:
        for length in range(1, min(len(path), _DEEPEST) + 1):
            self._keys.setdefault(path[:length], line)


class Block(NamedTuple):
    """One `[[package]]` of a lock file. `source` is where it was taken from, as the file puts it."""

    name: str
    version: str
    source: str
    line: int
    shown: str


def blocks(text: str, header: str) -> Iterator[Block | NotUnderstood]:
    """Yield each `[[header]]` of a lock file as a machine writes it: one key per line.

    Several times faster than a parser, and it still reads a file that an unfinished merge broke.
    """
    lines = lines_of(text)
    yield from conflicts(lines)
    opening, inner, started, found = f"[[{header}]]", (f"[{header}.", f"[[{header}."), 0, False
    fields: dict[str, tuple[str, int]] = {}
    for number, line in enumerate([*lines, "["], 1):
        if line.startswith("[") and not line.startswith(inner):
            if started:
                yield _block(fields, started, lines)
            started = number if _SPACE.sub("", line.partition("#")[0]) == opening else 0
            found, fields = found or bool(started), {}
        elif started and (field := _FIELD.match(line)):
            fields.setdefault(field[1], (field[2] or field[3] or field[4] or "", number))
    if not found and not re.search(rf"(?m)^{header}\s*=\s*\[\s*\]", text):
        yield NotUnderstood(1, f"no `{opening}` in a lock file that should hold some")


def _parsed(text: str) -> dict[str, object]:
    """Parse `text`, unless it holds a key of so many parts that the parser would take minutes."""
    if found := _TOO_LONG_A_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        problem = f"a key has too many parts (at line {line}, column 1)"
        raise ValueError(problem)
    return tomllib.loads(text)


def _recovered(lines: list[str]) -> dict[str, object]:
    """Return the tables of a broken text, statement by statement; of a broken statement, the strings in it."""
    top: dict[str, object] = {}
    table, key, rest = top, "", list[str]()
    for line in [*lines, "[end]"]:
        header, assignment = _HEADER.match(line), _KEY.match(line)
        if not header and not assignment:
            rest.append(line)
            continue
        if key:
            _descend(table, _parts(key)[:-1])[str(_parts(key)[-1])] = _value("\n".join(rest))
        key, rest = (assignment[1], [line[assignment.end() :]]) if assignment else ("", [])
        if header:
            table = _descend(top, _parts(header[2]))
    top.pop("end", None)
    return top


def _descend(table: dict[str, object], path: Path) -> dict[str, object]:
    for part in path[:_DEEPEST]:
        inner = table.get(str(part))
        if not isinstance(inner, dict):
            inner = table[str(part)] = {}
        table = inner
    return table


def _value(text: str) -> object:
    try:
        return _parsed(f"value = {text.strip()}")["value"]
    except (ValueError, RecursionError):
        return [found[1] or found[2] or "" for found in _STRING.finditer(text)]


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _block(fields: dict[str, tuple[str, int]], started: int, lines: list[str]) -> Block | NotUnderstood:
    if "name" not in fields:
        return NotUnderstood(started, "an entry of the lock file has no name")
    name, line = fields["name"]
    source = " ".join(fields[field][0] for field in ("source", "git", "vcs", "url") if field in fields)
    return Block(name, fields.get("version", ("", 0))[0], source, line, lines[line - 1])
