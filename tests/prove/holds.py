"""Holds, votes and authenticators that live in memory."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from muniment.domain.hold import Grounds, HeldCall, Hold, HoldId, HoldRecord, HoldState, Requester, Vote, VoteVerdict
from muniment.domain.ids import Digest
from muniment.domain.trust import Grant, SignerRole
from muniment.prove.hold import hold_text
from muniment.prove.vote import ApproverKey, seal_vote
from muniment.prove.webauthn import Assertion, RelyingParty, challenge_of, write_assertion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import AnyJson
    from muniment.signers.file_key import FileKey

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
POLICY = Digest("sha256:" + "a" * 64)
PARTY = RelyingParty(id="desk.example", origin="https://desk.example:8443")
VALVE: Mapping[str, AnyJson] = {"valve": "A7", "open": True, "setpoint": 12.5}
TERM = Grounds(
    says="People answer for the use of force.", by="an invented agreement", at="clause 4", confidence="primary"
)


def held(arguments: Mapping[str, AnyJson] = VALVE, **more: Any) -> HeldCall:  # noqa: ANN401  (any field)
    plain = HeldCall(
        tool="set_valve",
        server="mcp://plant",
        schema="0" * 64,
        arguments=arguments,
        effect="force",
        does="Opens or closes a valve.",
        requester=Requester(caller="agent-7", person="Jo Ames"),
        contract="C-1",
        vendor="northwind-ai",
        model="northwind-large",
        purpose="maintenance",
        authority="",
        policy=POLICY,
        call_id="call_1",
        decision="d-1",
    )
    return replace(plain, **more)


def hold(
    arguments: Mapping[str, AnyJson] = VALVE,
    *,
    quorum: int = 2,
    approvers: tuple[str, ...] = (),
    **more: Any,  # noqa: ANN401  (as above)
) -> Hold:
    return Hold(
        id=HoldId("h-1"),
        call=held(arguments, **more),
        grounds=(TERM,),
        quorum=quorum,
        approvers=approvers,
        created=NOON,
        expires=NOON + timedelta(minutes=30),
    )


def record(of: Hold | None = None, *, ended: HoldState | None = None) -> HoldRecord:
    found = of or hold()
    return HoldRecord(hold=found, text=hold_text(found), votes=(), ended=ended)


def vote(
    person: str, verdict: VoteVerdict = VoteVerdict.APPROVE, *, minutes: int = 1, reason: str = "checked on site"
) -> Vote:
    return Vote(person=person, verdict=verdict, reason=reason, at=NOON + timedelta(minutes=minutes))


def approver(person: str, key: FileKey, **more: Any) -> ApproverKey:  # noqa: ANN401  (as above)
    return ApproverKey(
        grant=Grant(keyid=key.keyid, person=person, roles=(SignerRole.APPROVER,), **more),
        key=key.public,
    )


def sealed(key: FileKey, about: bytes, said: Vote) -> bytes:
    return seal_vote(about, said, keyid=key.keyid, sign=key.sign)


class Authenticator:
    """A security key: it counts, and signs what a browser of `party` asks it to sign."""

    def __init__(self, key: FileKey, party: RelyingParty = PARTY) -> None:
        self.key, self.party, self.counter = key, party, 0
        self.flags = 0x05
        self.client: dict[str, object] = {"type": "webauthn.get", "origin": party.origin, "crossOrigin": False}

    def assertion(self, message: bytes) -> Assertion:
        self.counter += 1
        challenge = base64.urlsafe_b64encode(challenge_of(message)).decode().rstrip("=")
        client = json.dumps({"challenge": challenge, **self.client}).encode()
        data = hashlib.sha256(self.party.id.encode()).digest() + bytes([self.flags]) + self.counter.to_bytes(4, "big")
        signature = self.key.sign(data + hashlib.sha256(client).digest())
        return Assertion(authenticator_data=data, client_data=client, signature=signature)

    def sign(self, message: bytes) -> bytes:
        return write_assertion(self.assertion(message))

    def sealed(self, about: bytes, said: Vote) -> bytes:
        return seal_vote(about, said, keyid=self.key.keyid, sign=self.sign)
