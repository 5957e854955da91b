"""Expressions that make strings: joined, added one to the other, filled in, formatted, decoded, brought by a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from muniment.discover.text.encoded import decoded
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LEAD: Final = 120
_REACH: Final = 400

_LITERAL = r"""(?:\b[fFrRbBuU]{1,2}|[$@]{1,2})?(?:"(?:[^"\\\n]++|\\.)*+"|'(?:[^'\\\n]++|\\.)*+'|`[^`\\\n]*+`)"""
_NAME = r"[$@]?[A-Za-z_][\w$]*+(?:(?:\.|::|->)[A-Za-z_]\w*+)*+"
_OPERAND = rf"(?:{_LITERAL}|{_NAME})"
_PIECE = lazily(rf"(?P<literal>{_LITERAL})|(?P<name>{_NAME})")
_ANY = lazily(_LITERAL)
_PLUS, _DOT = r"\s*\+\s*", r"\s*\.\s*"
_JOINED_BY = {
    "c": r"\s*\+\s*|\s+",
    "php": _DOT, "perl": _DOT, "lua": r"\s*\.\.\s*", "elixir": r"\s*<>\s*", "haskell": r"\s*(?:<>|\+\+)\s*",
    "sql": r"\s*\|\|\s*", "csharp": r"\s*[+&]\s*", "julia": r"\s*\*\s*", "ruby": r"\s*(?:\+|<<)\s*|[ ]+",
}  # fmt: skip
_SIDE_BY_SIDE = ("python", "dart")
"""Languages in which strings that only blanks part are one string; a name is never part of that."""
_SIGNS = {
    "php": r"\.", "perl": r"\.", "lua": r"\.\.", "elixir": "<>", "haskell": r"\+\+", "sql": r"\|\|", "csharp": "[+&]",
    "julia": r"\*", "ruby": r"[+<]",
}  # fmt: skip
_HOLES = {
    "python": r"\{(\w+)(?:![rs])?\}", "csharp": r"\{(\w+)\}", "js": r"\$\{([\w.]+)\}", "jvm": r"\$\{?(\w+)\}?",
    "dart": r"\$\{?(\w+)\}?", "php": r"\{?(\$\w+)\}?", "perl": r"(\$\w+)|(\$)\{(\w+)\}", "ruby": r"#\{([@\w]+)\}",
    "elixir": r"#\{(@?\w+)\}", "swift": r"\\\((\w+)\)", "rust": r"\{(\w+)\}", "julia": r"\$\(?(\w+)\)?",
    "r": r"\{(\w+)\}",
}  # fmt: skip
_CHAINS = {
    language: lazily(
        rf"{_LITERAL}(?:(?:{joiner}){_OPERAND})++|{_NAME}(?:{joiner}){_LITERAL}(?:(?:{joiner}){_OPERAND})*+"
    )
    for language, joiner in [*_JOINED_BY.items(), ("", _PLUS)]
} | dict.fromkeys(
    _SIDE_BY_SIDE,
    lazily(
        rf"{_LITERAL}(?:{_PLUS}{_OPERAND}|\s+{_LITERAL})++|{_NAME}{_PLUS}{_LITERAL}(?:{_PLUS}{_OPERAND}|\s+{_LITERAL})*+"
    ),
)
_JOINTS = {
    language: lazily(rf"[\"'`](?:{joiner})[\"'`$@\w]|{mark}\s*[\"'`]")
    for language, joiner, mark in [
        *((language, joiner, _SIGNS.get(language, r"\+")) for language, joiner in _JOINED_BY.items()),
        ("", _PLUS, r"\+"),
    ]
} | dict.fromkeys(_SIDE_BY_SIDE, lazily(r"[\"'`](?:\s*\+\s*[\"'`$@\w]|\s+\w{0,2}[\"'`])|\+\s*[\"'`]"))
"""Where a string is joined with something; all else of an expression lies around such places."""
_FILLED = {language: lazily(holes) for language, holes in _HOLES.items()}
_NAMED = lazily(r"([$@]?[A-Za-z_]\w*)[ \t]*(?::[ \t]*[\w&'<>\[\]?. ]{1,40})?[ \t]*:?=[ \t]*$")
_FORM = lazily(r"([\"'`])[\w@.:/$+-]*(?:%[svq@]|%\d\$s|\{\d?\})[\w@.:/%{}$+-]*\1")
_VALUES = lazily(rf"(?:\s*%\s*\(?|\.format\(|\.formatted\(|\s*,)(?P<values>\s*{_OPERAND}(?:\s*,\s*{_OPERAND})*+)\s*\)?")
_PLACE = lazily(r"%[svq@]|%\d\$s|\{\d?\}")
_CALLS = (".join(", "paste0(", "concat!(", "CONCAT(", "Concat(", "concat(", "strcat(")
_CALLED = lazily(rf"\s*[\[(]?(?P<values>\s*{_OPERAND}(?:\s*,\s*{_OPERAND})++)\s*,?\s*[\])]")
_BETWEEN_BEFORE = lazily(rf"{_LITERAL}$")
_LISTED_BEFORE = lazily(rf"\[(?P<values>\s*{_LITERAL}(?:\s*,\s*{_OPERAND})++)\s*,?\s*\]$")
_BETWEEN = lazily(rf"({_LITERAL})\)")
_BRINGS = lazily(
    r"(?:import|require|find_spec|forName|loadClass|CDLL|oadLibrary|dlopen|from_pretrained)"
    rf"\w*\s*\(\s*(?P<name>{_NAME})\s*[,)]"
)
"""Calls that bring a module, a library or a model by a name that the file gives before."""


_APPENDS: Final = ("append(", "Append(", "WriteString(", "push_str(", "concat(", "+=", ".=")
_ADDED = (
    rf"(?:(?:\s*(?:\.|->)\s*(?:[aA]ppend|WriteString|push_str|concat)\s*\(\s*{_OPERAND}\s*\))++"
    rf"|\s*(?:\+=|\.=)\s*{_OPERAND}(?:{_PLUS}{_OPERAND})*+)\s*;?"
)
_APPENDED = lazily(rf"(?P<name>[$@]?\b[A-Za-z_]\w*)(?P<added>{_ADDED}(?:\s*(?P=name)\b{_ADDED})*+)")
"""One name to which strings are added, in one call after the other or in statements in a row."""
_ADDS = lazily(rf"(?:\(|[+.]?=|\+)\s*(?P<operand>{_OPERAND})")
_BUILDER: Final = "StringBu"
"""Stands wherever the next expression finds something."""
_BUILT = r"\s*:?=\s*(?:new\s+|&)?(?:[\w.]+\.)?String(?:Builder|Buffer)\s*\(\s*(?P<literal>{literal})\s*\)"


@dataclass(frozen=True, slots=True)
class Site:
    """An expression from `start` to `end`, and the string that it makes."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text in one language, and what a name stands for in it: a string, or the empty text."""

    language: str
    text: str
    begin: int
    end: int
    given: Callable[[str], str]

    def found(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the places of `pattern` in the stretch."""
        return pattern.finditer(self.text, self.begin, self.end)


def sites(window: Window) -> list[Site]:
    """Return the expressions in `window` that make a string known from the text alone."""
    made = [
        *(*_chained(window), *_called(window), *_formatted(window), *_filled_in(window), *_brought(window)),
        *(*_appended(window), *_decoded(window)),
    ]
    return sorted(made, key=lambda site: site.start)


def name_before(text: str, start: int) -> str:
    """Return the name that what begins at `start` is given to; the empty text where it is given to none."""
    found = _NAMED.search(text[max(0, start - _LEAD) : start])
    return found[1] if found else ""


def content(literal: str) -> str:
    """Return a string without its quotes and what stands before them."""
    return literal.lstrip("fFrRbBuU$@")[1:-1]


def _chained(window: Window) -> Iterator[Site]:
    joints, chains = (table.get(window.language) or table[""] for table in (_JOINTS, _CHAINS))
    done = window.begin
    for joint in window.found(joints):
        if joint.start() < done:
            continue
        begin = max(done, window.text.rfind("\n", 0, joint.start()) + 1)
        for chain in chains.finditer(window.text, begin, joint.end() + _REACH):
            if chain.end() > joint.start():
                done = chain.end()
                yield from _runs(window, chain)
                break


def _runs(window: Window, chain: re.Match[str]) -> Iterator[Site]:
    """Yield the stretches of a chain whose parts are all known."""
    pieces: list[tuple[bool, int, int, str]] = []
    for piece in _PIECE.finditer(window.text, chain.start(), chain.end()):
        value = _value(piece, window)
        pieces.append((bool(value) or piece["literal"] is not None, piece.start(), piece.end(), value))
    for known, run in groupby(pieces, key=lambda piece: piece[0]):
        parts = list(run)
        if known and len(parts) > 1:
            yield Site(parts[0][1], parts[-1][2], "".join(part[3] for part in parts))


def _value(piece: re.Match[str], window: Window) -> str:
    return _fill(content(piece[0]), window) if piece["literal"] else window.given(piece[0])


def _fill(value: str, window: Window) -> str:
    holes = _FILLED.get(window.language)
    if holes is None:
        return value
    return holes.sub(lambda hole: window.given("".join(filter(None, hole.groups()))) or hole[0], value)


def _filled_in(window: Window) -> Iterator[Site]:
    holes, done = _FILLED.get(window.language), window.begin
    for hole in window.found(holes) if holes else ():
        if hole.start() < done or not window.given("".join(filter(None, hole.groups()))):
            continue
        begin = max(done, window.text.rfind("\n", 0, hole.start()) + 1)
        for literal in _ANY.finditer(window.text, begin, hole.end() + _REACH):
            if literal.end() >= hole.end():
                done = literal.end()
                if literal.start() < hole.start():
                    yield Site(literal.start(), literal.end(), _fill(content(literal[0]), window))
                break


def _called(window: Window) -> Iterator[Site]:
    for call in _CALLS:
        at = window.text.find(call, window.begin, window.end)
        while at >= 0:
            yield from _joined_by_call(window, at, at + len(call))
            at = window.text.find(call, at + len(call), window.end)


def _joined_by_call(window: Window, start: int, end: int) -> Iterator[Site]:
    before = window.text[max(0, start - _LEAD) : start]
    begin, between, found = start, "", _CALLED.match(window.text, end, end + _REACH)
    if window.text.startswith(".join", start):
        quoted, listed = _BETWEEN_BEFORE.search(before), _LISTED_BEFORE.search(before)
        if listed and (last := _BETWEEN.match(window.text, end)):
            found, between, begin = listed, content(last[1]), start - len(listed[0])
        elif quoted:
            between, begin = content(quoted[0]), start - len(quoted[0])
        else:
            return
    if found and all(values := _values(found["values"], window)):
        yield Site(begin, end, between.join(values))


def _formatted(window: Window) -> Iterator[Site]:
    for form in window.found(_FORM):
        if found := _VALUES.match(window.text, form.end(), form.end() + _REACH):
            yield Site(form.start(), form.end(), _put_in(form[0][1:-1], _values(found["values"], window)))


def _put_in(form: str, values: list[str]) -> str:
    """Return `form` with its places filled in order; those of unknown values stay."""
    parts, places = _PLACE.split(form), _PLACE.findall(form)
    filled = [value or place for value, place in zip([*values, *places[len(values) :]], places, strict=False)]
    return "".join(part for pair in zip(parts, [*filled, ""], strict=True) for part in pair)


def _values(listed: str, window: Window) -> list[str]:
    return [_value(piece, window) for piece in _PIECE.finditer(listed)]


def _brought(window: Window) -> Iterator[Site]:
    for found in window.found(_BRINGS):
        if value := window.given(found["name"]):
            yield Site(found.start("name"), found.end("name"), value)


def _appended(window: Window) -> Iterator[Site]:
    """Yield what is added to a name piece by piece, with what it began with where the text says that."""
    if not any(window.text.find(sign, window.begin, window.end) >= 0 for sign in _APPENDS):
        return
    for found in window.found(_APPENDED):
        begins = _begins_with(found, window)
        pieces = [(each.span("operand"), _operand(each["operand"], window)) for each in _ADDS.finditer(found["added"])]
        for known, run in groupby(pieces, key=lambda piece: bool(piece[1])):
            parts = list(run)
            first = begins if parts[0] is pieces[0] else ""
            if known and len(parts) + bool(first) > 1:
                start, end = (found.start("added") + at for at in (parts[0][0][0], parts[-1][0][1]))
                yield Site(start, end, first + "".join(value for _, value in parts))


def _begins_with(found: re.Match[str], window: Window) -> str:
    """Return the string that a name had before anything was added to it; nothing where the text does not say."""
    if window.text.find(_BUILDER, 0, found.start()) < 0:
        return window.given(found["name"])
    built = re.search(rf"\b{re.escape(found['name'])}{_BUILT.format(literal=_LITERAL)}", window.text[: found.start()])
    return content(built["literal"]) if built else window.given(found["name"])


def _operand(text: str, window: Window) -> str:
    piece = _PIECE.fullmatch(text)
    return _value(piece, window) if piece else ""


def _decoded(window: Window) -> Iterator[Site]:
    yield from (Site(start, end, value) for start, end, value in decoded(window.text, window.begin, window.end))
