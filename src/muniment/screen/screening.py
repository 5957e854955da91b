"""One supplier after the other against all entities: by identifier first, then by name. Nothing is confirmed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.screening import LikeName, Match, Result, SameIdentifier, Screened
from muniment.domain.supplier import NameKind
from muniment.screen.identifiers import by_value
from muniment.screen.index import Index
from muniment.screen.names import normal, other_script, variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from muniment.domain.screening import Entity, EntityName
    from muniment.domain.supplier import Scheme, Supplier
    from muniment.screen.index import Resemblance
    from muniment.screen.names import Name

THRESHOLD: Final = 80
"""The score from which on two names are shown to a person; docs/decisions/0027 says how it was chosen."""
_WHOLE: Final = 100


class Screener:
    """Entities, arranged once; `screen` then takes some tenths of a millisecond."""

    def __init__(self, entities: Sequence[Entity], threshold: int = THRESHOLD) -> None:
        """Arrange the names and identifiers of `entities`; `threshold` is a score from 1 to 100."""
        self._entities = tuple(entities)
        self._threshold = threshold
        self._least = threshold / _WHOLE - 0.005
        self._by_identifier: dict[tuple[Scheme, str], list[int]] = {}
        for number, entity in enumerate(self._entities):
            for (scheme, value), wrong in by_value(entity.identifiers).items():
                if not wrong:
                    self._by_identifier.setdefault((scheme, value), []).append(number)
        self.index = Index(
            (owner, number, name.text, name.distinctive)
            for owner, entity in enumerate(self._entities)
            for number, name in enumerate(entity.names)
        )

    def screen(self, supplier: Supplier) -> Screened:
        """Return what `supplier` may be. No match is only said of a row that could be compared as a whole."""
        identifiers = by_value(supplier.identifiers)
        notes = [f"{scheme.value.upper()} `{value}` {wrong}" for (scheme, value), wrong in identifiers.items() if wrong]
        usable = [pair for pair, wrong in identifiers.items() if not wrong]
        same = list(self._same_identifier(usable))
        taken = {match.entity.ref for match in same}
        alike = [match for match in self._alike(supplier) if match.entity.ref not in taken]
        matches = (*same, *sorted(alike, key=_urgency))
        why = "" if matches else _unscreened(supplier, bool(usable), notes)
        return Screened(
            supplier=supplier,
            result=_result(same, alike, why),
            matches=matches,
            why=why,
            notes=(*supplier.notes, *notes),
        )

    def _same_identifier(self, usable: Iterable[tuple[Scheme, str]]) -> Iterator[Match]:
        met: set[int] = set()
        for scheme, value in usable:
            for number in self._by_identifier.get((scheme, value), ()):
                if number not in met:
                    met.add(number)
                    by = SameIdentifier(scheme=scheme, value=value)
                    yield Match(entity=self._entities[number], score=_WHOLE, by=by)

    def _alike(self, supplier: Supplier) -> Iterator[Match]:
        best: dict[int, tuple[Resemblance, NameKind, Name]] = {}
        for kind, text in supplier.names:
            for variant in variants(text):
                name = normal(variant)
                for owner, found in self.index.find(name, self._least).items():
                    if owner not in best or found.likeness > best[owner][0].likeness:
                        best[owner] = (found, kind, name)
        for owner, (found, kind, name) in best.items():
            yield _match(self._entities[owner], found, kind, name)


def _match(entity: Entity, found: Resemblance, kind: NameKind, name: Name) -> Match:
    met_here, met_there = {one for one, _ in found.words}, {other for _, other in found.words}
    by = LikeName(
        kind=kind,
        supplier=name.text,
        entity=_as_written(entity, name) or entity.names[found.target.number],
        words=found.words,
        left_of_supplier=_left(name.words, met_here),
        left_of_entity=_left(found.target.words, met_there),
        contained=found.contained,
    )
    return Match(entity=entity, score=min(_WHOLE, round(found.likeness * _WHOLE)), by=by)


def _as_written(entity: Entity, name: Name) -> EntityName | None:
    """Return the name of the entity that also has the same legal forms, as affiliates of like names may."""
    return next((each for each in entity.names if _key(normal(each.text)) == _key(name)), None)


def _key(name: Name) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return name.words, name.forms


def _left(words: Sequence[str], met: set[str]) -> tuple[str, ...]:
    """Return the words that met none; one that was joined with its neighbour has met."""
    return tuple(word for word in words if not any(word in one for one in met))


def _urgency(match: Match) -> tuple[bool, bool, int, str]:
    """Return what orders matches: entities that an instrument or a list reaches first, then the likest."""
    reached = match.entity.vendor is None or bool(match.entity.reached)
    return not reached, match.entity.ended is not None, -match.score, match.entity.ref


def _result(same: Sequence[Match], alike: Sequence[Match], why: str) -> Result:
    if same:
        return Result.IDENTIFIER_MATCH
    if alike:
        return Result.POSSIBLE_MATCH
    return Result.NOT_SCREENED if why else Result.NO_MATCH


def _unscreened(supplier: Supplier, has_identifier: bool, wrong: Sequence[str]) -> str:  # noqa: FBT001  (see its one call)
    """Return why a row that matched nothing is not clean; empty where it is."""
    if supplier.doubt:
        return supplier.doubt
    words = [normal(text).words for kind, text in supplier.names if kind is not NameKind.PARENT]
    if not any(words):
        if has_identifier:
            return "has an identifier but no name, and most entries of lists have no identifier"
        return wrong[0] if wrong else "has no name and no identifier"
    scripts = [other_script(text) for kind, text in supplier.names if kind is not NameKind.PARENT]
    if all(scripts):
        return f"its name is written in {scripts[0]} script only, and names are not transliterated"
    return ""
