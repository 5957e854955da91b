"""What a hit can come to, told from the characters around it alone, before the file is read by its language.

Telling code from comments costs more than all the rest of a scan. Most hits are parts of longer words that no signature
knows, or words of another language's packages; nothing has to be told apart for them. What stays out here would have
come to nothing: the same runs of characters are asked of the same signatures later.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

import re2

from muniment.discover.identifiers.settings import pairs
from muniment.discover.text.anchors import anchors_of
from muniment.discover.text.lexis import Form
from muniment.discover.text.spots import ALPHANUMERIC, Hit
from muniment.domain.evidence import Identifier
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind as Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from muniment.discover.judging.match import Matcher
    from muniment.discover.text.anchors import Anchor
    from muniment.discover.text.lexis import Profile

Asked: TypeAlias = "tuple[Kind, Callable[[bytes, int, int], bool]]"
"""A kind, and what says of a part of a text whether it can belong to one that somebody knows."""
_REACH: Final = 400
_MOST_KNOWN: Final = 50_000
"""Runs of one kind of which is remembered whether anybody knows them."""
_REACH_OF_COMMAND: Final = 1000
"""Bytes on each side in which a whole command stands, also one whose words are strings of a list."""
_OF_ONE_WORD: Final = frozenset({()})
_NO_WORD: Final = lazily(r"[ *#]+")
_NAME_RUN: Final = f"{ALPHANUMERIC}_$".encode()
_DOTTED_RUN: Final = _NAME_RUN + b"."
"""Of what the name of a function is made together with that of its module."""
_RUNS: Final = {
    Kind.SYMBOL: _NAME_RUN,
    Kind.ENV: _NAME_RUN,
    Kind.HOST: f"{ALPHANUMERIC}_.-".encode(),
    Kind.MODEL: f"{ALPHANUMERIC}_.:/@+-".encode(),
    Kind.OID: b"0123456789.",
}
"""Of what characters the identifiers of a kind are made, where they are nothing but such a run."""
_SETTINGS: Final = frozenset({Kind.CONFIG_KEY, Kind.EXTENSION})
"""Kinds that there are in settings only."""
_BRINGS: Final = {"r": "python", "julia": "python"}
_SHELL: Final = re2.compile(
    rb"\b(?:sh|bat|pwsh|powershell)\s*\(?\s*[\"']|\bscript\s*:\s*[\"']|\b(?:install|npx|uvx|dlx)\b"
)
"""What stands in code that hands a shell a command, or starts an installer, by which a package may come; not in C."""
_DELIVERS: Final = re2.compile(rb"esm\.|skypack|unpkg|jsdelivr|jspm|cdnjs")


class Plausible:
    """Asks the signatures what a hit may be. Remembers the answers for runs that come again and again."""

    def __init__(self, matcher: Matcher) -> None:
        """Take the compiled signatures."""
        self._matcher = matcher
        self._known: dict[Kind, dict[bytes, bool]] = {kind: {} for kind in _RUNS}
        self._others: dict[bytes, re2._Regexp[bytes]] = {}
        self._asked_of: dict[tuple[frozenset[Kind], frozenset[Kind]], tuple[Asked, ...]] = {}

    def hits(self, profile: Profile, data: bytes, hits: Iterable[tuple[int, int, Anchor]]) -> Iterator[Hit]:
        """Yield each hit, given as start, end and anchor, with what it may be; in code only those that may be anything.

        Outside code, a place may also show what is installed on its line, so every hit stays.
        """
        if profile.form is not Form.CODE or (profile.language != "c" and _SHELL.search(data)):
            for start, end, anchor in hits:
                yield Hit(start, end, anchor.kinds)
            return
        brought = _brought(profile, data)
        for start, end, anchor in hits:
            kinds = [
                kind
                for kind, may_be in self.asked_of(anchor.kinds, _SETTINGS)
                if (not brought.isdisjoint(anchor.languages) if kind is Kind.IMPORT else may_be(data, start, end))
            ]
            if kinds:
                yield Hit(start, end, frozenset(kinds))

    def sways(self, text: bytes) -> bool:
        """Say whether `text` makes other words of the same file be anything that they would not be without it."""
        return _SHELL.search(text) is not None or _DELIVERS.search(text) is not None

    def asked_of(self, kinds: frozenset[Kind], never: frozenset[Kind]) -> tuple[Asked, ...]:
        """Return each of `kinds` but `never`, with what says whether a place can belong to one that somebody knows."""
        found = self._asked_of.get((kinds, never))
        if found is None:
            found = self._asked_of[kinds, never] = tuple((kind, self._asker(kind)) for kind in kinds - never)
        return found

    def _asker(self, kind: Kind) -> Callable[[bytes, int, int], bool]:
        if kind is Kind.SETTING:
            return self._sets
        if kind is Kind.COMMAND:
            return self._runs
        if kind not in _RUNS:
            return _always
        characters, known, dotted = _RUNS[kind], self._known[kind], kind is Kind.SYMBOL
        spaced = kind is Kind.HOST

        def may_be(data: bytes, start: int, end: int) -> bool:
            of = _DOTTED_RUN if dotted and b"." in data[start:end] else characters
            words = spaced and b" " in data[start:end]
            run = data[start:end] if words else _run(data, start, end, of)
            answer = known.get(run)
            return self._asked(kind, run, known) if answer is None else answer

        return may_be

    def _sets(self, data: bytes, start: int, end: int) -> bool:
        before, after = data[max(0, start - _REACH) : start], data[end : end + _REACH]
        lead = before[before.rfind(b"\n") + 1 :]
        whole = lead + data[start:end] + after.partition(b"\n")[0]
        if b"=" not in whole and b":" not in whole and b">" not in whole:
            return False
        line = whole.decode("latin-1")
        found = pairs(line, len(lead), len(lead) + end - start)
        settings = (f"{key.rpartition('.')[2]}={value}" for key, value in found)
        return any(
            self._matcher.may_end(each) or self._matcher.recognise(Identifier(Kind.SETTING, each)) for each in settings
        )

    def _runs(self, data: bytes, start: int, end: int) -> bool:
        """Say whether all words of a command stand around the one that was found, or a word of another command."""
        word = data[start:end].lower()
        commands = self._commands.get(word, _OF_ONE_WORD)
        if () in commands:
            return True
        around = data[max(0, start - _REACH_OF_COMMAND) : end + _REACH_OF_COMMAND].lower()
        return any(all(each in around for each in words) for words in commands) or self._has_other(around, word)

    def _has_other(self, around: bytes, word: bytes) -> bool:
        if word not in self._others:
            self._others[word] = re2.compile(b"|".join(re2.escape(each) for each in self._commands if each != word))
        return self._others[word].search(around) is not None

    @cached_property
    def _commands(self) -> Mapping[bytes, frozenset[tuple[bytes, ...]]]:
        """The other words of each command that somebody knows, by the word by which it is found."""
        found: dict[bytes, set[tuple[bytes, ...]]] = defaultdict(set)
        for pattern in self._matcher.patterns(Kind.COMMAND):
            for literal in anchors_of(Kind.COMMAND, pattern):
                words = (word for word in _NO_WORD.split(pattern.lower()) if word not in literal)
                found[literal.encode()].add(tuple(word.encode() for word in words))
        return {literal: frozenset(commands) for literal, commands in found.items()}

    def _asked(self, kind: Kind, run: bytes, known: dict[bytes, bool]) -> bool:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        values = set(_values(kind, run.decode("latin-1")))
        found = known[run] = any(self._matcher.recognise(Identifier(kind, value)) for value in values)
        return found


def _always(_data: bytes, _start: int, _end: int) -> bool:
    return True


def _run(data: bytes, start: int, end: int, characters: bytes) -> bytes:
    """Return the longest run of `characters` that holds the hit; empty where the hit itself holds others."""
    if data[start:end].strip(characters):
        return b""
    before, after = data[max(0, start - _REACH) : start], data[end : end + _REACH]
    return data[start - len(before) + len(before.rstrip(characters)) : end + len(after) - len(after.lstrip(characters))]


def _values(kind: Kind, run: str) -> Iterator[str]:
    """Yield every identifier of `kind` that is read out of a run of characters."""
    if kind is Kind.MODEL:
        model = run.strip(".:/@-").lower()
        yield model
        yield from (model.partition(":")[::2])
        yield from (f"{model}/", f"{model}:", f":{model}")
    elif kind is Kind.HOST:
        yield run.strip(".-").lower()
    elif kind is Kind.OID:
        yield run.strip(".")
    else:
        yield run


def _brought(profile: Profile, data: bytes) -> frozenset[str]:
    """Return the languages whose packages a file in this language can bring."""
    found = {profile.language, _BRINGS.get(profile.language, ""), "lib"}
    return frozenset(found | ({"js"} if profile.language != "c" and _DELIVERS.search(data) else set()))
