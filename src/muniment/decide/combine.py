"""What all instruments contribute, put together: the strictest of them decides."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from muniment.domain.citation import Confidence
from muniment.domain.decision import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from muniment.decide.diagram import Diagram
    from muniment.decide.respite import Passed
    from muniment.decide.weigh import Weighed
    from muniment.domain.citation import Citation
    from muniment.domain.decision import DutyDue, LastDay, OpenLaw, ReadingOutcome, Reason, SetAside
    from muniment.domain.ids import FactId, InstrumentId

_OUTCOMES = tuple(Outcome)
_CONFIDENCES = tuple(Confidence)
_FREE = Outcome.PERMITTED_UNTIL.rank
"""The last rank at which a use may go on."""
_UNCITED = -1
"""Stands for the confidence of what cites nothing."""
_MOST_INSTRUMENTS = 1 << 32
"""More than can be about one vendor."""
_PLACE = itemgetter(0)
_WEAKEST = itemgetter(2)
_BY_DAY = attrgetter("until", "instrument")


class Ranked(NamedTuple):
    """A reason and its place: the gravest comes first. `weakest` is the rank of its weakest source."""

    place: int
    reason: Reason
    weakest: int


class Doubt(NamedTuple):
    """What may bar the use, or not: the rank of the worst, what would tell, and what no fact tells."""

    worst: int
    instrument: InstrumentId
    missing: frozenset[FactId]
    open_law: tuple[OpenLaw, ...]


class Bearing(NamedTuple):
    """What an instrument says beside being set aside.

    `best` and `worst` are ranks of outcomes. `until` is the first of its last days.
    """

    best: int
    worst: int
    reasons: tuple[Ranked, ...]
    until: date | None
    doubts: tuple[Doubt, ...]
    readings: tuple[ReadingOutcome, ...]
    last_days: tuple[LastDay, ...]


class Contribution(NamedTuple):
    """What an instrument contributes, or several do, counted as far as that can be done without the others.

    `weakest` is the rank of the weakest source. `duties` tell which arise, nothing where none can. `passed` are those
    reasons into which the day in a letter is still to be written.
    """

    set_aside: tuple[SetAside, ...]
    bearing: tuple[Bearing, ...]
    weakest: int
    duties: tuple[Diagram[tuple[DutyDue, ...]], ...]
    passed: tuple[Passed, ...]

    @classmethod
    def of(cls, weighed: Sequence[Weighed], duties: Diagram[tuple[DutyDue, ...]] | None, number: int) -> Contribution:
        """Count what is `weighed` for one instrument; `number` is its place among all, by name."""
        arising = () if duties is None else (duties,)
        if len(weighed) == 1 and weighed[0].reason is None and not weighed[0].readings:
            aside = weighed[0].set_aside
            return cls(aside, (), _weakest([citation for each in aside for citation in each.cited]), arising, ())
        set_aside = tuple([aside for w in weighed for aside in w.set_aside])
        cited = [citation for aside in set_aside for citation in aside.cited]
        for w in weighed:
            cited += w.reason.cited if w.reason else ()
            cited += [last.cited for last in w.last_days if last.cited is not None]
        speaking = [w for w in weighed if w.reason is not None or w.readings]
        bearing = (_bearing(speaking, number),) if speaking else ()
        passed = weighed[0].passed if weighed else None
        return cls(set_aside, bearing, _weakest(cited), arising, () if passed is None else (passed,))


NOTHING = Contribution((), (), _UNCITED, (), ())
"""Stands where somebody is still to be asked."""


class Joined(NamedTuple):
    """What several contribute, in their order; `weakest` is left out, since it mostly does not matter."""

    set_aside: list[SetAside]
    bearing: list[Bearing]
    duties: list[Diagram[tuple[DutyDue, ...]]]
    passed: list[Passed]

    @classmethod
    def of(cls, contributions: Iterable[Contribution]) -> Joined:
        """Join the `contributions`."""
        set_aside: list[SetAside] = []
        bearing: list[Bearing] = []
        duties: list[Diagram[tuple[DutyDue, ...]]] = []
        passed: list[Passed] = []
        for aside, bears, _, arising, late in contributions:
            if aside:
                set_aside += aside
            if bears:
                bearing += bears
            if arising:
                duties += arising
            if late:
                passed += late
        return cls(set_aside, bearing, duties, passed)


class Said(NamedTuple):
    """What follows from all that is said beside being set aside. It turns on the `bearing` of each instrument alone.

    `confidence` is nothing where it rests on what is set aside, too.
    """

    bearing: tuple[Bearing, ...]
    outcome: Outcome
    until: date | None
    reasons: tuple[Reason, ...]
    readings: tuple[ReadingOutcome, ...]
    last_days: tuple[LastDay, ...]
    doubts: tuple[Doubt, ...]
    open_law: tuple[OpenLaw, ...]
    confidence: Confidence | None

    @classmethod
    def together(cls, bearing: tuple[Bearing, ...]) -> Said:
        """Put together what instruments say: the strictest decides, and the gravest reason comes first."""
        best = worst = 0
        ranked: list[Ranked] = []
        doubts: list[Doubt] = []
        readings: list[ReadingOutcome] = []
        last_days: list[LastDay] = []
        for each in bearing:
            best = max(best, each.best)
            worst = max(worst, each.worst)
            ranked += each.reasons
            doubts += each.doubts
            readings += each.readings
            last_days += each.last_days
        ranked.sort(key=_PLACE)
        last_days.sort(key=_BY_DAY)
        outcome = _OUTCOMES[worst] if best == worst or worst <= _FREE else Outcome.UNDETERMINED
        counting = tuple([doubt for doubt in doubts if doubt.worst > best])
        return cls(
            bearing,
            outcome,
            _first(bearing) if outcome is Outcome.PERMITTED_UNTIL else None,
            tuple([reason for _, reason, _ in ranked]),
            tuple(readings),
            tuple(last_days),
            counting,
            tuple(dict.fromkeys([law for doubt in counting for law in doubt.open_law])),
            _confidence(outcome, ranked),
        )

    def reasons_by(self, passed: Sequence[Passed], letter: date) -> tuple[Reason, ...]:
        """Return the reasons; into those that have `passed` the day in the `letter` is written."""
        told = {id(each.reason): each for each in passed}
        return tuple([told[id(reason)].on(letter) if id(reason) in told else reason for reason in self.reasons])

    def confidence_with(self, contributions: Iterable[Contribution]) -> Confidence:
        """Return the weakest confidence among the sources that the outcome rests on; weak where there are none.

        A freedom rests on every instrument that was weighed, also on those set aside.
        """
        return self.confidence or _CONFIDENCES[_or_weak(max(map(_WEAKEST, contributions), default=_UNCITED))]


def _confidence(outcome: Outcome, ranked: Sequence[Ranked]) -> Confidence | None:
    """Return the confidence where something bars the use, or may: one instrument is enough, so the best one counts."""
    if outcome is Outcome.UNDETERMINED:
        rank = max([weakest for _, _, weakest in ranked], default=_UNCITED)
    elif outcome.rank <= _FREE:
        return None
    else:
        barring = [_or_weak(weakest) for _, reason, weakest in ranked if reason.best is outcome]
        rank = min(barring, default=_UNCITED)
    return _CONFIDENCES[_or_weak(rank)]


def _first(bearing: Iterable[Bearing]) -> date | None:
    """Return the first of the last days: each instrument must let the use go on."""
    return min((each.until for each in bearing if each.until is not None), default=None)


def _bearing(weighed: Sequence[Weighed], number: int) -> Bearing:
    worst = max([w.worst.rank for w in weighed])
    return Bearing(
        best=max([w.best.rank for w in weighed]),
        worst=worst,
        reasons=tuple([_ranked(w.reason, number) for w in weighed if w.reason is not None]),
        until=min([w.until for w in weighed if w.until is not None], default=None),
        doubts=tuple([_doubt(w, w.reason) for w in weighed if w.best is not w.worst and w.reason is not None])
        if worst > _FREE
        else (),
        readings=tuple([reading for w in weighed for reading in w.readings]),
        last_days=tuple([day for w in weighed for day in w.last_days]),
    )


def _doubt(weighed: Weighed, reason: Reason) -> Doubt:
    return Doubt(weighed.worst.rank, reason.instrument, weighed.missing, weighed.open_law)


def _or_weak(rank: int) -> int:
    return Confidence.WEAK.rank if rank == _UNCITED else rank


def _ranked(reason: Reason, number: int) -> Ranked:
    """Return the place of `reason`: by its best outcome, then by its worst, and then by the name of its instrument."""
    graver = reason.best.rank * len(_OUTCOMES) + reason.worst.rank
    return Ranked(number - graver * _MOST_INSTRUMENTS, reason, _weakest(reason.cited))


def _weakest(citations: Iterable[Citation]) -> int:
    return max([citation.confidence.rank for citation in citations], default=_UNCITED)
