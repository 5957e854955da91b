"""The versions of one file after the other, of which only what is new in each is examined.

A line that stood in an earlier version of the file, and is still code, a string or a comment, shows what it showed
there. Where lines bear on each other, as in a manifest, all lines that hold an anchor are taken together; in settings,
so are the lines under which others stand. Nothing is assumed between two files.

What is not seen: a line that means something else only because of other lines that hold no anchor, such as the first
line of an import whose names stand below it, or what makes a manifest unreadable. It is seen in the first version,
which is examined whole where lines bear on each other, and again when a line with an anchor changes.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

import re2

from muniment.app.scan.examine import MOST_PLACES
from muniment.app.scan.known_lines import KnownLines, Version
from muniment.discover.findings.collect import serving_tools
from muniment.discover.identifiers.package_names import WINDOW, package_names
from muniment.discover.text.lexis import Form, Profile
from muniment.discover.text.regions import Regions
from muniment.domain.evidence import Identifier
from muniment.domain.technology import IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from muniment.app.scan.examine import Examined, Examiner, Prospect
    from muniment.app.scan.reading import LiteralFinder
    from muniment.domain.evidence import Context, Finding, NotUnderstood
    from muniment.domain.ids import SignatureId
    from muniment.domain.technology import Signature

Look: TypeAlias = "Callable[[str, bytes], Examined]"
"""Examines a text at a path as a whole, whatever was seen before."""
_Key: TypeAlias = "tuple[bytes, int, tuple[Context, ...]]"
"""A line, where something stands in it, and what everything in it is to the language: it shows what all of it shows."""
_HEAD: Final = 4096
_REACH: Final = 400
"""Bytes of a long line that count on each side of a hit, as many as are looked at."""
_COMPANY: Final = 2000
"""Bytes before a new line in which what is known stays to be seen, because an import may begin there."""
_MOST: Final = 20_000
_HEADING_ENDS: Final = re.compile(rb"[:{\[(\]][ \t\r]*$", re.MULTILINE)
"""How a line of settings ends under which others stand; after a bracket that closes, only where one opens the line."""
_TOKENS: Final = re2.compile(
    rb"(?m)[\"'`\\%~<>]|\*[/)]|-\}|#>|=#|\[=*\[|\]=*\]|^=|^[ \t]*@?(?i:rem\b|::)|[ \t]$|[(\[{,=+|&?]\r?$"
    rb"|\b(?:else|and|or|in|not|return|is|if|yield|from|await)\r?$"
)
"""What may begin or end a string or comment in any language, or leave a line open, beside the marks of comments."""
_BRACKETS: Final = re.compile(rb"[(){}]")
_SPREAD: Final = (b'"""', b"'''", b"`", b'@"')
"""How strings begin that go over lines, in languages in which they may hold expressions."""
_CLOSES: Final = ord("]")
_MOST_NAMES: Final = 20_000
"""Surroundings of names, of several hundred bytes each, that are remembered."""
_PLAIN: Final = Profile(form=Form.DATA, tokens=None)
_VERSION: Final = re.compile(rb"\d+(?:\.\d+)+")
"""Of a package in a manifest only the name counts."""
_CHECKSUM: Final = re.compile(rb"\bsha(?:1|256|384|512)-[A-Za-z0-9+/]{27,88}={0,2}(?![\w.@-])")
"""What an entry of a lock file must have; letters that chance has put in it name no package."""
_BLANK: Final = b"~"
"""Stands where an anchor was that needs no second look; no name holds it."""


class Versions:
    """What is shared by the versions of all files: the rulebook, compiled."""

    def __init__(
        self,
        examiner: Examiner,
        signatures: Mapping[SignatureId, Signature],
        finder: Callable[[Sequence[str]], LiteralFinder],
        look: Look,
    ) -> None:
        """Compile what finds the names of packages."""
        self.examiner = examiner
        self.look = look
        self.signatures = signatures
        names = package_names(signatures.values())
        self._literals = list(names)
        self._names = list(names.values())
        self._packages = finder(self._literals)
        self._named: dict[tuple[int, bytes, int], bool] = {}

    def package_lines(self) -> KnownLines:
        """Return what finds the parts of names of packages in the versions of one file."""
        return KnownLines(self._packages, self._may_name)

    def _may_name(self, text: bytes, number: int, end: int) -> bool:
        """Say whether the line in which a literal ends holds all of the part of a package's name that it stands for."""
        begin = text.rfind(b"\n", max(0, end - WINDOW), end) + 1 or max(0, end - WINDOW)
        stop = text.find(b"\n", end, end + WINDOW)
        return self._names[number].in_line.search(text[begin : stop if stop >= 0 else end + WINDOW]) is not None

    def packages(self, data: bytes, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield those `places` in a manifest at which a recognised package may be named, as (start, end)."""
        for number, end in places:
            start = end - len(self._literals[number])
            before = min(start, WINDOW)
            if self._is_named(number, data[start - before : end + WINDOW], before):
                yield start, end

    def _is_named(self, number: int, around: bytes, at: int) -> bool:
        """Say whether a package may be named in `around`, by what stands `at` an offset in it, which is no checksum.

        From version to version, most surroundings stay as they were.
        """
        known = self._named.get((number, around, at))
        if known is None:
            if len(self._named) >= _MOST_NAMES:
                self._named.clear()
            known = self._names[number].around.search(around) is not None and not _in_checksum(around, at)
            self._named[number, around, at] = known
        return known


class Numbering:
    """A number for each use: the same identifier by the same signature, for the same vendor, in files of one class."""

    def __init__(self, signatures: Mapping[SignatureId, Signature]) -> None:
        """Start with no use."""
        self.uses: list[Finding] = []
        """The first finding of each use, by its number."""
        self._signatures = signatures
        self._numbers: dict[tuple[object, ...], int] = {}

    def of_file(self, findings: Sequence[Finding]) -> frozenset[int]:
        """Return the numbers of the uses that all findings of one file show; mentions are left out."""
        standing = [finding for finding in findings if not finding.demoted]
        return frozenset(map(self.number, serving_tools(standing, self._signatures))) if standing else frozenset()

    def number(self, finding: Finding) -> int:
        """Return the number of the use that `finding` shows."""
        identifier = unversioned(finding.observation.identifier)
        key = (finding.vendor, finding.signature, identifier, finding.cls)
        number = self._numbers.setdefault(key, len(self.uses))
        if number == len(self.uses):
            self.uses.append(replace(finding, observation=replace(finding.observation, identifier=identifier)))
        elif finding.rung > self.uses[number].rung:
            self.uses[number] = replace(self.uses[number], rung=finding.rung)
        return number


def unversioned(identifier: Identifier) -> Identifier:
    """Return the package without its version; another version of it is the same use."""
    if identifier.kind is not IdentifierKind.PURL:
        return identifier
    name = identifier.value.split("?")[0].split("#")[0]
    slash = name.rfind("/")
    at = name.find("@", slash + 1)
    return Identifier(identifier.kind, name[:at] if at > 0 else name)


class FileVersions:
    """The versions of the file at one path. Not to be shared between threads."""

    def __init__(self, path: str, shared: Versions, numbering: Numbering) -> None:
        """Learn from the path what can be found in it."""
        self._path = path
        self._shared = shared
        self._numbers = numbering.of_file
        self._prospect = shared.examiner.prospect(path)
        self._known: dict[_Key, frozenset[int]] = {}
        self._wholes: dict[bytes, frozenset[int]] = {}
        self._anchors = shared.examiner.known_lines()
        self._packages = shared.package_lines()
        self._before = b""
        self._last: frozenset[int] = frozenset()
        self._marked = True
        self._quiet = False
        self._is_first = True
        self.not_understood: tuple[NotUnderstood, ...] = ()
        """What of the version that was asked for last nobody could use; where it is as known, nothing is told again."""
        self._itself = self._numbers(shared.look(path, b"").findings) if self._prospect.itself else frozenset()

    def uses(self, data: bytes) -> frozenset[int]:
        """Return the numbers of the uses that `data` shows, a text with line feeds and without a mark at its start."""
        prospect = self._prospect
        if data.startswith(b"#!"):
            prospect = self._shared.examiner.prospect(self._path, data[:200].decode("latin-1"))
        version = Version(data).after(self._before)
        self._before, self.not_understood = data, ()
        is_first, self._is_first = self._is_first, False
        structured = self._shared.examiner.has_structure(self._path, data[:_HEAD])
        if self._is_marked(version, prospect) or structured or (is_first and prospect.together):
            self._quiet = False
            return self._whole(data)
        if not (prospect.kinds or prospect.packages):
            return self._itself
        places = self._anchors.places(version, MOST_PLACES)
        named = self._packages.places(version, _MOST) if prospect.packages else []
        if not places and not named:
            return self._itself
        if not (self._quiet and self._changes_nothing(version, prospect)):
            self._last = self._seen(data, prospect, places, named)
        return self._last

    def _is_marked(self, version: Version, prospect: Prospect) -> bool:
        """Say whether a reader follows the structure; where none did before, only what is new can call for one."""
        if prospect.together and not prospect.nested:
            return False
        text = version.data if self._marked else version.middle
        self._marked = any(mark in text for mark in prospect.marks)
        return self._marked

    def _changes_nothing(self, version: Version, prospect: Prospect) -> bool:
        """Say whether neither what is new nor what is gone can bear on what the rest of the text shows.

        Nothing that is looked for stands in it, and nothing that makes code of a comment, or a heading of a line.
        """
        if not (version.above and self._anchors.same and (self._packages.same or not prospect.packages)):
            return False
        new, gone = version.middle, version.gone
        sways = self._shared.examiner.sways
        if sways(new) or sways(gone):
            return False
        if prospect.nested:
            return not (_HEADING_ENDS.search(new) or _HEADING_ENDS.search(gone))
        return prospect.together or not _bear_on_others((new, gone), version.data, prospect.profile)

    def _seen(
        self,
        data: bytes,
        prospect: Prospect,
        places: Sequence[tuple[int, int]],
        named: Sequence[tuple[int, int]],
    ) -> frozenset[int]:
        hits, joints, reason = self._shared.examiner.anchored(data, prospect.profile, places)
        self._quiet = not reason and not self._shared.examiner.is_listed(places)
        spans = [(hit.start, hit.end) for hit in hits if not prospect.kinds.isdisjoint(hit.kinds)]
        if prospect.packages:
            spans = sorted({*spans, *self._shared.packages(data, named)})
        places = sorted({*spans, *joints}) if joints and prospect.kinds else spans
        if not places:
            return self._itself
        if prospect.nested:
            reason += _outline(data, places)
        if prospect.nested or prospect.together or reason or len(places) > _MOST:
            return self._together(data, places, reason)
        return self._itself.union(
            *self._line_by_line(data, spans, list(_lines(data, sorted(places), prospect.profile)))
        )

    def _together(self, data: bytes, places: Sequence[tuple[int, int]], reason: str) -> frozenset[int]:
        lines = (line for (line, _, _), _ in _lines(data, places, _PLAIN))
        text = b"\n".join(lines) + reason.encode("utf-8", "surrogateescape")
        if self._prospect.packages:
            text = _VERSION.sub(b"0", text)
        named = hashlib.sha256(text).digest()
        if named not in self._wholes:
            self._wholes[named] = self._whole(data)
        return self._wholes[named]

    def _whole(self, data: bytes) -> frozenset[int]:
        """Return the numbers of the uses that a look at all of `data` shows, and keep what nobody could use."""
        seen = self._shared.look(self._path, data)
        self.not_understood = seen.not_understood
        return self._numbers(seen.findings)

    def _line_by_line(
        self, data: bytes, spans: list[tuple[int, int]], lines: list[tuple[_Key, int]]
    ) -> Iterable[frozenset[int]]:
        new = {key: begin for key, begin in lines if key not in self._known}
        if new:
            shown = self._shown(_blanked(data, spans, sorted(new.values())))
            for key, begin in new.items():
                self._known[key] = shown.get(1 + data.count(b"\n", 0, begin), frozenset())
        return {self._known[key] for key, _ in lines}

    def _shown(self, data: bytes) -> Mapping[int, frozenset[int]]:
        """Return what `data` shows, by line."""
        by_line: dict[int, list[Finding]] = {}
        for finding in self._shared.look(self._path, data).findings:
            by_line.setdefault(finding.observation.line, []).append(finding)
        return {line: self._numbers(findings) for line, findings in by_line.items()}


def _in_checksum(text: bytes, at: int) -> bool:
    return any(each.start() <= at < each.end() for each in _CHECKSUM.finditer(text))


def _bear_on_others(texts: Sequence[bytes], data: bytes, profile: Profile) -> bool:
    """Say whether whole lines `texts` can have a say in what other lines of `data` are: code, a string or a comment."""
    if profile.tokens is None:
        return False
    marks = _encoded(profile.comment_marks)
    if any(_TOKENS.search(text) or any(mark in text for mark in marks) for text in texts) or b"<<" in data:
        return True
    if not profile.hole or not any(map(_BRACKETS.search, texts)):
        return False
    return profile.language == "php" or any(opening in data for opening in _SPREAD)


@cache
def _encoded(marks: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(mark.encode() for mark in marks)


def _outline(data: bytes, places: Sequence[tuple[int, int]]) -> str:
    """Return the lines of settings under which others stand, and between which of them each place is."""
    found = [(start, b"") for start, _ in places]
    for each in _HEADING_ENDS.finditer(data):
        begin = data.rfind(b"\n", 0, each.start()) + 1
        line = data[begin : each.end()]
        if data[each.start()] != _CLOSES or line.lstrip(b" \t").startswith(b"["):
            found.append((begin, line))
    return b"\n".join(text for _, text in sorted(found)).decode("latin-1")


def _lines(data: bytes, spans: Sequence[tuple[int, int]], profile: Profile) -> Iterator[tuple[_Key, int]]:
    """Yield the line of each span, or what counts of it, with what it is to its language, and where it begins."""
    regions = Regions(profile, data.decode("latin-1") if profile.tokens else "", spans[-1][1])
    begins = [data.rfind(b"\n", max(0, start - _REACH), start) + 1 or max(0, start - _REACH) for start, _ in spans]
    contexts: dict[int, tuple[Context, ...]] = {}
    for begin, (start, _) in zip(begins, spans, strict=True):
        contexts[begin] = (*contexts.get(begin, ()), regions.at(start).context)
    for begin, (start, end) in zip(begins, spans, strict=True):
        stop = data.find(b"\n", end, end + _REACH)
        line = data[begin : stop if stop >= 0 else end + _REACH]
        yield (line, start - begin, contexts[begin]), begin


def _blanked(data: bytes, spans: list[tuple[int, int]], new: list[int]) -> bytes:
    """Return `data` without the anchors that need no second look: those neither on a new line nor shortly before one.

    `new` is where the new lines begin, in order. Everything else stays where it was.
    """
    blanked = bytearray(data)
    for start, end in spans:
        following = bisect_right(new, start)
        on_new = following > 0 and data.find(b"\n", new[following - 1], start) < 0
        before_new = following < len(new) and new[following] - end < _COMPANY
        if not on_new and not before_new:
            blanked[start:end] = _BLANK * (end - start)
    return bytes(blanked)
