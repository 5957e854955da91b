"""How two decisions about one question differ: the outcome, and every instrument whose part in it changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from muniment.domain.decision import Reason, SetAside

if TYPE_CHECKING:
    from muniment.domain.decision import Decision
    from muniment.domain.ids import InstrumentId

Part: TypeAlias = Reason | SetAside
"""What an instrument does in a decision: it bears on the outcome, or it was weighed and set aside."""


class Differs(Enum):
    """How far a decision differs from another."""

    OUTCOME = "outcome"
    """Another outcome, or another last permitted day."""
    GROUNDS = "grounds"
    """The same outcome, for other reasons, or with other facts missing, last days or duties."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An instrument whose part changed; nothing where it had or has none."""

    instrument: InstrumentId
    before: Part | None
    after: Part | None


def differs(before: Decision, after: Decision) -> Differs:
    """Say how far `after` differs from `before`."""
    if (before.outcome, before.until) != (after.outcome, after.until):
        return Differs.OUTCOME
    if moved(before, after) or _rests_on(before) != _rests_on(after):
        return Differs.GROUNDS
    return Differs.NOTHING


def moved(before: Decision, after: Decision) -> tuple[Moved, ...]:
    """Return the instruments whose part changed, those that bear on the new outcome first."""
    was, is_ = _parts(before), _parts(after)
    found = [
        Moved(instrument=name, before=was.get(name), after=is_.get(name))
        for name in dict.fromkeys((*is_, *was))
        if _weight(was.get(name)) != _weight(is_.get(name))
    ]
    return tuple(sorted(found, key=lambda one: not isinstance(one.after, Reason)))


def _rests_on(decision: Decision) -> tuple[object, ...]:
    return (
        {unknown.fact for unknown in decision.unknown},
        {(day.instrument, day.until) for day in decision.last_days},
        {(duty.instrument, duty.duty.id, tuple(one.at for one in duty.due)) for duty in decision.duties},
        {(reading.instrument, reading.reading, reading.outcome) for reading in decision.readings},
        {(point.instrument, point.why) for point in decision.open_law},
    )


def _parts(decision: Decision) -> dict[InstrumentId, Part]:
    """Return the part of each instrument; one that bears on the outcome is not set aside as well."""
    aside: dict[InstrumentId, Part] = {one.instrument: one for one in decision.set_aside}
    return {**aside, **{reason.instrument: reason for reason in decision.reasons}}


def _weight(part: Part | None) -> object:
    """Return what counts of a part: one set aside weighs nothing, for whatever reason."""
    return (part.best, part.worst, part.because) if isinstance(part, Reason) else None
