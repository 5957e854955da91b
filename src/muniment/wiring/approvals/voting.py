"""Joins for one person's vote on one hold, from the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment import wiring
from muniment.errors import InputError, Problem
from muniment.wiring import approvals

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.app.approvals.held import Holds, Voters
    from muniment.app.ports import Signer
    from muniment.domain.hold import HoldRecord, HoldState, VoteVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A hold that a person looks at, and whose votes count."""

    record: HoldRecord
    holds: Holds
    voters: Voters
    file: Path

    @classmethod
    def open(cls, file: Path, hold: str) -> Ballot:
        """Return the hold of that name. Raises: InputError."""
        settings = approvals.approval_settings(file)
        holds = approvals.open_holds(file, settings)
        return cls(record=found(holds, hold), holds=holds, voters=approvals.voters(file, settings), file=file)

    def person_of(self, keyid: str) -> str:
        """Return whose key it is. Raises: InputError where nobody's votes count by it."""
        person = next((each.grant.person for each in self.voters.keys if each.grant.keyid == keyid), None)
        if person is None:
            help_ = 'name it in the trust policy, with roles = ["approver"]'
            raise InputError(Problem(where=f"key {keyid[:16]}", what="is not one by which people approve", help=help_))
        return person

    def cast(self, key: Signer, verdict: VoteVerdict, reason: str) -> tuple[HoldRecord, HoldState]:
        """Sign the vote, keep it, and return what then stands. Raises: InputError, RefusedError, ProofError."""
        from muniment.app.approvals.voting import cast
        from muniment.domain.hold import Vote
        from muniment.enforce.approval import standing
        from muniment.prove.vote import seal_vote

        at = wiring.now().replace(microsecond=0)
        approvals.refuse_doubtful(self.file, at)
        said = Vote(person=self.person_of(key.keyid), verdict=verdict, reason=reason.strip(), at=at)
        if not said.reason:
            raise InputError(Problem(where="--reason", what="is empty", help="say why, for whoever reads it later"))
        envelope = seal_vote(self.record.text, said, keyid=key.keyid, sign=key.sign)
        after = cast(self.holds, self.record.hold.id, envelope, voters=self.voters, at=wiring.now())
        return after, standing(after, wiring.now())


def found(holds: Holds, hold: str) -> HoldRecord:
    """Return the hold of that name, or the one that has not ended and alone begins so. Raises: InputError."""
    from muniment.domain.hold import HoldId

    if record := holds.find(HoldId(hold)):
        return record
    near = [each for each in holds.listed(ended=False).records if each.hold.id.startswith(hold)]
    if len(near) == 1:
        return near[0]
    what = f"is the beginning of {len(near)} holds" if near else "names no hold"
    raise InputError(Problem(where=hold, what=what, help="`muniment approve list` names them"))
