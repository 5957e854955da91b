"""The words and signs for outcomes and rungs. A sign and a word carry the meaning; colour only repeats it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from muniment.domain.outcome import Outcome
from muniment.domain.rung import Rung

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.domain.dated import Interval
    from muniment.domain.decision import Decision
    from muniment.domain.file_status import FileStatus

MORE_UNREAD: Final = ", and there may be more in what was not looked at"
"""Follows a number of what was looked at, where not all was."""
SIGN = {
    Outcome.PROHIBITED: "✗",
    Outcome.NEEDS_WAIVER: "!",
    Outcome.NEEDS_AUTHORISATION: "!",
    Outcome.UNDETERMINED: "?",
    Outcome.PERMITTED_UNTIL: "~",
    Outcome.PERMITTED: "✓",
}

STYLE = {
    Outcome.PROHIBITED: "prohibited",
    Outcome.NEEDS_WAIVER: "needs",
    Outcome.NEEDS_AUTHORISATION: "needs",
    Outcome.UNDETERMINED: "undetermined",
    Outcome.PERMITTED_UNTIL: "until",
    Outcome.PERMITTED: "permitted",
}

WORD = {
    Outcome.PROHIBITED: "prohibited",
    Outcome.NEEDS_WAIVER: "needs a waiver",
    Outcome.NEEDS_AUTHORISATION: "needs authorisation",
    Outcome.UNDETERMINED: "undetermined",
    Outcome.PERMITTED_UNTIL: "permitted until a day",
    Outcome.PERMITTED: "permitted",
}

RUNG = {
    Rung.MENTIONED: "mentioned",
    Rung.DECLARED: "declared",
    Rung.AVAILABLE: "available",
    Rung.CONFIGURED: "configured",
    Rung.INVOKED: "invoked",
    Rung.OBSERVED: "observed in operation",
}

_THOUSAND = 1000


def outcome_words(decision: Decision) -> str:
    """Return sign and word, with the last permitted day where there is one."""
    word = WORD[decision.outcome]
    if decision.outcome is Outcome.PERMITTED_UNTIL and decision.until is not None:
        word = f"permitted until {decision.until}"
    return f"{SIGN[decision.outcome]} {word}"


def posture_words(decision: Decision) -> str:
    """Return how the organisation acts where its posture is stricter than the instruments."""
    chosen = [f"{each.instrument} as read by {each.holder}" for each in decision.readings if each.chosen]
    asked = WORD[decision.acted_on]
    return (
        f"you act as if it were {asked}, by {listed(chosen)}; that is your own choice and goes beyond the instruments"
    )


def count(number: int, one: str, many: str = "") -> str:
    """Return `1 file`, `1,234 files`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str], *, last: str = "and") -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    *others, final = items or [""]
    return f"{', '.join(others)} {last} {final}" if others else final


def days_held(during: Interval) -> str:
    """Return the days as a person counts them: the last one named is the last on which it holds."""
    return f"{during.start} \N{EN DASH} {during.end - timedelta(days=1)}" if during.end else f"{during.start} on"


def byte_size(size: int) -> str:
    """Return a number of bytes in units of a thousand: `512 B`, `1.2 MB`."""
    if size < _THOUSAND:
        return f"{size} B"
    amount, unit = size / _THOUSAND, "kB"
    for larger in ("MB", "GB", "TB"):
        if round(amount, 1) >= _THOUSAND:
            amount, unit = amount / _THOUSAND, larger
    return f"{amount:.1f} {unit}"


def slug(status: FileStatus) -> str:
    """Return the name of `status` in machine-readable output."""
    return status.name.lower().replace("_", "-")
