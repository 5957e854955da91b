"""The closed list of answers to the question whether a use is permitted.

It lies apart from `domain.decision`, of which a verifier needs no more than this.
"""

from __future__ import annotations

from enum import Enum


class Outcome(Enum):
    """What may be done. The order of the first five is from free to forbidden; `UNDETERMINED` lies outside it."""

    PERMITTED = "permitted"
    PERMITTED_UNTIL = "permitted-until"
    NEEDS_AUTHORISATION = "needs-authorisation"
    NEEDS_WAIVER = "needs-waiver"
    PROHIBITED = "prohibited"
    UNDETERMINED = "undetermined"

    _value_: str
    rank: int
    """0 for free up to 4 for forbidden."""


for _rank, _outcome in enumerate(Outcome):
    _outcome.rank = _rank

GRAVEST_FIRST = (
    Outcome.PROHIBITED,
    Outcome.NEEDS_WAIVER,
    Outcome.NEEDS_AUTHORISATION,
    Outcome.UNDETERMINED,
    Outcome.PERMITTED_UNTIL,
    Outcome.PERMITTED,
)
"""The order in which a reader wants to hear of them."""


def gravity(outcome: Outcome) -> int:
    """Return 0 for the gravest outcome; larger is lighter."""
    return GRAVEST_FIRST.index(outcome)
