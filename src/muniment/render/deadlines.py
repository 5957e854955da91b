"""Deadlines and recipients in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from muniment.domain.condition import ALWAYS
from muniment.domain.decision import NoDay
from muniment.domain.duty import ClockUnit
from muniment.domain.moment import zone_name
from muniment.render.conditions import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.domain.decision import Deadline, DutyDue
    from muniment.domain.duty import Recipient
    from muniment.domain.moment import Moment


def moment_words(moment: Moment) -> str:
    """Return a day as it is; an instant in the zone in which it is known, and in UTC."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    utc = moment.astimezone(UTC)
    if moment.utcoffset() == utc.utcoffset():
        return f"{utc:%Y-%m-%d %H:%M} UTC"
    zone = zone_name(moment) or f"UTC{moment.isoformat()[-6:]}"
    there = f"{utc:%H:%M}" if utc.date() == moment.date() else f"{utc:%Y-%m-%d %H:%M}"
    return f"{moment:%Y-%m-%d %H:%M} {zone} ({there} UTC)"


def deadline_words(deadline: Deadline) -> str:
    """Return by when something is due, or why nobody can say."""
    if deadline.at is None:
        return _why_not(deadline)
    words = moment_words(deadline.at)
    if deadline.clock.unit is ClockUnit.HOUR and not isinstance(deadline.at, datetime):
        words += ", at the hour of the find, which is not known"
    if deadline.waits_for is not None:
        begins = "at once, for nobody says when performance begins" if deadline.why_not else "as performance begins"
        words += f", {begins}: `{deadline.waits_for}` is not known"
    if deadline.provisional:
        words += " at the latest, counted as if the report before it were sent at its last moment"
    return words


def _why_not(deadline: Deadline) -> str:
    if deadline.why_not is NoDay.OUTSIDE_CALENDAR:
        return "no day: it lies outside the calendar of the rulebook"
    return f"no day yet: `{deadline.waits_for}` is not known"


def to_words(due: DutyDue) -> str:
    """Return to whom a duty that arises is owed; recipients that hang on a missing fact with their condition."""
    perhaps = [f"{recipient_words(one)}, if {in_words(one.when)}" for one in due.perhaps_to]
    return "; ".join([*(recipient_words(one) for one in due.to), *perhaps])


def recipients_words(recipients: Sequence[Recipient]) -> str:
    """Return all recipients of a rule, each with its condition."""
    return "; ".join(
        recipient_words(one) if one.when == ALWAYS else f"{recipient_words(one)}, if {in_words(one.when)}"
        for one in recipients
    )


def recipient_words(recipient: Recipient) -> str:
    """Return one recipient in the words of the rule, with its address."""
    return f"{recipient.who} ({recipient.address})" if recipient.address else recipient.who
