"""Which signatures recognise an identifier. The table in `rulebook/README.md` is the specification."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

import re2

from muniment.discover.paths.globs import expression, in_a_path
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from muniment.domain.evidence import Identifier
    from muniment.domain.technology import Signature

_UP_TO = {
    IdentifierKind.IMPORT: lazily(r"[./:\\]"),
    IdentifierKind.ACTION: lazily(r"/"),
    IdentifierKind.COMMAND: lazily(r" "),
    IdentifierKind.OID: lazily(r"\."),
}
_WORDS = frozenset({IdentifierKind.SYMBOL, IdentifierKind.CONFIG_KEY})
_CASED = frozenset({IdentifierKind.ENV, IdentifierKind.FILE})
"""Kinds whose patterns say by their own capitals, or always, that case counts."""
_ALWAYS_GLOBS = _WORDS | {IdentifierKind.FILE}
_PYPI_SEPARATORS = lazily(r"[._-]+")
_NAME_WORDS = lazily(r"[^\W_](?:[\w.+&'-]*[\w+])?")
_MOST_WORDS = 24
_LONGEST_NAME = 6
"""Words of the longest pattern of a name."""
_KEY_SEPARATORS = lazily(r"[_-]+")
_VERSION = lazily(r"[@?#].*", re.DOTALL)
_BETWEEN = "\1"
_MOST_KNOWN = 20_000
"""Identifiers of which is remembered who knows them; the same ones come again and again."""


class Matcher:
    """Signatures, each kind compiled when it is first asked for.

    Case counts for environment variables, and in a path that is written with capitals.
    """

    def __init__(self, signatures: Sequence[Signature]) -> None:
        """Compile the patterns of `signatures`, whose order is that of every result."""
        self._signatures = tuple(signatures)
        self._known: dict[Identifier, tuple[Signature, ...]] = {}
        self._match = _ByKind((at, signature.match) for at, signature in enumerate(signatures))
        self._unless = _ByKind((at, signature.unless) for at, signature in enumerate(signatures))
        ends = {
            _without_outer_keys(pattern)
            for each in signatures
            for pattern in each.match.get(IdentifierKind.SETTING, ())
            if "." in pattern.partition("=")[0]
        }
        self._ends_of_settings = frozenset(ends)
        self._open_ends = tuple(re.compile(expression(end), re.DOTALL) for end in ends if "*" in end or "#" in end)
        self._files = self._match.get(IdentifierKind.FILE)
        self._any_file = _any_of(pattern for each in signatures for pattern in each.match.get(IdentifierKind.FILE, ()))

    def recognise(self, identifier: Identifier) -> tuple[Signature, ...]:
        """Return every signature that knows `identifier`; none for a kind that no signature names."""
        known = self._known.get(identifier)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[identifier] = self._looked_up(identifier)
        return known

    def _looked_up(self, identifier: Identifier) -> tuple[Signature, ...]:
        patterns = self._match.get(identifier.kind)
        if patterns is None:
            return ()
        found = patterns.find(identifier.value)
        if found and (unless := self._unless.get(identifier.kind)) is not None:
            found -= unless.find(identifier.value)
        return tuple(self._signatures[at] for at in sorted(found))

    def patterns(self, kind: IdentifierKind) -> Iterator[str]:
        """Yield the patterns of `kind`, of whichever signature."""
        for each in self._signatures:
            yield from each.match.get(kind, ())

    def may_end(self, setting: str) -> bool:
        """Say whether a pattern has other keys before `setting`, a key and its value."""
        end = _without_outer_keys(setting)
        return end in self._ends_of_settings or any(each.fullmatch(end) for each in self._open_ends)

    def recognises_path(self, path: str) -> bool:
        """Say, faster than `recognise`, whether a signature may name the file at `path`."""
        return self._files is not None and self._files.has_glob(path)

    def recognises_any(self, paths: Sequence[str]) -> bool:
        """Say whether a signature may name a file of `paths`, faster than asking for each; a yes may be wrong."""
        return self._any_file is not None and self._any_file.search(_BETWEEN.join(("", *paths, ""))) is not None


class _Patterns:
    """All patterns of one kind; each belongs to the signature at some position."""

    def __init__(self, kind: IdentifierKind, patterns: Iterable[tuple[str, int]]) -> None:
        self._kind = kind
        self._exact: dict[str, set[int]] = defaultdict(set)
        globs: list[tuple[str, int]] = []
        for pattern, at in patterns:
            folded = self._fold(pattern)
            if kind in _ALWAYS_GLOBS or "*" in folded or "#" in folded:
                globs.append((folded, at))
            else:
                self._exact[folded].add(at)
        self._owners = tuple(at for _, at in globs)
        self._words = tuple(word for word, _ in globs)
        self._set = _compiled(kind, [word for word, _ in globs])

    def find(self, value: str) -> set[int]:
        """Return the positions of the signatures whose pattern matches."""
        if self._kind in _WORDS:
            return {self._owners[at] for at in self._hits(value.lower()) if has_word(value, self._words[at])}
        found: set[int] = set()
        for candidate in self._candidates(self._fold(value)):
            found |= self._exact.get(candidate, frozenset())
            found.update(self._owners[at] for at in self._hits(candidate))
        return found

    def has_glob(self, value: str) -> bool:
        """Say whether a pattern with a place holder matches; those of files all count as such."""
        return bool(self._hits(self._fold(value)))

    def _hits(self, value: str) -> list[int]:
        return (self._set.Match(value) or []) if self._set is not None else []

    def _fold(self, value: str) -> str:
        if self._kind in _CASED:
            return value
        folded = value.lower()
        if self._kind is IdentifierKind.SETTING:
            return _with_bare_key(folded)
        return _PYPI_SEPARATORS.sub("-", folded) if folded.startswith("pkg:pypi/") else folded

    def _candidates(self, value: str) -> Iterator[str]:
        if self._kind is IdentifierKind.PURL:
            yield _VERSION.sub("", value)
            return
        yield value
        if separator := _UP_TO.get(self._kind):
            for cut in separator.finditer(value):
                yield value[: cut.start()]
        elif self._kind is IdentifierKind.MODEL:
            for cut in re.finditer("/", value):
                yield value[cut.end() :]
        elif self._kind is IdentifierKind.NAME:
            yield from _runs_of_words(value)


def _runs_of_words(value: str) -> Iterator[str]:
    """Yield what a name holds beside itself: `northwind ai` of `northwind ai, inc. (formerly gale)`."""
    words = list(islice(_NAME_WORDS.finditer(value), _MOST_WORDS))
    for first, word in enumerate(words):
        for last in words[first : first + _LONGEST_NAME]:
            yield value[word.start() : last.end()]


def has_word(token: str, word: str) -> bool:
    """Say whether `word` (lower case) stands in `token` as a word of its own, by case, digits and underscores.

    `northwind` stands in `NorthwindClient`, `is_northwind_reply`, `NORTHWIND2` and `NORTHWINDClient`, not in
    `northwindows` or `NORTHWINDOWS`.
    """
    folded = token.lower()
    start = folded.find(word)
    while start >= 0:
        end = start + len(word)
        if _begins(token, start) and _ends(token, end):
            return True
        start = folded.find(word, start + 1)
    return False


def _begins(token: str, start: int) -> bool:
    if start == 0 or not token[start - 1].isalpha():
        return True
    return token[start].isupper() and token[start - 1].islower()


def _ends(token: str, end: int) -> bool:
    if end == len(token) or not token[end].isalpha():
        return True
    goes_on_small = token[end + 1 : end + 2].islower()
    return token[end].isupper() and (goes_on_small or not token[end - 1].isupper())


def _with_bare_key(setting: str) -> str:
    """Return the setting with a key that holds letters and digits alone: `device_type` and `deviceType` are one."""
    key, _, value = setting.partition("=")
    return f"{_KEY_SEPARATORS.sub('', key)}={value}"


def _without_outer_keys(setting: str) -> str:
    key, _, value = setting.lower().partition("=")
    return _with_bare_key(f"{key.rpartition('.')[2]}={value}")


class _ByKind:
    """Patterns by their kind, those of a kind compiled when they are first asked for."""

    def __init__(self, signatures: Iterable[tuple[int, Mapping[IdentifierKind, tuple[str, ...]]]]) -> None:
        self._patterns: dict[IdentifierKind, list[tuple[str, int]]] = defaultdict(list)
        self._compiled: dict[IdentifierKind, _Patterns] = {}
        for at, match in signatures:
            for kind, patterns in match.items():
                self._patterns[kind] += [(pattern, at) for pattern in patterns]

    def get(self, kind: IdentifierKind) -> _Patterns | None:
        if kind not in self._patterns:
            return None
        if kind not in self._compiled:
            self._compiled[kind] = _Patterns(kind, self._patterns[kind])
        return self._compiled[kind]


def _any_of(files: Iterable[str]) -> re2.Pattern | None:
    """Return one expression that finds a file named by any pattern in a list of paths with `_BETWEEN` around each."""
    named = "|".join(in_a_path(glob).replace(".*", f"[^{_BETWEEN}]*") for glob in files)
    return re2.compile(f"[/{_BETWEEN}](?:{named}){_BETWEEN}") if named else None


def _compiled(kind: IdentifierKind, globs: list[str]) -> re2.Set | None:
    if not globs:
        return None
    options = re2.Options()
    options.dot_nl = True
    options.log_errors = False
    compiled = re2.Set.SearchSet(options) if kind in _WORDS else re2.Set.FullMatchSet(options)
    for glob in globs:
        compiled.Add(f"(?:.*/)?{in_a_path(glob)}" if kind is IdentifierKind.FILE else expression(glob))
    compiled.Compile()
    return compiled
