"""What the age of a rulebook does to a decision: a stale one frees nobody, and lifts no prohibition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.domain.decision import Outcome, gravity

if TYPE_CHECKING:
    from muniment.domain.age import AgeLimit
    from muniment.domain.decision import Decision


def with_age(decision: Decision, limit: AgeLimit) -> Decision:
    """Return the decision with the age of what it rests on, counted from the last look-up of its instruments.

    Past the limit an outcome that is lighter than undetermined becomes that; a graver one stays, since a doubt lifts
    nothing. What the instruments led to is kept beside it.
    """
    age = limit.for_look_up(decision.verified_through)
    if age.stale and gravity(decision.outcome) > gravity(Outcome.UNDETERMINED):
        outcome = Outcome.UNDETERMINED
        return replace(decision, outcome=outcome, until=None, age=age, as_looked_up=decision.outcome)
    return replace(decision, age=age)
