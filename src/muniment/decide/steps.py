"""One instrument on one day, answered in steps: each is remembered by what was looked at for it alone.

Whether an instrument reaches a use, which of its exceptions apply and what no text decides each turn on a few facts.
Together they turn on a dozen, and hardly any two uses share all of these. So each step has a diagram of its own, and
what the instrument contributes is remembered by the results of the steps: many uses that differ share those.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from muniment.decide.combine import Contribution
from muniment.decide.diagram import Diagram
from muniment.decide.respite import REMOVAL_DATE
from muniment.decide.weigh import FREE, Points, Range, Weighed, with_listings
from muniment.domain.decision import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.decide.instrument import OnDay
    from muniment.decide.judging import Given
    from muniment.decide.logic import Truth
    from muniment.decide.seen import Seen
    from muniment.domain.condition import Facts
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
        told_apart = on_day.instrument.told_apart
        self._on_day = on_day
        self._in_cases = Diagram(on_day.contribution, on_day.instrument.alike)
        self._judge = on_day.judge
        self._cases = on_day.instrument.cases
        self._listed = on_day.listed
        self._listings = on_day.listings
        self._met: dict[Given, _Under] = {}
        self._reach = Diagram(self._reached, told_apart.reach)
        self._under = Diagram(self._circumstances, told_apart.circumstances)
        self._points = Diagram(self._judge.points, told_apart.points) if told_apart.points else None

    def of(self, facts: Facts) -> Contribution:
        """Return what the instrument contributes where these are the `facts`."""
        known = {**self._listed, **facts} if self._listed else facts
        reach = self._reach.of(known)
        if isinstance(reach, Contribution):
            return reach
        unread = tuple([one for one in self._listings if one.fact not in facts]) if self._listings else ()
        told = self._told(known, reach, self._points_of(known) if reach is True else (), unread, self._as_written)
        if told.settled or self._is_open_in_cases(known, told.possible):
            return told.contribution
        return self._in_cases.of(facts)

    def _reached(self, facts: Seen) -> Truth | Contribution:
        reach = self._judge.reach(facts)
        return self._contribution(reach, ()) if isinstance(reach, tuple) else reach

    def _circumstances(self, facts: Seen) -> _Under:
        given = self._judge.circumstances(facts)
        less = given.while_it_may_not_reach()
        meanwhile = None if less == given else self._met.setdefault(less, _Under(less, None))
        return self._met.setdefault(given, _Under(given, meanwhile))

    def _points_of(self, facts: Facts) -> Points:
        return self._points.of(facts) if self._points else ()

    def _told(
        self, facts: Facts, reach: Truth, points: Points, unread: tuple[Listing, ...], read: Callable[[date], date]
    ) -> _Told:
        """Return what follows from the results of the steps for `facts`; the day in a letter counts as it is `read`."""
        under = self._under.of(facts)
        if reach is not True:
            under = under.meanwhile
        given = facts.get(REMOVAL_DATE) if under.has_windows else None
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
        return Contribution.of(told, self._on_day.duties(weighed), self._on_day.instrument.number)

    def _is_open_in_cases(self, facts: Facts, possible: Range) -> bool:
        """Say whether nothing has to be told by cases: there are none, or the nearest leave open all `possible`."""
        cases = self._cases.nearest(facts)
        if not cases.ways:
            return True
        points, over = self._points_of(facts), FREE if cases.second_is_out else None
        for assumed in cases.ways:
            in_case = self._possible({**facts, **assumed}, points)
            over = over.also(in_case) if over else in_case
            if over == possible and possible.worst is not Outcome.PERMITTED_UNTIL:
                return True
        return False

    def _possible(self, facts: Facts, points: Points) -> Range:
        """Return what is possible in one case: `points` are those of what is known."""
        reach = self._reach.of(facts)
        if isinstance(reach, Contribution):
            return FREE
        return self._told(facts, reach, points if reach is True else (), (), self._judge.like).possible

    def _as_written(self, letter: date) -> date:
        """Return the day in a letter, or for all that have passed the same: theirs is written in at the very end."""
        return self._judge.like(letter) if self._judge.has_passed(letter) else letter


def remembered(on_day: OnDay) -> Diagram[Contribution] | Steps:
    """Return what answers as `on_day` does and remembers it: at once where few facts tell, else in steps."""
    instrument = on_day.instrument
    return Diagram(on_day.contribution, instrument.alike) if instrument.asks_little else Steps(on_day)
