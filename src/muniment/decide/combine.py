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
    from muniment.decide.weigh import Weighed
    from muniment.domain.citation import Citation
    from muniment.domain.condition import Facts
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
    """What one instrument contributes, counted as far as that can be done without the others.

    `weakest` is the rank of its weakest source. `duties` tells which arise, nothing where none can.
    """

    set_aside: tuple[SetAside, ...]
    bearing: Bearing | None
    weakest: int
    duties: Diagram[tuple[DutyDue, ...]] | None

    @classmethod
    def of(cls, weighed: Sequence[Weighed], duties: Diagram[tuple[DutyDue, ...]] | None, number: int) -> Contribution:
        """Count what is `weighed` for one instrument; `number` is its place among all, by name."""
        set_aside = tuple([aside for w in weighed for aside in w.set_aside])
        cited = [citation for aside in set_aside for citation in aside.cited]
        for w in weighed:
            cited += w.reason.cited if w.reason else ()
            cited += [last.cited for last in w.last_days if last.cited is not None]
        speaking = [w for w in weighed if w.reason is not None or w.readings]
        return cls(set_aside, _bearing(speaking, number) if speaking else None, _weakest(cited), duties)


class Combined:
    """All contributions, gone through once."""

    def __init__(self, contributions: Sequence[Contribution], facts: Facts) -> None:
        """Go through the `contributions`, which were made for `facts`."""
        set_aside: list[SetAside] = []
        duties: list[DutyDue] = []
        for aside, _, _, arising in contributions:
            set_aside += aside
            if arising is not None:
                duties += arising.of(facts)
        self.set_aside = tuple(set_aside)
        self.duties = tuple(duties)
        self._weakest = [weakest for _, _, weakest, _ in contributions]
        self._speaking([bearing for _, bearing, _, _ in contributions if bearing is not None])

    def _speaking(self, bearing: Sequence[Bearing]) -> None:
        """Go through what instruments say that are not set aside."""
        best = worst = 0
        ranked: list[Ranked] = []
        readings: list[ReadingOutcome] = []
        last_days: list[LastDay] = []
        doubts: list[Doubt] = []
        for each in bearing:
            best = max(best, each.best)
            worst = max(worst, each.worst)
            ranked += each.reasons
            readings += each.readings
            last_days += each.last_days
            doubts += each.doubts
        ranked.sort(key=_PLACE)
        last_days.sort(key=_BY_DAY)
        self.outcome = _OUTCOMES[worst] if best == worst or worst <= _FREE else Outcome.UNDETERMINED
        self.until = _first(bearing) if self.outcome is Outcome.PERMITTED_UNTIL else None
        self.reasons = tuple([reason for _, reason, _ in ranked])
        self.readings = tuple(readings)
        self.last_days = tuple(last_days)
        self.doubts = [doubt for doubt in doubts if doubt.worst > best]
        self._ranked = ranked

    @property
    def open_law(self) -> tuple[OpenLaw, ...]:
        """Return the points that leave the outcome open and that no fact settles, each once."""
        points = [law for doubt in self.doubts for law in doubt.open_law]
        return tuple(dict.fromkeys(points)) if points else ()

    @property
    def confidence(self) -> Confidence:
        """Return the weakest confidence among the sources that the outcome rests on; weak where there are none.

        One instrument is enough to bar a use, so the best supported of those that bar it counts. A freedom rests on
        every instrument that was weighed, also on those set aside.
        """
        outcome = self.outcome
        if outcome is Outcome.UNDETERMINED:
            rank = max([weakest for _, _, weakest in self._ranked], default=_UNCITED)
        elif outcome.rank <= _FREE:
            rank = max(self._weakest, default=_UNCITED)
        else:
            barring = [_or_weak(weakest) for _, reason, weakest in self._ranked if reason.best is outcome]
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
