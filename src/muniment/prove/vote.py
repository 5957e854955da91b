"""A person's answer to a hold as signed bytes, and whether it can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.domain.hold import CastVote, Vote, VoteVerdict
from muniment.domain.trust import SignerRole
from muniment.prove.any_json import canonical_any, parse_object
from muniment.prove.canonical import parse
from muniment.prove.envelope import Envelope, RawSignature, pre_authentication_encoding, read, write
from muniment.prove.fields import Fields
from muniment.prove.hold import with_hold
from muniment.prove.keys import signed_with
from muniment.prove.parts import instant
from muniment.prove.sealed import check, check_size, failed
from muniment.prove.webauthn import challenge_of, read_assertion, verify_assertion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from muniment.domain.trust import Grant
    from muniment.prove.keys import TrustedKey
    from muniment.prove.webauthn import RelyingParty

PAYLOAD_TYPE: Final = "application/vnd.muniment.vote+json"
FORMAT: Final = "muniment-vote/1"
LARGEST: Final = 2**20
"""Bytes of the largest envelope that is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproverKey:
    """A public key, and what the trust policy says of it."""

    grant: Grant
    key: TrustedKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """A vote that can be believed. `counter` is the authenticator's, nothing for a key that signs by itself."""

    cast: CastVote
    counter: int | None


def vote_text(hold: bytes, vote: Vote) -> bytes:
    """Return what the person signs: the hold, byte for byte as it was shown, and what they say to it."""
    return with_hold(hold, _said(vote))


def message_of(hold: bytes, vote: Vote) -> bytes:
    """Return the bytes over which the signature goes; an authenticator signs their SHA-256 as its challenge."""
    return pre_authentication_encoding(PAYLOAD_TYPE, vote_text(hold, vote))


def seal_vote(hold: bytes, vote: Vote, *, keyid: str, sign: Callable[[bytes], bytes]) -> bytes:
    """Return the envelope with the vote in it, signed by `sign`, which gets the message."""
    payload = vote_text(hold, vote)
    signature = RawSignature(keyid=keyid, value=sign(pre_authentication_encoding(PAYLOAD_TYPE, payload)))
    return write(Envelope(payload_type=PAYLOAD_TYPE, payload=payload, signatures=(signature,)))


def verify_vote(
    envelope: bytes, hold: bytes, *, keys: Sequence[ApproverKey], party: RelyingParty | None, as_of: date
) -> Believed:
    """Return the vote in `envelope` if it is about `hold`, and signed by a key of the person that it names.

    (1) The file is no larger than 1 MiB; (2) it is a DSSE envelope with one signature; (3) its payload is said to be a
    vote; (4) that is strict JSON in RFC 8785 form with known fields alone; (5) the hold in it is `hold`, byte for byte;
    (6) one of `keys` made the signature: an authenticator's under the rules of `verify_assertion`, any other directly;
    (7) that key is of the person in the vote, for approvals, on the day of the vote, and is not revoked on `as_of`.

    Not checked: whether that person may vote on it (`enforce.approval`), and that an authenticator's counter has grown.
    Raises: ProofError, and nothing else.   Source: DSSE 1.0; WebAuthn Level 2.
    """
    with check(1):
        check_size(envelope, LARGEST)
    with check(2):
        opened = read(envelope)
        if len(opened.signatures) != 1:
            raise failed("signatures", "must be one: each person votes alone")
    with check(3):
        if opened.payload_type != PAYLOAD_TYPE:
            raise failed("envelope", f"holds `{opened.payload_type}`, not `{PAYLOAD_TYPE}`")
    with check(4):
        vote = _vote(opened.payload)
    with check(5):
        if vote_text(hold, vote) != opened.payload:
            raise failed("hold", "is not the one that is asked about", "something in it was changed after signing")
    with check(6):
        signer, counter = _signer(opened, keys, party)
    with check(7):
        _refuse_unfit(signer.grant, vote, as_of)
    return Believed(cast=CastVote(vote=vote, keyid=signer.grant.keyid, envelope=envelope), counter=counter)


def vote_in(envelope: bytes) -> Vote:
    """Return the vote in `envelope` as it is written, whoever signed it. Raises: ProofError."""
    return _vote(read(envelope).payload)


def _said(vote: Vote) -> dict[str, str]:
    return {
        "format": FORMAT,
        "person": vote.person,
        "verdict": vote.verdict.value,
        "reason": vote.reason,
        "at": instant(vote.at),
    }


def _vote(payload: bytes) -> Vote:
    document = dict(parse_object(payload, "vote"))
    if canonical_any(document) != payload:
        raise failed("vote", "is not written as RFC 8785 writes it")
    document.pop("hold", None)
    fields = Fields.of(parse(canonical_any(document), "vote"), "vote", "format person verdict reason at")
    if fields.text("format") != FORMAT:
        raise failed(fields.under("format"), f"`{fields.text('format')}` is not `{FORMAT}`", "use a newer release")
    return Vote(
        person=fields.named("person"),
        verdict=fields.choice(VoteVerdict, "verdict"),
        reason=fields.named("reason"),
        at=fields.instant("at"),
    )


def _signer(
    opened: Envelope, keys: Sequence[ApproverKey], party: RelyingParty | None
) -> tuple[ApproverKey, int | None]:
    """Try the key that the envelope names: it is the signature that decides."""
    signature = opened.signatures[0]
    claimed = next((each for each in keys if each.grant.keyid == signature.keyid), None)
    if claimed is None:
        raise failed("signatures", f"none is by a key that may approve; this one says `{signature.keyid[:16]}`")
    message = pre_authentication_encoding(opened.payload_type, opened.payload)
    if not claimed.grant.credential:
        if signed_with(claimed.key, signature.value, message) is None:
            raise failed("signatures", f"key `{signature.keyid[:16]}` of {claimed.grant.person} did not make it")
        return claimed, None
    if party is None:
        raise failed("signatures", "is by an authenticator, and no desk is configured for which it could be")
    return claimed, verify_assertion(
        read_assertion(signature.value), challenge=challenge_of(message), key=claimed.key, party=party
    )


def _refuse_unfit(grant: Grant, vote: Vote, as_of: date) -> None:
    if SignerRole.APPROVER not in grant.roles:
        raise failed("signatures", f"the key of {grant.person} is not trusted for approvals")
    if grant.person != vote.person:
        raise failed("vote", f"is in the name of `{vote.person}`, and signed by a key of `{grant.person}`")
    if why := grant.refusal(vote.at.date(), None, as_of):
        raise failed("signatures", f"the key of {grant.person} {why}")
