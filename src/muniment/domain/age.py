"""How old a rulebook is when a question is asked of it, and past which age it no longer frees anybody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

MAX_AGE_DAYS: Final = 180
"""Holds for a rulebook that sets no age of its own."""


class SetIn(Enum):
    """Who set the greatest age."""

    RULEBOOK = "rulebook"
    ESTATE = "estate"

    @property
    def words(self) -> str:
        """Return where it is written, after `in the`."""
        return "estate file" if self is SetIn.ESTATE else "rulebook"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeLimit:
    """The day on which a question is asked, and how many days before it the law may have been looked up at most.

    The day is that of the clock, not the day that the answer is about.
    """

    asked_on: date
    max_days: int
    set_in: SetIn

    def for_look_up(self, day: date) -> Age:
        """Return the age of what was last looked up on `day`."""
        return Age(looked_up=day, limit=self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """What was last looked up on the day `looked_up`, seen from the day on which a question was asked."""

    looked_up: date
    limit: AgeLimit

    @property
    def days(self) -> int:
        """Return the whole days from the last look-up to the question."""
        return (self.limit.asked_on - self.looked_up).days

    @property
    def stale(self) -> bool:
        """Say whether it is older than was set. On the last day that is allowed it is not.

        A look-up on a day that has not come anywhere on earth was never made, and counts as too old.
        """
        return self.not_come or self.days > self.limit.max_days

    @property
    def not_come(self) -> bool:
        """Say whether the look-up is of a day that had not come anywhere on earth when it was asked."""
        return self.days < -1

    @property
    def because(self) -> str:
        """Return why it is stale, where it is."""
        limit = self.limit
        if self.not_come:
            return f"the rulebook says that it was looked up through {self.looked_up}, after {limit.asked_on}"
        return (
            f"the rulebook, looked up through {self.looked_up}, was {self.days:,} days old on {limit.asked_on}, "
            f"more than the {limit.max_days:,} days set in the {limit.set_in.words}"
        )
