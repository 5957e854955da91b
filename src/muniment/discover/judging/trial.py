"""What the signatures make of one text: which recognise it, which take it back, and which come near."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from muniment.discover.identifiers.spellings import identifiers_of
from muniment.discover.judging.match import Matcher
from muniment.discover.text.anchors import ANCHORED, anchors_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from muniment.domain.evidence import Finding, Identifier, NotUnderstood
    from muniment.domain.ids import SignatureId
    from muniment.domain.technology import IdentifierKind, Signature

_MOST_NEAR: Final = 5
_NEAR: Final = 0.8
_TELLING: Final = 5
"""Letters that a literal must have before its standing somewhere in the text says anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """A signature whose `pattern` matches `identifier`; `taken_back_by` is a pattern that takes the match back.

    `anchors` are the literals by one of which the pass over bytes finds it; none where a reader or the path does.
    """

    identifier: Identifier
    signature: Signature
    pattern: str
    anchors: tuple[str, ...]
    taken_back_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A pattern that does not match, and comes near: it is spelt alike, or its literal stands in the text."""

    kind: IdentifierKind
    pattern: str
    signature: Signature
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What the signatures make of `text`, read as each of `kinds`."""

    text: str
    kinds: tuple[IdentifierKind, ...]
    recognised: tuple[Recognition, ...]
    near: tuple[NearMiss, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialInFile:
    """What the scanner makes of `text` as the content of a file at `path`: findings, and how each was recognised."""

    text: str
    path: str
    findings: tuple[tuple[Finding, Recognition], ...]
    not_understood: tuple[NotUnderstood, ...]


def try_out(text: str, signatures: Sequence[Signature], kind: IdentifierKind | None = None) -> Trial:
    """Return which of `signatures` know `text`, as `kind` or as every kind that it could be."""
    identifiers = tuple(dict.fromkeys(identifiers_of(text, kind)))
    found = tuple(_recognitions(identifiers, signatures))
    kinds = tuple(dict.fromkeys(identifier.kind for identifier in identifiers))
    known = frozenset(each.signature.id for each in found)
    return Trial(text=text, kinds=kinds, recognised=found, near=tuple(_near(identifiers, signatures, known)))


def explained(findings: Iterable[Finding], signatures: Sequence[Signature]) -> tuple[tuple[Finding, Recognition], ...]:
    """Return each of `findings` with the pattern and the literals by which its signature knows it."""
    by_id = {signature.id: signature for signature in signatures}
    return tuple((each, _recognition(each.observation.identifier, by_id[each.signature])) for each in findings)


def _recognitions(identifiers: Iterable[Identifier], signatures: Sequence[Signature]) -> Iterator[Recognition]:
    without = Matcher([replace(signature, unless={}) for signature in signatures])
    by_id = {signature.id: signature for signature in signatures}
    for identifier in identifiers:
        for found in without.recognise(identifier):
            yield _recognition(identifier, by_id[found.id])


def _recognition(identifier: Identifier, signature: Signature) -> Recognition:
    pattern = _first(identifier, signature, signature.match.get(identifier.kind, ()))
    return Recognition(
        identifier=identifier,
        signature=signature,
        pattern=pattern,
        anchors=anchors_of(identifier.kind, pattern) if identifier.kind in ANCHORED else (),
        taken_back_by=_first(identifier, signature, signature.unless.get(identifier.kind, ())),
    )


def _first(identifier: Identifier, signature: Signature, patterns: Iterable[str]) -> str:
    """Return the first of `patterns` that matches `identifier`, empty where none does."""
    for pattern in patterns:
        alone = replace(signature, match={identifier.kind: (pattern,)}, unless={})
        if Matcher((alone,)).recognise(identifier):
            return pattern
    return ""


def _near(
    identifiers: Sequence[Identifier], signatures: Sequence[Signature], known: frozenset[SignatureId]
) -> Iterator[NearMiss]:
    scored: list[tuple[float, NearMiss]] = []
    by_kind: dict[IdentifierKind, list[str]] = {}
    for identifier in identifiers:
        by_kind.setdefault(identifier.kind, []).append(identifier.value.lower())
    for signature in signatures:
        if signature.id not in known:
            for kind, values in by_kind.items():
                scored += _nearest(signature, kind, values)
    scored.sort(key=lambda each: (-each[0], each[1].signature.id))
    seen: set[SignatureId] = set()
    for _, miss in scored:
        if len(seen) < _MOST_NEAR and miss.signature.id not in seen:
            seen.add(miss.signature.id)
            yield miss


def _nearest(signature: Signature, kind: IdentifierKind, values: list[str]) -> Iterator[tuple[float, NearMiss]]:
    for pattern in signature.match.get(kind, ()):
        folded = pattern.lower()
        inside = kind in ANCHORED and any(
            literal in value for value in values for literal in anchors_of(kind, pattern) if len(literal) >= _TELLING
        )
        likeness = max(_likeness(folded, value) for value in values)
        if inside or likeness >= _NEAR:
            why = "its literal stands in the text, as part of another word or name" if inside else "it is spelt alike"
            yield likeness, NearMiss(kind=kind, pattern=pattern, signature=signature, why=why)


def _likeness(pattern: str, value: str) -> float:
    matcher = SequenceMatcher(None, pattern, value, autojunk=False)
    if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
        return 0.0
    return matcher.ratio()
