"""What each place of a text is to its language: code, a string, a comment, a pattern to be matched."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.discover.text.lexis import Form
from muniment.domain.evidence import Context
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.discover.text.lexis import Profile

_AHEAD: Final = 400
"""How far past the last place a text is read, so that the string around that place is seen whole."""
_DEEPEST: Final = 3
"""How deep strings in the expressions of strings are followed, and so many expressions one inside the other."""
_LONGEST_ROW: Final = 100
"""So many strings in a row are looked at for where their statement begins; a longer row is taken for values."""
_CODE_AND_TOKEN: Final = 2
"""What a text is split into, by turns."""
_LONGEST_CLOSING: Final = 20
_OPENING = lazily(r"\"\"\"|'''|[\"'`]|%[wWiIqQrx].|~[rRsSwWcC](?:\"\"\"|.)|/|\[=*\[|<<<?[^\n]*\n|")
_CLOSING = lazily(r"(?:\"\"\"|'''|[\"'`]#*|\]=*\]|[)\]}>|!/]|)\Z")
_PATTERN_MADE = lazily(
    r"(?i)(?:\bre2?\.\w+|\bregexp?(?:\.\w+|::new)?|\bpattern\.compile|\bMustCompile|preg_\w+|\bgrepl?|\bstr_detect"
    r"|\b[gs]sub|\bstring\.(?:match|gmatch|find)|\.(?:match|replaceAll))\(\s*(?:[a-zA-Z]{1,2}#?|@)?$|[=!]~\s*$"
)
"""What stands before a string that is a pattern."""
_RAW = lazily(r"(?:^|[(\s,=\[{])[rR][bB]?$")
_PATTERN_SIGNS = lazily(r"\\[bdswBDSW.]|\[[^\]\n]+\][+*{?]|\(\?")
_DOCUMENTS = lazily(r"@(?:module|type|short)?doc\s+(?:~[sS])?$")
_BRACKETS = lazily(r"[{}()]")
_PREFIXES = " \trRuUbBfF"
_GOES_ON = ("(", "[", "{", ",", "=", "+", "\\", "%", "|", "&", "?")
_GOES_ON_AFTER = lazily(r"\b(?:else|and|or|in|not|return|is|if|yield|from|await)$")


class Region(NamedTuple):
    """A stretch of text and what it is; for a string, `start` and `end` leave the quotes out.

    `pattern` marks what a text is compared with, which says nothing of what the program speaks to.
    """

    start: int
    end: int
    context: Context
    pattern: bool = False


class Regions:
    """The comments and strings of a text up to some offset, and code between them."""

    def __init__(self, profile: Profile, text: str, upto: int, depth: int = 0) -> None:
        """Find the tokens that begin before `upto`; what each is, is asked only of those that matter."""
        self._profile = profile
        self._text = text
        self._depth = depth
        self._bounds: Sequence[int] = ()
        self._holes: dict[int, Holes] = {}
        self._inner: dict[int, Regions] = {}
        self._comments: dict[int, bool] = {}
        if profile.tokens is not None:
            end = text.find("\n", upto + _AHEAD)
            step = profile.tokens.groups + 1
            parts = profile.tokens.split(text if end < 0 else text[:end])
            if step > _CODE_AND_TOKEN:
                parts = list(chain.from_iterable(zip(parts[::step], [*parts[1::step], ""], strict=True)))
            self._bounds = list(accumulate(map(len, parts)))

    def at(self, offset: int) -> Region:
        """Return the region that holds `offset`; outside all, an empty one with the context of what is outside."""
        index = bisect_right(self._bounds, offset)
        if index % _CODE_AND_TOKEN and index < len(self._bounds):
            return self._token(index // _CODE_AND_TOKEN, offset)
        return Region(offset, offset, _OUTSIDE[self._profile.form])

    def _start(self, index: int) -> int:
        return self._bounds[_CODE_AND_TOKEN * index]

    def _end(self, index: int) -> int:
        return self._bounds[_CODE_AND_TOKEN * index + 1]

    def _token(self, index: int, offset: int) -> Region:
        text, start, end = self._text, self._start(index), self._end(index)
        if text.startswith(self._profile.comment_marks, start) or self._documents(index):
            return Region(start, end, Context.COMMENT)
        if text.startswith("?>", start):
            return Region(start, end, Context.PROSE)
        if (inner := self._interpolated(start, end, offset)) is not None:
            return inner
        first, last = self._content(start, end)
        return Region(
            first, last, Context.STRING, pattern=self._is_pattern(start, text[start : min(end, start + _AHEAD)])
        )

    def _content(self, start: int, end: int) -> tuple[int, int]:
        """Return where a string begins and ends without its quotes."""
        text = self._text
        if self._profile.language == "c" and text.startswith("R", start - 1):
            first = text.find("(", start, end) + 1
            return first, max(text.rfind(")", start, end), first)
        opening = _OPENING.match(text, start, end)
        first = opening.end() if opening else start
        closing = _CLOSING.search(text[max(first, end - _LONGEST_CLOSING) : end])
        return first, end - len(closing[0] if closing else "")

    def _documents(self, index: int) -> bool:
        """Say whether the string is a comment by another name."""
        if self._profile.strings_document:
            if index not in self._comments:
                self._comments[index] = self._stands_alone(index)
            return self._comments[index]
        start = self._start(index)
        return (
            self._text.startswith('"""', start)
            and _DOCUMENTS.search(self._text[max(0, start - 40) : start]) is not None
        )

    def _is_pattern(self, start: int, token: str) -> bool:
        if self._text.startswith(("/", "%r", "~r", "~R"), start):
            return True
        before = self._text[max(0, start - 40) : start]
        raw = self._profile.strings_document and _RAW.search(before) is not None
        made = ("(" in before or "~" in before) and _PATTERN_MADE.search(before) is not None
        return made or (raw and _PATTERN_SIGNS.search(token) is not None)

    def _interpolated(self, start: int, end: int, offset: int) -> Region | None:
        """Return what `offset` is inside an expression that a string holds; nothing where it is the string's own."""
        opener = self._profile.hole
        if not opener or self._depth >= _DEEPEST or not self._has_holes(start):
            return None
        if start not in self._holes:
            self._holes[start] = Holes(self._text, start, end, opener)
        if (hole := self._holes[start].at(offset)) is None:
            return None
        begin, closed = hole
        if begin not in self._inner:
            self._inner[begin] = Regions(self._profile, self._text[begin:closed], closed - begin, self._depth + 1)
        found = self._inner[begin].at(offset - begin)
        return Region(found.start + begin, found.end + begin, found.context, found.pattern)

    def _has_holes(self, start: int) -> bool:
        if self._profile.hole != "{":
            return not self._text.startswith("'", start) or self._profile.language in {"dart", ""}
        line = self._text[max(0, start - 3) : start].lower()
        return line.endswith(("f", "fr", "rf", "$", "$@", "@$"))

    def _stands_alone(self, index: int) -> bool:
        """Say whether the string starts a statement, so that nothing uses it; strings in a row are one."""
        text, at = self._text, index
        for _ in range(_LONGEST_ROW):
            start = self._start(at)
            line = text.rfind("\n", 0, start) + 1
            lead = text[line:start].strip(_PREFIXES)
            if lead:
                return at != index and not lead.endswith(("(", "[", "{", ","))
            before = at - 1
            while before >= 0 and text.startswith("#", self._start(before)):
                if text[self._end(before) : self._start(before + 1)].strip(_PREFIXES + "\r\n"):
                    break
                before -= 1
            if before < 0 or text.startswith("#", self._start(before)):
                return _is_statement(text, line)
            between = text[self._end(before) : start]
            if "\\" in between and not between.strip(_PREFIXES + "\r\n\\"):
                return False
            if "#" not in between and between.strip(_PREFIXES + "\r\n"):
                return _is_statement(text, line)
            at = before
        return False


class Holes:
    """The expressions that a string holds, by their brackets, found in one pass however many there are."""

    def __init__(self, text: str, start: int, end: int, opener: str) -> None:
        """Find the expressions in `text` from `start` to `end`; one that nothing closes goes on to `end`."""
        self._begins: list[int] = []
        self._closes: list[int] = []
        self._around: list[int] = []
        open_ones: list[tuple[int, int]] = []
        depth = 0
        for found in _BRACKETS.finditer(text, start, end):
            place = found.start()
            if found[0] in "})":
                depth -= 1
                while open_ones and depth <= open_ones[-1][1]:
                    self._closes[open_ones.pop()[0]] = place
                continue
            begins = text.endswith(opener, start, place + 1)
            if begins and len(open_ones) < _DEEPEST:
                self._around.append(open_ones[-1][0] if open_ones else -1)
                open_ones.append((len(self._begins), depth))
                self._begins.append(place + 1)
                self._closes.append(end)
            depth += 1

    def at(self, offset: int) -> tuple[int, int] | None:
        """Return where the innermost expression around `offset` begins and ends."""
        index = bisect_right(self._begins, offset) - 1
        while index >= 0 and self._closes[index] <= offset:
            index = self._around[index]
        return (self._begins[index], self._closes[index]) if index >= 0 else None


def _is_statement(text: str, line: int) -> bool:
    """Say whether what starts the line at `line` starts a statement."""
    before = _code_before(text, line)
    if before.endswith(_GOES_ON) or _GOES_ON_AFTER.search(before):
        return False
    return not (before.endswith(":") and before.startswith(('"', "'")))


def _code_before(text: str, line: int) -> str:
    """Return the last line of code before the one that begins at `line`, without the comment at its end."""
    while line > 0:
        begin = text.rfind("\n", 0, line - 1) + 1
        code = text[begin : line - 1].strip()
        code = "" if code.startswith("#") else code.partition("  #")[0].rstrip()
        if code:
            return code
        line = begin
    return ""


_OUTSIDE = {
    Form.CODE: Context.CODE,
    Form.SETTINGS: Context.FIELD,
    Form.SHELL: Context.FIELD,
    Form.PROSE: Context.PROSE,
    Form.DATA: Context.PROSE,
    Form.NOTEBOOK: Context.PROSE,
}
