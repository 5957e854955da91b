"""Casting a vote on a held call, whichever way it came: from the desk, or from the command line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.app.approvals.held import Change, Ending, Listed
from muniment.domain.hold import HoldRecord, HoldState, VoteVerdict
from muniment.enforce.approval import refuse_vote, standing
from muniment.errors import Problem, ProofError
from muniment.prove.vote import verify_vote
from muniment.prove.webauthn import counter_fits

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from muniment.app.approvals.held import Holds, Voters
    from muniment.domain.hold import HoldId
    from muniment.prove.vote import Believed


def cast(holds: Holds, hold_id: HoldId, envelope: bytes, *, voters: Voters, at: datetime) -> HoldRecord:
    """Add the vote in `envelope` to a hold, and return what then stands. A denial ends the hold.

    Raises: ProofError where the vote cannot be believed; RefusedError where it may not be cast; InputError where it
    cannot be kept. Then nothing was written.
    """

    def work(record: HoldRecord, counter: Callable[[str], int]) -> Change:
        believed = verify_vote(envelope, record.text, keys=voters.keys, party=voters.party, as_of=at.date())
        vote = believed.cast.vote
        refuse_vote(record, vote, at, voters.people)
        _refuse_copy(believed, counter)
        ending = None
        if vote.verdict is VoteVerdict.DENY:
            ending = Ending(standing=HoldState.DENIED, at=at, why=f"{vote.person}: {vote.reason}")
        return Change(cast=believed.cast, counter=believed.counter, ending=ending)

    return holds.change(hold_id, work)


def _refuse_copy(believed: Believed, counter: Callable[[str], int]) -> None:
    before = counter(believed.cast.keyid)
    if believed.counter is not None and not counter_fits(believed.counter, before):
        what = f"has counted to {believed.counter}, and to {before} before: there may be a copy of it"
        help_ = "have the key revoked in the trust policy"
        raise ProofError(Problem(where=f"authenticator {believed.cast.keyid[:16]}", what=what, help=help_))


def waiting(holds: Holds, at: datetime) -> Listed:
    """Return the holds that can still change at `at`, and what could not be read."""
    found = holds.listed(ended=False)
    return replace(found, records=tuple(each for each in found.records if not standing(each, at).ended))
