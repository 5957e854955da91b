"""What all instruments contribute, put together: the strictest of them decides."""

from __future__ import annotations

from dataclasses import dataclass
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
    from muniment.domain.ids import InstrumentId

_OUTCOMES = tuple(Outcome)
_CONFIDENCES = tuple(Confidence)
_FREE = Outcome.PERMITTED_UNTIL.rank
"""The last rank at which a use may go on."""
_UNCITED = -1
"""Stands for the confidence of what cites nothing."""
_BY_DAY = attrgetter("until", "instrument")


class Ranked(NamedTuple):
    """A reason and its place: the gravest comes first. `weakest` is the rank of its weakest source."""

    place: tuple[int, int, InstrumentId]
    reason: Reason
    weakest: int


class Bearing(NamedTuple):
    """What an instrument says beside being set aside.

    `best` and `worst` are ranks of outcomes. `until` is the first of its last days, `doubts` is what may bar the use,
    or not.
    """

    best: int
    worst: int
    reasons: tuple[Ranked, ...]
    until: date | None
    doubts: tuple[Weighed, ...]
    readings: tuple[ReadingOutcome, ...]
    last_days: tuple[LastDay, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one instrument contributes, counted as far as that can be done without the others.

    `weakest` is the rank of its weakest source. `duties` tells which arise, nothing where none can.
    """

    set_aside: tuple[SetAside, ...]
    bearing: Bearing | None
    weakest: int
    duties: Diagram[tuple[DutyDue, ...]] | None

    @classmethod
    def of(cls, weighed: Sequence[Weighed], duties: Diagram[tuple[DutyDue, ...]] | None) -> Contribution:
        """Count what is `weighed` for one instrument."""
        set_aside = tuple([aside for w in weighed for aside in w.set_aside])
        cited = [citation for aside in set_aside for citation in aside.cited]
        for w in weighed:
            cited += w.reason.cited if w.reason else ()
            cited += [last.cited for last in w.last_days if last.cited is not None]
        speaking = [w for w in weighed if w.reason is not None or w.readings]
        return cls(set_aside, _bearing(speaking) if speaking else None, _weakest(cited), duties)


class Combined:
    """All contributions, gone through once."""

    def __init__(self, contributions: Sequence[Contribution], facts: Facts) -> None:
        """Go through the `contributions`, which were made for `facts`."""
        self._contributions = contributions
        self._bearing = bearing = [each.bearing for each in contributions if each.bearing is not None]
        best = max([each.best for each in bearing], default=0)
        worst = max([each.worst for each in bearing], default=0)
        self.outcome = _OUTCOMES[worst] if best == worst or worst <= _FREE else Outcome.UNDETERMINED
        self.set_aside = tuple([aside for each in contributions for aside in each.set_aside])
        self._ranked = sorted([reason for each in bearing for reason in each.reasons], key=itemgetter(0))
        self.reasons = tuple([each.reason for each in self._ranked])
        self.doubts = [w for each in bearing for w in each.doubts if w.worst.rank > best]
        self.duties = tuple([due for each in contributions if each.duties is not None for due in each.duties.of(facts)])

    @property
    def until(self) -> date | None:
        """Return the first of the last days: each instrument must let the use go on."""
        if self.outcome is not Outcome.PERMITTED_UNTIL:
            return None
        return min((each.until for each in self._bearing if each.until is not None), default=None)

    @property
    def open_law(self) -> tuple[OpenLaw, ...]:
        """Return the points that leave the outcome open and that no fact settles, each once."""
        return tuple(dict.fromkeys([law for w in self.doubts for law in w.open_law]))

    @property
    def readings(self) -> tuple[ReadingOutcome, ...]:
        """Return what follows by every reading."""
        return tuple([reading for each in self._bearing for reading in each.readings])

    @property
    def last_days(self) -> tuple[LastDay, ...]:
        """Return every last day, the first one first."""
        return tuple(sorted([day for each in self._bearing for day in each.last_days], key=_BY_DAY))

    @property
    def confidence(self) -> Confidence:
        """Return the weakest confidence among the sources that the outcome rests on; weak where there are none.

        One instrument is enough to bar a use, so the best supported of those that bar it counts. A freedom rests on
        every instrument that was weighed, also on those set aside.
        """
        outcome = self.outcome
        if outcome is Outcome.UNDETERMINED:
            rank = max([each.weakest for each in self._ranked], default=_UNCITED)
        elif outcome.rank <= _FREE:
            rank = max([each.weakest for each in self._contributions], default=_UNCITED)
        else:
            barring = [_or_weak(each.weakest) for each in self._ranked if each.reason.best is outcome]
            rank = min(barring, default=_UNCITED)
        return _CONFIDENCES[_or_weak(rank)]


def _bearing(weighed: Sequence[Weighed]) -> Bearing:
    worst = max([w.worst.rank for w in weighed])
    return Bearing(
        best=max([w.best.rank for w in weighed]),
        worst=worst,
        reasons=tuple([_ranked(w.reason) for w in weighed if w.reason is not None]),
        until=min([w.until for w in weighed if w.until is not None], default=None),
        doubts=tuple([w for w in weighed if w.best is not w.worst]) if worst > _FREE else (),
        readings=tuple([reading for w in weighed for reading in w.readings]),
        last_days=tuple([day for w in weighed for day in w.last_days]),
    )


def _or_weak(rank: int) -> int:
    return Confidence.WEAK.rank if rank == _UNCITED else rank


def _ranked(reason: Reason) -> Ranked:
    place = (-reason.best.rank, -reason.worst.rank, reason.instrument)
    return Ranked(place, reason, _weakest(reason.cited))


def _weakest(citations: Iterable[Citation]) -> int:
    return max([citation.confidence.rank for citation in citations], default=_UNCITED)
