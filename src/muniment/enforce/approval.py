"""When people have approved a held call: who may vote, what their votes come to, and when the call may leave."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from muniment.domain.hold import HoldState, VoteVerdict
from muniment.domain.person import NOBODY, likeness
from muniment.errors import Problem, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from muniment.domain.hold import Hold, HoldRecord, Vote
    from muniment.domain.ids import Digest
    from muniment.domain.person import People

SKEW: Final = timedelta(minutes=2)
"""How far the clock of a person's machine may be from ours."""


def standing(record: HoldRecord, at: datetime) -> HoldState:
    """Return where a hold stands at `at`. The votes were believed when they were cast; a release believes them anew."""
    votes = [each.vote for each in record.votes]
    if record.ended is not None:
        return record.ended
    if any(vote.verdict is VoteVerdict.DENY for vote in votes):
        return HoldState.DENIED
    if at >= record.hold.expires:
        return HoldState.EXPIRED
    return HoldState.APPROVED if len(counted(record.hold, votes)) >= record.hold.quorum else HoldState.WAITING


def counted(hold: Hold, votes: Iterable[Vote], people: People = NOBODY) -> tuple[str, ...]:
    """Return the different persons whose approval counts, each once however often and under however many keys or names.

    Without the `people` of the trust policy it is what those can say who have not read it: a release reads it.
    """
    found: dict[str, str] = {}
    for vote in votes:
        if vote.verdict is VoteVerdict.APPROVE and not why_not(hold, vote.person, people):
            found.setdefault(people.one(vote.person), vote.person)
    return tuple(found.values())


def why_not(hold: Hold, person: str, people: People = NOBODY) -> str:
    """Return why `person` may not vote on `hold`; empty where they may."""
    asked_by = hold.call.requester
    for name in (asked_by.caller, asked_by.person):
        if people.same(person, name):
            known_as = "" if likeness(person) == likeness(name) else f" as `{name}`"
            return f"asked for this call{known_as}, and nobody approves what they asked for"
    if hold.approvers and not any(people.same(person, each) for each in hold.approvers):
        return f"is not among those who may: {', '.join(hold.approvers)}"
    return ""


def refuse_vote(record: HoldRecord, vote: Vote, at: datetime, people: People = NOBODY) -> None:
    """Raise RefusedError where `vote`, believed and cast at `at`, may not be added to `record`."""
    hold, now = record.hold, standing(record, at)
    if now.ended:
        raise _refused(hold, f"is {now.value}", "nothing was recorded")
    if why := why_not(hold, vote.person, people):
        raise _refused(hold, f"{vote.person} {why}", "somebody else has to vote")
    if any(people.same(each.vote.person, vote.person) for each in record.votes):
        raise _refused(hold, f"{vote.person} has voted already", "each person votes once")
    if not hold.created - SKEW <= vote.at <= at + SKEW:
        raise _refused(hold, f"the vote is of {vote.at}, and it is {at}", "set the clock of this machine")


def refuse_release(
    record: HoldRecord, believed: Sequence[Vote], *, policy: Digest, at: datetime, people: People = NOBODY
) -> None:
    """Raise RefusedError unless the call of `record` may leave at `at`. `believed` are the votes believed just now.

    (1) It has not ended, by release, denial or time; (2) nobody has denied it, believed or not; (3) the policy in force
    is the one under which it was held; (4) as many different persons as it asks for have approved, not counting who
    asked for it; names that the trust policy gives to one of the `people` are of one person.

    Not checked: that what is about to run is what the hold says, and that the call would be let through today.
    """
    hold, now = record.hold, standing(record, at)
    if now.ended:
        raise _refused(hold, f"is {now.value}", "ask for the call again")
    if hold.call.policy != policy:
        raise _refused(hold, "was held under another policy than the one in force", "ask for the call again")
    persons = counted(hold, believed, people)
    if len(persons) < hold.quorum:
        said = f" ({', '.join(persons)})" if persons else ""
        raise _refused(hold, f"has {len(persons)} of {hold.quorum} approvals that count{said}")


def same(person: str) -> str:
    """Return how a person's name is compared: what a reader may not notice does not make two persons."""
    return likeness(person)


def _refused(hold: Hold, what: str, help_: str = "") -> RefusedError:
    return RefusedError(Problem(where=f"hold {hold.id}", what=what, help=help_))
