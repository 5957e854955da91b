"""From the bytes of one file to findings, through ports for what reads formats and finds literals."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from muniment.discover.anchors import anchors, anchors_of
from muniment.discover.classify import class_of
from muniment.discover.extract import Hit, observe
from muniment.discover.judge import judge
from muniment.discover.lexis import Form, Profile, profile_of
from muniment.discover.match import Matcher
from muniment.domain.evidence import Context, EvidenceClass, Identifier, NotUnderstood, Observation, Rung
from muniment.domain.technology import IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from muniment.domain.evidence import Finding
    from muniment.domain.technology import Signature

MOST_HITS: Final = 20_000
"""Anchors looked at in one piece of a file; past that the piece is reported as not fully examined."""
_MOST_IN_TEXT: Final = 3
_MARKS_OF_A_LIST: Final = 3
"""So many different words of everybody's lists make a file reference data."""


class LiteralFinder(Protocol):
    """Finds literals, whatever their case, in one pass over bytes."""

    def find(self, data: bytes, most: int) -> list[tuple[int, int]]:
        """Return (number of the literal, end offset) of at most `most` + 1 occurrences, in order of end."""


class ManifestReader(Protocol):
    """Reads one file format."""

    def read(self, path: str, text: str) -> Iterator[Observation | NotUnderstood]:
        """Yield every identifier that `text` declares, and whatever was not understood."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What one piece of a file shows."""

    findings: tuple[Finding, ...]
    not_understood: tuple[NotUnderstood, ...]


class Examiner:
    """Everything that depends on the rulebook and not on the file, compiled once and shared by all workers."""

    def __init__(
        self,
        signatures: Sequence[Signature],
        list_words: Sequence[str],
        finder: Callable[[Sequence[str]], LiteralFinder],
        reader_for: Callable[[str], ManifestReader | None],
    ) -> None:
        """Compile `signatures`. `list_words` are words by which lists of everybody's names are known.

        Raises: ValueError for a pattern that the byte pass could not find.
        """
        by_literal = anchors(signatures)
        self._literals = [*by_literal, *(word for word in list_words if word not in by_literal)]
        self._kinds = [by_literal.get(literal) for literal in self._literals]
        self._finder = finder(self._literals)
        self._matcher = Matcher(signatures)
        self._reader_for = reader_for
        self._paths = _path_words(signatures)

    def examine(self, path: str, data: bytes, first_line: int = 1) -> Examined:
        """Return what `data`, the text of `path` from `first_line` on, shows. `data` has no NUL for text."""
        raw = self._finder.find(data, MOST_HITS)
        reader = self._reader_for(path) if first_line == 1 else None
        if not raw and reader is None and not self._paths(path):
            return Examined((), ())
        return self._look(path, data, first_line, raw, reader)

    def _look(
        self, path: str, data: bytes, first_line: int, raw: list[tuple[int, int]], reader: ManifestReader | None
    ) -> Examined:
        text = data.decode("latin-1")
        profile = profile_of(path, text[:200])
        observations: list[Observation] = []
        unclear: list[NotUnderstood] = []
        if len(raw) > MOST_HITS:
            unclear.append(NotUnderstood(first_line, f"more than {MOST_HITS} places to look at; the rest were not examined"))
        if reader is not None:
            for seen in reader.read(path, data.decode("utf-8", "replace")):
                (unclear if isinstance(seen, NotUnderstood) else observations).append(seen)  # type: ignore[arg-type]
        observations += observe(profile, text, self._hits(raw, profile, manifest=reader is not None))
        if self._paths(path):
            observations.append(_path_itself(path))
        findings = judge(
            path,
            [_shifted(_readable(o), first_line - 1) for o in observations],
            self._matcher,
            class_of(path, profile),
            whole_file=self._reason(raw, data),
        )
        return Examined(tuple(findings), tuple(unclear))


    def _hits(self, raw: list[tuple[int, int]], profile: Profile, *, manifest: bool) -> list[Hit]:
        """Return the hits worth extracting; in running text a few for each literal say all there is to say."""
        seen: Counter[int] = Counter()
        text = profile.form in {Form.PROSE, Form.DATA} and profile.tokens is None
        hits: list[Hit] = []
        for number, end in raw:
            kinds = self._kinds[number]
            seen[number] += 1
            if kinds is None or (text and seen[number] > _MOST_IN_TEXT):
                continue
            if manifest:
                kinds -= _NOT_IN_MANIFESTS
            hits.append(Hit(end - len(self._literals[number]), end, kinds))
        hits.sort(key=lambda hit: hit.start)
        return hits

    def _reason(self, raw: list[tuple[int, int]], data: bytes) -> str:
        if b"\0" in data[:8192]:
            return "inside a binary file"
        marks = {number for number, _ in raw if self._kinds[number] is None}
        return "in a list of everybody's names (reference data)" if len(marks) >= _MARKS_OF_A_LIST else ""


_NOT_IN_MANIFESTS = frozenset({IdentifierKind.SYMBOL, IdentifierKind.CONFIG_KEY})
"""A manifest's reader says what its keys mean; keys and names in it are packages, not settings."""


def _path_words(signatures: Sequence[Signature]) -> Callable[[str], object]:
    """Return a quick test for paths that a `file` pattern might match."""
    words = {
        word
        for signature in signatures
        for pattern in signature.match.get(IdentifierKind.FILE, ())
        for word in anchors_of(IdentifierKind.FILE, pattern)
    }
    if not words:
        return lambda _: None
    return re.compile("|".join(map(re.escape, sorted(words))), re.IGNORECASE).search


def _path_itself(path: str) -> Observation:
    return Observation(Identifier(IdentifierKind.FILE, path), 0, Context.FIELD, Rung.CONFIGURED, path)


def _readable(observation: Observation) -> Observation:
    """Undo, for what people read, the reading of bytes as Latin-1 that keeps offsets simple."""
    if observation.excerpt.isascii():
        return observation
    try:
        excerpt = observation.excerpt.encode("latin-1").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return observation
    return Observation(observation.identifier, observation.line, observation.context, observation.rung, excerpt)


def _shifted(observation: Observation, lines: int) -> Observation:
    if not lines or not observation.line:
        return observation
    return Observation(
        observation.identifier, observation.line + lines, observation.context, observation.rung, observation.excerpt
    )
