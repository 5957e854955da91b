"""A held call in words: what it would do, for whom, why it is held, and how long it is still asked about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from muniment.domain.hold import HoldState, VoteVerdict
from muniment.enforce.approval import counted, standing
from muniment.render.holds.arguments import shown
from muniment.render.words import count, listed

if TYPE_CHECKING:
    from datetime import datetime

    from muniment.domain.hold import Grounds, HoldRecord, Vote

STANDING: Final = {
    HoldState.WAITING: "waits for approval",
    HoldState.APPROVED: "approved, and not used yet",
    HoldState.DENIED: "denied",
    HoldState.EXPIRED: "expired",
    HoldState.RELEASED: "released",
}
_SAID: Final = {VoteVerdict.APPROVE: "approved", VoteVerdict.DENY: "denied"}
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def approvals(record: HoldRecord) -> str:
    """Return how many have approved: `1 of 2`."""
    return f"{len(counted(record.hold, [each.vote for each in record.votes]))} of {record.hold.quorum}"


def time_left(record: HoldRecord, at: datetime) -> str:
    """Return in words how long a hold can still be approved."""
    if standing(record, at).ended:
        return "none"
    seconds = seconds_left(record, at)
    parts = ((seconds // _DAY, "day"), (seconds % _DAY // _HOUR, "hour"), (seconds % _HOUR // _MINUTE, "minute"))
    told = [count(number, one) for number, one in (*parts, (seconds % _MINUTE, "second")) if number]
    return " and ".join(told[:2]) or "no time"


def roughly_left(record: HoldRecord, at: datetime) -> str:
    """Return the time that is left without its seconds, so that a list which is open changes once a minute."""
    seconds = seconds_left(record, at)
    if not seconds:
        return "none"
    if seconds < _MINUTE:
        return "less than a minute"
    return time_left(record, at + timedelta(seconds=seconds % _MINUTE))


def seconds_left(record: HoldRecord, at: datetime) -> int:
    """Return for how many seconds a hold can still be approved."""
    return 0 if standing(record, at).ended else int((record.hold.expires - at).total_seconds())


def voted(vote: Vote) -> str:
    """Return what somebody said, and why."""
    return f"{shown(vote.person)} {_SAID[vote.verdict]} at {vote.at:%H:%M:%S} UTC: {shown(vote.reason)}"


def described(record: HoldRecord) -> tuple[tuple[str, str], ...]:
    """Return what there is to know about a hold besides the arguments: labels and texts, none of them empty."""
    hold, call = record.hold, record.hold.call
    who = listed([shown(each) for each in hold.approvers], last="or") if hold.approvers else "any approver"
    rows = (
        ("Tool", f"{call.tool} of {call.server}" if call.server else call.tool),
        ("What it does", call.does),
        ("Effect", call.effect),
        ("Asked for by", " for ".join(filter(None, (call.requester.caller, call.requester.person)))),
        ("Contract", call.contract),
        ("Model", " of ".join(filter(None, (call.model, call.vendor)))),
        ("Purpose", call.purpose),
        ("Authority", call.authority),
        ("Call", call.call_id),
        ("Decision", call.decision),
        ("Asked for at", f"{hold.created:%Y-%m-%d %H:%M:%S} UTC"),
        ("Expires at", f"{hold.expires:%Y-%m-%d %H:%M:%S} UTC"),
        ("Has to be approved by", f"{count(hold.quorum, 'person', 'different people')}: {who}"),
        ("Policy", call.policy),
        ("Declaration of the tool", call.schema),
    )
    return tuple((label, shown(text)) for label, text in rows if text)


def because(grounds: Grounds) -> str:
    """Return the rule, and the document that it comes from."""
    where = ", ".join(filter(None, (grounds.by, grounds.at)))
    source = f"{where}; confidence: {grounds.confidence}" if grounds.confidence else where
    return shown(f"{grounds.says} ({source})")


def warning(record: HoldRecord) -> str:
    """Return what a person takes upon themselves who approves."""
    hold = record.hold
    missing = hold.quorum - len(counted(hold, [each.vote for each in record.votes]))
    if missing <= 1:
        return "If you approve, this call leaves with exactly these arguments as soon as it is asked for, once."
    others = count(missing - 1, "more person", "more people")
    return f"If you approve, {others} must approve as well before this call leaves with exactly these arguments, once."
