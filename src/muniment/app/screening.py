"""The use case: screen every supplier of a file against the rulebook's vendors and the lists that were imported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.domain.screening import ListEdition, Result, Screening
from muniment.screen.entities import RULEBOOK, vendors
from muniment.screen.reviews import Reviews
from muniment.screen.screening import Screener

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from muniment.domain.rulebook import Rulebook
    from muniment.domain.screening import Entity, Match, Screened, SupplierReview
    from muniment.domain.supplier import SupplierFile

_ORDER = {result: place for place, result in enumerate(Result)}


def screen(  # noqa: PLR0913  (one parameter for each thing that an answer rests on)
    file: SupplierFile,
    book: Rulebook,
    lists: Sequence[tuple[ListEdition, Sequence[Entity]]],
    reviews: Sequence[SupplierReview],
    day: date,
    *,
    threshold: int,
    progress: Callable[[int, int], None] | None = None,
) -> Screening:
    """Return the answer for every supplier of `file`, what needs a person most first; nothing is confirmed."""
    known = tuple(vendors(book, day))
    entities = [*known, *(entity for _, listed in lists for entity in listed)]
    screener, said = Screener(entities, threshold), Reviews(reviews, day)
    screened: list[Screened] = []
    for supplier in file.suppliers:
        screened.append(said.applied(screener.screen(supplier)))
        if progress is not None:
            progress(len(screened), len(file.suppliers))
    return Screening(
        as_of=day,
        threshold=threshold,
        file=replace(file, suppliers=()),
        editions=(_rulebook(book, known), *(_answering(edition, book) for edition, _ in lists)),
        rulebook=book.digest,
        rulebook_version=book.version,
        screened=tuple(sorted(screened, key=_urgency)),
        reviews=said.uses,
    )


def edition_of(found: ListEdition, entities: Sequence[Entity]) -> ListEdition:
    """Return the edition with the number of its entries and of their names."""
    return replace(found, entities=len(entities), names=sum(len(entity.names) for entity in entities))


def _answering(edition: ListEdition, book: Rulebook) -> ListEdition:
    """Return the edition with the fact that a match on it answers, once a person has confirmed it."""
    answered = [fact.id for fact in book.facts.values() if edition.kind and fact.answered_by is edition.kind]
    return replace(edition, answers=answered[0]) if answered else edition


def _rulebook(book: Rulebook, known: Sequence[Entity]) -> ListEdition:
    found = ListEdition(
        kind=None,
        name=RULEBOOK,
        dated=book.released,
        digest=book.digest,
        names=0,
        entities=0,
        old_after=book.max_age_days,
    )
    return edition_of(found, known)


def _urgency(screened: Screened) -> tuple[int, bool, bool, int, str, int]:
    """Return what orders the answer: the result, then what is reached, what is open, and the likest."""
    standing = [match for match in screened.matches if match.stands]
    return (
        _ORDER[screened.result],
        not any(_is_reached(match) for match in standing),
        not standing,
        -max((match.score for match in standing), default=0),
        screened.supplier.sheet,
        screened.supplier.row,
    )


def _is_reached(match: Match) -> bool:
    return match.entity.vendor is None or bool(match.entity.reached)
