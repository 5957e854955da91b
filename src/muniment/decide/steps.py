"""One instrument on one day, answered in steps: each is remembered by what was looked at for it alone.

Whether an instrument reaches a use, which of its exceptions apply and what no text decides each turn on a few facts.
Together they turn on a dozen, and hardly any two uses share all of these. So each step has a diagram of its own, and
what the instrument contributes is remembered by the results of the steps: many uses that differ share those.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from muniment.decide.combine import Contribution
from muniment.decide.diagram import Diagram
from muniment.decide.respite import REMOVAL_DATE
from muniment.decide.weigh import FREE, Points, Range, Weighed, with_listings
from muniment.domain.decision import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.decide.instrument import OnDay
    from muniment.decide.judging import Given
    from muniment.decide.logic import Truth, Words
    from muniment.decide.places import Row
    from muniment.decide.seen import Look, Seen
    from muniment.domain.condition import FactValue
    from muniment.domain.technology import Listing

_MOST = 4096
"""Contributions that are kept for the same circumstances; then they are found anew."""
_Results: TypeAlias = "tuple[Truth, Points, date | None, tuple[Listing, ...]]"
"""Whether it reaches the use, what no text decides, the last day in a letter, and the listings that count."""


class _Told(NamedTuple):
    """What an instrument contributes, and what that leaves possible."""

    contribution: Contribution
    possible: Range
    settled: bool


_Way: TypeAlias = "tuple[tuple[int, FactValue], ...]"


class _Nearest(NamedTuple):
    """The cases that come ahead of others, as the values that they assume in which places; see `cases.Nearest`."""

    ways: tuple[_Way, ...]
    second_is_out: bool


class _Under:
    """What an instrument contributes under the same circumstances, by the results of the other steps."""

    __slots__ = ("given", "has_windows", "meanwhile", "told")

    def __init__(self, given: Given, meanwhile: _Under | None) -> None:
        """Take `meanwhile` as what of it matters while the scope is open; nothing where that is all."""
        self.given = given
        self.has_windows = given.has_windows
        self.meanwhile = meanwhile or self
        self.told: dict[_Results, _Told] = {}


class Steps:
    """Answers for one instrument on one day, under the waivers of one contract."""

    def __init__(self, on_day: OnDay) -> None:
        """Answer in steps, and where something has to be told by cases, as `on_day` does."""
        told_apart, places = on_day.instrument.told_apart, on_day.instrument.places
        self._on_day = on_day
        self._in_cases = on_day.remembered()
        self._judge = on_day.judge
        self._told_apart = told_apart
        self._places = places
        self._cases = on_day.instrument.cases
        self._doubled = [(fact, places.of[fact]) for fact in self._cases.facts]
        self._listed = [places.of[fact] for fact in on_day.listed]
        self._listings = [(one, places.of[one.fact]) for one in on_day.listings]
        self._letter = places.of.get(REMOVAL_DATE, 0)
        self._nearest: dict[tuple[bool, ...], _Nearest] = {}
        self._met: dict[Given, _Under] = {}
        self._outside: dict[Words, Diagram[Contribution]] = {}
        self._reach = Diagram(self._reached, told_apart.scope, places)
        self._under = Diagram(self._circumstances, told_apart.circumstances, places)
        self._points = Diagram(self._judge.points, told_apart.points, places) if told_apart.points else None

    def of(self, row: Row) -> Contribution:
        """Return what the instrument contributes where these are the facts."""
        known = self._with_listed(row) if self._listed else row
        reach = self._reach.of(known)
        if isinstance(reach, Diagram):
            return reach.of(known)
        unread = tuple([one for one, place in self._listings if row[place] is None]) if self._listings else ()
        told = self._told(known, reach, self._points_of(known) if reach is True else (), unread, self._as_written)
        if told.settled or not self._doubled or self._is_open_in_cases(known, told.possible):
            return told.contribution
        return self._in_cases.of(row)

    def told(self, row: Row) -> tuple[Contribution, Sequence[Look]] | None:
        """Return what it contributes where it does not reach the use, and what tells that; nothing where it may."""
        known = self._with_listed(row) if self._listed else row
        reach, looks = self._reach.told(known)
        if not isinstance(reach, Diagram):
            return None
        contribution, more = reach.told(known)
        return contribution, [*looks, *more]

    def _with_listed(self, row: Row) -> Row:
        """Return `row` with what the vendor's own entries on official lists answer."""
        known = list(row)
        for place in self._listed:
            if known[place] is None:
                known[place] = True
        return tuple(known)

    def _reached(self, facts: Seen) -> Truth | Diagram[Contribution]:
        """Return whether it may reach the use; where it does not, what tells its contribution.

        Which part of the scope fails is one thing and in which words that is told another: together they would turn on
        too many values.
        """
        scope = self._judge.scope(facts)
        if not callable(scope):
            return scope
        found = self._outside.get(scope)
        if found is None:
            found = self._outside[scope] = Diagram(
                partial(self._left_out, scope), self._told_apart.outside, self._places
            )
        return found

    def _left_out(self, words: Words, facts: Seen) -> Contribution:
        return self._contribution(self._judge.outside(words, facts), ())

    def _circumstances(self, facts: Seen) -> _Under:
        given = self._judge.circumstances(facts)
        less = given.while_it_may_not_reach()
        meanwhile = None if less == given else self._met.setdefault(less, _Under(less, None))
        return self._met.setdefault(given, _Under(given, meanwhile))

    def _points_of(self, row: Row) -> Points:
        return self._points.of(row) if self._points else ()

    def _told(
        self, row: Row, reach: Truth, points: Points, unread: tuple[Listing, ...], read: Callable[[date], date]
    ) -> _Told:
        """Return what follows from the results of the steps for `row`; the day in a letter counts as it is `read`."""
        under = self._under.of(row)
        if reach is not True:
            under = under.meanwhile
        given = row[self._letter] if under.has_windows else None
        letter = (given if unread else read(given)) if isinstance(given, date) else None
        results = (reach, points, letter, unread)
        found = under.told.get(results)
        if found is None:
            if len(under.told) == _MOST:
                under.told.clear()
            weighed = self._judge.weighed(reach, under.given, points, letter)
            found = under.told[results] = self._weighed(weighed, unread)
        return found

    def _weighed(self, weighed: tuple[Weighed, ...], unread: tuple[Listing, ...]) -> _Told:
        possible = Range.of(weighed)
        return _Told(self._contribution(weighed, unread), possible, possible.is_settled)

    def _contribution(self, weighed: tuple[Weighed, ...], unread: tuple[Listing, ...]) -> Contribution:
        told = [with_listings(each, unread) for each in weighed]
        found = Contribution.of(told, self._on_day.duties(weighed), self._on_day.instrument.number)
        return self._on_day.once(found)

    def _is_open_in_cases(self, row: Row, possible: Range) -> bool:
        """Say whether nothing has to be told by cases: there are none, or the nearest leave open all `possible`."""
        missing = tuple([row[place] is None for _, place in self._doubled])
        cases = self._nearest.get(missing) or self._nearest_to(missing)
        if not cases.ways:
            return True
        points, over = self._points_of(row), FREE if cases.second_is_out else None
        for assumed in cases.ways:
            in_case = self._possible(_assuming(row, assumed), points)
            over = over.also(in_case) if over else in_case
            if over == possible and possible.worst is not Outcome.PERMITTED_UNTIL:
                return True
        return False

    def _nearest_to(self, missing: tuple[bool, ...]) -> _Nearest:
        place = dict(self._doubled)
        cases = self._cases.nearest(tuple(compress(place, missing)))
        ways = tuple([tuple([(place[fact], value) for fact, value in way.items()]) for way in cases.ways])
        return self._nearest.setdefault(missing, _Nearest(ways, cases.second_is_out))

    def _possible(self, row: Row, points: Points) -> Range:
        """Return what is possible in one case: `points` are those of what is known."""
        reach = self._reach.of(row)
        if isinstance(reach, Diagram):
            return FREE
        return self._told(row, reach, points if reach is True else (), (), self._judge.like).possible

    def _as_written(self, letter: date) -> date:
        """Return the day in a letter, or for all that have passed the same: theirs is written in at the very end."""
        return self._judge.like(letter) if self._judge.has_passed(letter) else letter


def _assuming(row: Row, assumed: _Way) -> Row:
    """Return `row` with the `assumed` values in their places."""
    values = list(row)
    for place, value in assumed:
        values[place] = value
    return tuple(values)


def remembered(on_day: OnDay) -> Diagram[Contribution] | Steps:
    """Return what answers as `on_day` does and remembers it: at once where few facts tell, else in steps."""
    at_once = on_day.instrument.asks_little or on_day.judge.is_idle
    return on_day.remembered() if at_once else Steps(on_day)
