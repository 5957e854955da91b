"""The use cases of the approver desk: who is there, what waits for them, and what they sign in a browser."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from muniment.app.approvals import voting
from muniment.domain.hold import Vote
from muniment.enforce.approval import refuse_vote
from muniment.errors import Problem, ProofError, RefusedError
from muniment.prove.canonical import canonical
from muniment.prove.envelope import Envelope, RawSignature, pre_authentication_encoding, write
from muniment.prove.vote import PAYLOAD_TYPE, message_of, vote_in, vote_text
from muniment.prove.webauthn import challenge_of, verify_assertion, write_assertion

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from muniment.app.approvals.held import Holds, Listed, Voters
    from muniment.app.ports import Clock
    from muniment.domain.hold import HoldId, HoldRecord, VoteVerdict
    from muniment.prove.vote import ApproverKey
    from muniment.prove.webauthn import Assertion

IDLE: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=8)
_TO_ANSWER: Final = timedelta(minutes=5)
_MOST_OPEN: Final = 1000
"""Sign-ins that have begun and not ended. Beyond it the oldest give way, so that nobody fills the memory."""
_SIGN_IN: Final = "application/vnd.muniment.sign-in+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What an authenticator is asked to sign, and which credentials may answer. `text` comes back with the answer."""

    text: bytes
    challenge: bytes
    credentials: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    keyid: str
    began: datetime
    seen: datetime


class Desk:
    """People in front of holds. It has no key: what it hands on, people have signed. Sessions end with the process."""

    def __init__(
        self,
        holds: Holds,
        voters: Callable[[], Voters],
        clock: Clock,
        new_secret: Callable[[], str],
        refuse_doubtful: Callable[[datetime], None] = lambda _: None,
    ) -> None:
        """Keep what the desk works on. `new_secret` gives what nobody can guess.

        `refuse_doubtful` raises RefusedError where an instant cannot be the one that it is.
        """
        self._holds, self._voters, self._clock, self._new_secret = holds, voters, clock, new_secret
        self._refuse_doubtful = refuse_doubtful
        self._sessions: dict[str, _Session] = {}
        self._open: dict[str, datetime] = {}

    def sign_in_challenge(self) -> Challenge:
        """Return what to sign to come in. Raises: RefusedError where nobody has an authenticator."""
        voters = self._voters()
        nonce = self._new_secret()
        while len(self._open) >= _MOST_OPEN:
            self._open.pop(next(iter(self._open)))
        self._open[nonce] = self._clock.now()
        text = canonical({"nonce": nonce, "origin": voters.party.origin if voters.party else ""})
        return Challenge(
            text=nonce.encode(),
            challenge=challenge_of(pre_authentication_encoding(_SIGN_IN, text)),
            credentials=tuple(each.grant.credential for each in voters.keys if each.grant.credential),
        )

    def sign_in(self, nonce: str, credential: str, assertion: Assertion) -> str:
        """Return the secret of a new session. A challenge is answered once. Raises: ProofError, RefusedError."""
        now = self._clock.now()
        asked = self._open.pop(nonce, None)
        if asked is None or now - asked > _TO_ANSWER:
            raise _refused("sign-in", "answers a challenge that is not open", "try again")
        voters = self._voters()
        key = _by_credential(voters, credential)
        if voters.party is None:
            raise _refused("sign-in", "needs a desk that is configured", "set `desk` in [approvals]")
        text = canonical({"nonce": nonce, "origin": voters.party.origin})
        challenge = challenge_of(pre_authentication_encoding(_SIGN_IN, text))
        verify_assertion(assertion, challenge=challenge, key=key.key, party=voters.party)
        self._refuse_unfit(key)
        secret = self._new_secret()
        self._sessions[_hidden(secret)] = _Session(keyid=key.grant.keyid, began=now, seen=now)
        return secret

    def sign_out(self, secret: str) -> None:
        """End a session."""
        self._sessions.pop(_hidden(secret), None)

    def person(self, secret: str, certificate_key: str, *, acts: bool = True) -> str:
        """Return who is there, by the secret of a session or the key of a client certificate; empty for nobody.

        Whose key is no longer trusted, is not there, whatever session they have. A session of somebody who no longer
        `acts`, but only has a page open, ends.
        """
        keyid, now = self._session_key(secret, acts=acts) or certificate_key, self._clock.now()
        key = next((each for each in self._voters().keys if keyid and each.grant.keyid == keyid), None)
        return key.grant.person if key and not key.grant.refusal(now.date(), None, now.date()) else ""

    def waiting(self) -> Listed:
        """Return what waits for people."""
        return voting.waiting(self._holds, self._clock.now())

    def all(self) -> Listed:
        """Return every hold that is kept."""
        return self._holds.listed(ended=True)

    def find(self, hold_id: HoldId) -> HoldRecord | None:
        """Return one hold."""
        return self._holds.find(hold_id)

    def now(self) -> datetime:
        """Return the instant by which the desk goes."""
        return self._clock.now()

    def credentials(self, person: str) -> tuple[str, ...]:
        """Return the authenticators of a person."""
        found = (each.grant for each in self._voters().keys if each.grant.person == person)
        return tuple(grant.credential for grant in found if grant.credential)

    def ballot(self, person: str, hold_id: HoldId, verdict: VoteVerdict, reason: str) -> Challenge:
        """Return what `person` signs to answer a hold. Raises: RefusedError where they may not."""
        record = self._known(hold_id)
        now = self._clock.now()
        self._refuse_doubtful(now)
        vote = Vote(person=person, verdict=verdict, reason=reason, at=now.replace(microsecond=0))
        if not reason.strip():
            raise _refused("reason", "is empty", "say why, for whoever reads it later")
        refuse_vote(record, vote, now, self._voters().people)
        return Challenge(
            text=vote_text(record.text, vote),
            challenge=challenge_of(message_of(record.text, vote)),
            credentials=self.credentials(person),
        )

    def cast(self, person: str, hold_id: HoldId, text: bytes, credential: str, assertion: Assertion) -> HoldRecord:
        """Keep what `person` signed with an authenticator. Raises: ProofError, RefusedError, InputError."""
        key = _by_credential(self._voters(), credential)
        signature = RawSignature(keyid=key.grant.keyid, value=write_assertion(assertion))
        return self.cast_signed(
            person, hold_id, write(Envelope(payload_type=PAYLOAD_TYPE, payload=text, signatures=(signature,)))
        )

    def cast_signed(self, person: str, hold_id: HoldId, envelope: bytes) -> HoldRecord:
        """Keep a vote that `person` signed, wherever. Raises: ProofError, RefusedError, InputError."""
        if vote_in(envelope).person != person:
            raise _refused("vote", f"is not by {person}, who is signed in", "sign in as who signed it")
        now = self._clock.now()
        self._refuse_doubtful(now)
        return voting.cast(self._holds, hold_id, envelope, voters=self._voters(), at=now)

    def _session_key(self, secret: str, *, acts: bool) -> str:
        name, now = _hidden(secret), self._clock.now()
        session = self._sessions.get(name)
        if session is None:
            return ""
        if now - session.seen > IDLE or now - session.began > LONGEST:
            del self._sessions[name]
            return ""
        if acts:
            self._sessions[name] = replace(session, seen=now)
        return session.keyid

    def _known(self, hold_id: HoldId) -> HoldRecord:
        record = self._holds.find(hold_id)
        if record is None:
            raise _refused(f"hold {hold_id}", "is not known")
        return record

    def _refuse_unfit(self, key: ApproverKey) -> None:
        today = self._clock.now().date()
        if why := key.grant.refusal(today, None, today):
            raise ProofError(Problem(where="sign-in", what=f"the key of {key.grant.person} {why}"))


def _by_credential(voters: Voters, credential: str) -> ApproverKey:
    found = next((each for each in voters.keys if credential and each.grant.credential == credential), None)
    if found is None:
        raise _refused("authenticator", "is not enrolled", "have its key put into the trust policy")
    return found


def _hidden(secret: str) -> str:
    """Return what is kept of a secret, so that the time which a look-up takes tells nothing of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _refused(where: str, what: str, help_: str = "") -> RefusedError:
    return RefusedError(Problem(where=where, what=what, help=help_))
