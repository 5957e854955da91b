"""What lets a use go on for a while: waivers that the organisation holds, and the wind-downs of an instrument."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from muniment.decide.logic import Truth, compiled, facts_in
from muniment.domain.decision import LastDay, Outcome, Reason, SetAside
from muniment.domain.ids import FactId
from muniment.domain.restriction import Reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.decide.logic import Test
    from muniment.decide.seen import Seen
    from muniment.domain.agreement import Waiver
    from muniment.domain.dated import Interval
    from muniment.domain.ids import InstrumentId
    from muniment.domain.restriction import Restriction, WindDown
    from muniment.domain.rulebook import Rulebook

REMOVAL_DATE = FactId("contract.removal_date")
LETTER = "the contracting officer's own letter"
_DAY = timedelta(days=1)
_PASSED = "the last day for winding down was "


@dataclass(slots=True)
class Following:
    """What follows from an instrument that reaches the use, from the best case to the worst.

    `until` is the last permitted day where the worst case is `PERMITTED_UNTIL`. `by_letter` where the notes end on a
    day that has passed, and that a letter gave.
    """

    best: Outcome
    worst: Outcome
    until: date | None = None
    missing: frozenset[FactId] = frozenset()
    last_days: list[LastDay] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    by_letter: bool = False

    def goes_on(self, until: date | None) -> None:
        """Record that the use may surely go on up to and including `until`; without it, until further notice."""
        self.best = self.worst = Outcome.PERMITTED_UNTIL if until else Outcome.PERMITTED
        self.until = until
        self.missing = frozenset()

    def may_go_on(self, missing: frozenset[FactId]) -> None:
        """Record that the use may go on, or may not: `missing` would tell."""
        self.best = Outcome.PERMITTED_UNTIL
        self.missing |= missing


class Window(NamedTuple):
    """A wind-down: the days during which it runs, the test of whom it is open to, and the last day that it gives."""

    during: Interval
    test: Test
    last_day: LastDay


Windows: TypeAlias = tuple[tuple[Window, Truth], ...]
"""Wind-downs, and for each whether it is surely open, or what would tell."""


class Passed(NamedTuple):
    """A reason that ends on the day in a letter, which has passed: every other such day only changes these words.

    `before` and `after` are the words around the day. After `latest` none counts.
    """

    reason: Reason
    before: str
    after: str
    latest: date

    def on(self, letter: date) -> Reason:
        """Return the same reason for another such day."""
        told = self.reason
        because = f"{self.before}{_ended(letter, self.latest)}{self.after}"
        return Reason(instrument=told.instrument, best=told.best, worst=told.worst, because=because, cited=told.cited)


class Respite:
    """The wind-downs of one instrument, their conditions compiled once."""

    def __init__(self, restriction: Restriction, rulebook: Rulebook) -> None:
        """Compile the condition of every wind-down, and find the latest day that any document gives for its vendors.

        Once its own days have passed, a letter is asked for up to then; but no agency has one from itself.
        """
        self._instrument: InstrumentId = restriction.id
        self._latest = max(_wind_down_days(restriction, rulebook), default=date.min)
        self._asked_through = date.min if restriction.reach is Reach.AGENCY_ONLY else self._latest
        self._wind_downs = [
            Window(each.during, compiled(each.when), _last_day_of(each, restriction.id))
            for each in restriction.wind_downs
        ]

    def like(self, letter: date, as_of: date) -> date:
        """Return a day that leaves the same possible on `as_of` as the one in a letter does."""
        return as_of - _DAY if self.has_passed(letter, as_of) else as_of

    def has_passed(self, letter: date, as_of: date) -> bool:
        """Say whether on `as_of` the day in a letter has passed, or the latest that any document gives."""
        return as_of > letter or as_of > self._latest

    def passed(self, reason: Reason, after: str) -> Passed:
        """Take a `reason` apart that ends on the day in a letter, and on the words `after` it."""
        before, told, _ = reason.because.rpartition(_PASSED)
        return Passed(reason, before + told, after, self._latest)

    def windows(self, facts: Seen, as_of: date) -> Windows:
        """Return the wind-downs that run on `as_of` and may be open to the person whom `facts` describe."""
        return tuple(
            (each, truth)
            for each in self._wind_downs
            if each.during.holds_on(as_of) and (truth := each.test(facts)) is not False
        )

    def following(
        self, outcome: Outcome, windows: Windows, letter: date | None, as_of: date, waivers: Sequence[Waiver]
    ) -> Following:
        """Return what follows on `as_of` where the instrument by itself would lead to `outcome`.

        `letter` is the last day that the contracting officer has given; it counts only where a wind-down is open.
        """
        following = Following(outcome, outcome)
        if outcome is not Outcome.PERMITTED:
            if windows:
                self._wind_down(following, windows, letter, as_of)
            self._waive(following, as_of, [each for each in waivers if each.instrument == self._instrument])
        return following

    def _wind_down(self, following: Following, windows: Windows, letter: date | None, as_of: date) -> None:
        last = min(letter, self._latest) if letter else max(each.last_day.until for each, _ in windows)
        asked = frozenset().union(*(facts_in(truth) for _, truth in windows))
        if as_of > last:
            following.notes.append(f"{_PASSED}{_ended(letter, self._latest) if letter else last}")
            following.by_letter = letter is not None
            if letter is None and as_of <= self._asked_through:
                following.may_go_on(asked | {REMOVAL_DATE})
                following.notes.append(f"another document gives {self._latest}, and a letter may too")
            return
        if letter:
            following.last_days.append(self._letter(letter))
        following.last_days += [each.last_day for each, _ in windows]
        if not any(truth is True and as_of <= (last if letter else each.last_day.until) for each, truth in windows):
            following.may_go_on(asked)
        elif letter:
            following.goes_on(last)
        elif all(as_of <= each.last_day.until for each, _ in windows):
            following.goes_on(min(each.last_day.until for each, _ in windows))
        else:
            following.may_go_on(asked | {REMOVAL_DATE})
            following.notes.append("documents give different last days, and some have passed")

    def _letter(self, until: date) -> LastDay:
        note = f"No document lets a use go on after {self._latest}." if until > self._latest else ""
        return LastDay(instrument=self._instrument, until=until, title=LETTER, cited=None, note=note)

    def _waive(self, following: Following, as_of: date, waivers: Sequence[Waiver]) -> None:
        held = [each for each in waivers if each.during.holds_on(as_of)]
        following.aside += [
            SetAside(instrument=self._instrument, because=_not_held(each, as_of))
            for each in waivers
            if each not in held
        ]
        if not held:
            return
        following.by_letter = False
        following.notes = [f"{each.id}, a waiver by {each.granted_by}, is recorded for this contract" for each in held]
        following.last_days += [
            LastDay(
                instrument=self._instrument,
                until=last,
                title=f"{each.id}, a waiver by {each.granted_by}",
                cited=None,
                note=f"Your own record: {each.document}.",
            )
            for each in held
            if (last := _last_day(each)) is not None
        ]
        ends = [last for each in held if (last := _last_day(each)) is not None]
        surely = [following.until] if following.worst is Outcome.PERMITTED_UNTIL and following.until else []
        following.goes_on(max([*ends, *surely]) if len(ends) == len(held) else None)


def _ended(letter: date, latest: date) -> str:
    """Return in words on which day a use ended by a letter, and that no letter lengthens it."""
    if letter <= latest:
        return f"{letter}"
    return f"{latest}; the letter gives {letter}, and no document lets a use go on after {latest}"


def _last_day_of(each: WindDown, instrument: InstrumentId) -> LastDay:
    return LastDay(instrument=instrument, until=each.until, title=each.title, cited=each.cited, note=each.note)


def _wind_down_days(one: Restriction, rulebook: Rulebook) -> Iterator[date]:
    """Yield the last days for the vendors of `one`; those of a rule pack count for that pack alone."""
    vendors = set(one.vendors)
    for restriction in rulebook.restrictions.values():
        if restriction.pack in {None, one.pack} and not vendors.isdisjoint(restriction.vendors):
            yield from (each.until for each in restriction.wind_downs)


def _last_day(waiver: Waiver) -> date | None:
    return waiver.during.end - _DAY if waiver.during.end else None


def _not_held(waiver: Waiver, as_of: date) -> str:
    last = _last_day(waiver)
    ended = last is not None and last < as_of
    return f"waiver {waiver.id} ended {last}" if ended else f"waiver {waiver.id} begins {waiver.during.start}"
