"""The organisation's own postures: by which readings it acts where the meaning of an instrument is disputed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.domain.decision import gravity

if TYPE_CHECKING:
    from collections.abc import Collection

    from muniment.domain.contract import Posture
    from muniment.domain.decision import Decision, Outcome, ReadingOutcome


def with_postures(decision: Decision, postures: Collection[Posture]) -> Decision:
    """Return the decision with the readings marked by which the organisation acts, and what they ask for.

    The outcome stays that of the instruments. A posture counts only where it is stricter: nobody is freed from an
    instrument by reading it as it likes.
    """
    acted_by = {(posture.instrument, posture.reading) for posture in postures}
    readings = tuple(replace(r, chosen=(r.instrument, r.reading) in acted_by) for r in decision.readings)
    if readings == decision.readings:
        return decision
    return replace(decision, readings=readings, posture=_stricter(decision, readings))


def _stricter(decision: Decision, readings: Collection[ReadingOutcome]) -> Outcome | None:
    asked = min((r.outcome for r in readings if r.chosen), key=gravity)
    return asked if gravity(asked) < gravity(decision.outcome) else None
