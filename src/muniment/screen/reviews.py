"""What people said earlier about suppliers and entities, honoured in a new answer and told in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.domain.screening import IdentityVerdict, Result, ReviewState, ReviewUse, SameIdentifier
from muniment.screen.names import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from muniment.domain.screening import Match, Screened, SupplierReview
    from muniment.domain.supplier import Supplier


class Reviews:
    """Reviews, looked up by supplier and entity. What each of them did is remembered in `uses`."""

    def __init__(self, reviews: Sequence[SupplierReview], day: date) -> None:
        """Take `reviews` as they stand on `day`."""
        self._day = day
        self._reviews = tuple(reviews)
        self._states: dict[int, ReviewState] = {}
        self._by_entity: dict[str, list[int]] = {}
        for number, review in enumerate(reviews):
            self._by_entity.setdefault(review.entity, []).append(number)

    def applied(self, screened: Screened) -> Screened:
        """Return the answer with the reviews of its matches.

        A rejection settles a likeness of names. One identifier contradicts it, so that the match goes on standing. A
        confirmation changes no result: a person still sees the match, and who confirmed it.
        """
        if not self._reviews or not screened.matches:
            return screened
        matches = tuple(self._reviewed(match, screened.supplier) for match in screened.matches)
        if matches == screened.matches:
            return screened
        settled = screened.result is Result.POSSIBLE_MATCH and not any(match.stands for match in matches)
        if settled:
            return replace(screened, matches=matches, result=Result.NO_MATCH)
        return replace(screened, matches=matches)

    @property
    def uses(self) -> tuple[ReviewUse, ...]:
        """Return every review with what became of it so far."""
        return tuple(
            ReviewUse(review=review, state=self._states.get(number, self._unmatched(review)))
            for number, review in enumerate(self._reviews)
        )

    def _unmatched(self, review: SupplierReview) -> ReviewState:
        return ReviewState.EXPIRED if review.until < self._day else ReviewState.UNMATCHED

    def _reviewed(self, match: Match, supplier: Supplier) -> Match:
        for number in self._by_entity.get(match.entity.ref, ()):
            review = self._reviews[number]
            if _is_about(review.supplier, supplier):
                state = self._state(review, match)
                self._states[number] = state
                return replace(match, review=review, review_state=state)
        return match

    def _state(self, review: SupplierReview, match: Match) -> ReviewState:
        if review.until < self._day:
            return ReviewState.EXPIRED
        if review.on > self._day:
            return ReviewState.NOT_YET
        if review.verdict is IdentityVerdict.DIFFERENT and isinstance(match.by, SameIdentifier):
            return ReviewState.CONTRADICTED
        return ReviewState.HONOURED


def _is_about(named: str, supplier: Supplier) -> bool:
    return _key(named) in {_key(text) for text in _named(supplier)}


def _named(supplier: Supplier) -> Iterable[str]:
    yield from (text for _, text in supplier.names)
    yield from (value for _, value in supplier.identifiers)


def _key(text: str) -> tuple[str, ...]:
    """Return a name's words and its legal forms: a review of the Inc. is none of the GmbH."""
    name = normal(text)
    return (*name.words, "/", *name.forms)
