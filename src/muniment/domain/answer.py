"""The answers that clauses have boxes for.

They lie apart from `domain.template`, of which a verifier needs no more than this.
"""

from __future__ import annotations

from enum import Enum


class RepresentedAnswer(Enum):
    """What is represented. Where a provision has no box, handing in the offer is the answer."""

    WILL = "will"
    WILL_NOT = "will-not"
    DOES = "does"
    DOES_NOT = "does-not"
    BY_SUBMISSION = "by-submission"

    @property
    def denies(self) -> bool:
        """Say whether this answer is that there is no such use."""
        return self in {RepresentedAnswer.WILL_NOT, RepresentedAnswer.DOES_NOT, RepresentedAnswer.BY_SUBMISSION}

    @property
    def excepts_disclosed(self) -> bool:
        """Say whether the denial leaves out what is disclosed, so that it can stand beside a use that is found."""
        return self is RepresentedAnswer.BY_SUBMISSION
