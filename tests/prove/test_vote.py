"""Whose answer to a hold is believed: signed by the person, over the hold that was shown, on a good day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from muniment.domain.hold import VoteVerdict
from muniment.domain.trust import Grant, SignerRole
from muniment.errors import ProofError
from muniment.prove.envelope import Envelope, read, write
from muniment.prove.hold import hold_text
from muniment.prove.vote import ApproverKey, verify_vote
from prove.holds import NOON, PARTY, Authenticator, approver, hold, sealed, vote
from signers.keys import mldsa, p256, p384, rsa

TEXT = hold_text(hold())
DAY = NOON.date()
EVE = "Eve Holt"


@pytest.mark.parametrize("key", [p256, p384, rsa, mldsa], ids=["P-256", "P-384", "RSA", "ML-DSA-87"])
def test_a_vote_is_believed_by_the_key_of_the_person_who_cast_it(key: Any) -> None:  # noqa: ANN401
    envelope = sealed(key(), TEXT, vote(EVE))

    found = verify_vote(envelope, TEXT, keys=(approver(EVE, key()),), party=None, as_of=DAY)

    assert (found.cast.vote, found.cast.keyid, found.counter) == (vote(EVE), key().keyid, None)


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        pytest.param((), r"check 6, .*none is by a key that may approve", id="a key that nobody trusts"),
        pytest.param((approver(EVE, p384()),), r"check 6, .*none is by a key", id="the key of another"),
        pytest.param(
            (approver("Max Roe", p256()),), r"check 7, .*in the name of `Eve Holt`", id="signed in another's name"
        ),
        pytest.param(
            (approver(EVE, p256(), until=DAY - timedelta(days=1)),), r"check 7, .*is trusted until", id="no longer"
        ),
        pytest.param((approver(EVE, p256(), revoked=DAY),), r"check 7, .*was revoked", id="revoked since"),
        pytest.param(
            (
                ApproverKey(
                    grant=Grant(keyid=p256().keyid, person=EVE, roles=(SignerRole.REVIEWER,)), key=p256().public
                ),
            ),
            r"check 7, .*not trusted for approvals",
            id="trusted for another thing",
        ),
        pytest.param(
            (ApproverKey(grant=approver(EVE, p256()).grant, key=p384().public),),
            r"check 6, .*did not make it",
            id="a key under another's name",
        ),
    ],
)
def test_a_vote_by_a_key_that_does_not_count_is_not_believed(keys: tuple[ApproverKey, ...], why: str) -> None:
    envelope = sealed(p256(), TEXT, vote(EVE))

    with pytest.raises(ProofError, match=why):
        verify_vote(envelope, TEXT, keys=keys, party=None, as_of=DAY)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(hold({"valve": "A8", "open": True, "setpoint": 12.5}), id="another argument"),
        pytest.param(hold({"valve": "A7", "open": "true", "setpoint": 12.5}), id="text in place of a truth value"),
        pytest.param(hold(call_id="call_2"), id="another call"),
        pytest.param(hold(policy="sha256:" + "b" * 64), id="another policy"),
        pytest.param(hold(quorum=1), id="a smaller quorum"),
        pytest.param(hold(does="Does nothing."), id="other words for what it does"),
    ],
)
def test_a_vote_is_about_the_hold_that_was_shown_and_no_other(other: Any) -> None:  # noqa: ANN401
    envelope = sealed(p256(), TEXT, vote(EVE))

    with pytest.raises(ProofError, match=r"check 5, hold: is not the one that is asked about"):
        verify_vote(envelope, hold_text(other), keys=(approver(EVE, p256()),), party=None, as_of=DAY)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b'"verdict":"deny"', b'"verdict":"approve"', id="the verdict"),
        pytest.param(b'"person":"Eve Holt"', b'"person":"Max Roe"', id="the person"),
        pytest.param(b"T12:01:00Z", b"T12:02:00Z", id="the time"),
        pytest.param(b"checked on site", b"checked off site", id="the reason"),
    ],
)
def test_what_was_changed_after_signing_is_not_believed(before: bytes, after: bytes) -> None:
    opened = read(sealed(p256(), TEXT, vote(EVE, VoteVerdict.DENY)))
    assert before in opened.payload
    changed = write(
        Envelope(
            payload_type=opened.payload_type,
            payload=opened.payload.replace(before, after),
            signatures=opened.signatures,
        )
    )

    with pytest.raises(ProofError, match="check 6"):
        verify_vote(changed, TEXT, keys=(approver(EVE, p256()),), party=None, as_of=DAY)


def test_a_signature_over_another_kind_of_document_is_no_vote() -> None:
    opened = read(sealed(p256(), TEXT, vote(EVE)))
    other = write(
        Envelope(payload_type="application/vnd.in-toto+json", payload=opened.payload, signatures=opened.signatures)
    )

    with pytest.raises(ProofError, match="check 3"):
        verify_vote(other, TEXT, keys=(approver(EVE, p256()),), party=None, as_of=DAY)


def test_a_vote_with_two_signatures_is_not_believed() -> None:
    opened = read(sealed(p256(), TEXT, vote(EVE)))
    twice = write(Envelope(payload_type=opened.payload_type, payload=opened.payload, signatures=opened.signatures * 2))

    with pytest.raises(ProofError, match="check 2, signatures: must be one"):
        verify_vote(twice, TEXT, keys=(approver(EVE, p256()),), party=None, as_of=DAY)


@pytest.mark.parametrize("key", [p256, p384], ids=["P-256", "P-384"])
def test_a_vote_by_an_authenticator_is_believed_on_its_desk(key: Any) -> None:  # noqa: ANN401
    person = approver(EVE, key(), credential="abc")
    device = Authenticator(key())

    found = verify_vote(device.sealed(TEXT, vote(EVE)), TEXT, keys=(person,), party=PARTY, as_of=DAY)

    assert found.counter == 1


def test_a_key_of_an_authenticator_counts_only_through_it() -> None:
    person = approver(EVE, p256(), credential="abc")

    with pytest.raises(ProofError, match=r"check 6, assertion"):
        verify_vote(sealed(p256(), TEXT, vote(EVE)), TEXT, keys=(person,), party=PARTY, as_of=DAY)


def test_an_authenticator_counts_for_nothing_where_no_desk_is_configured() -> None:
    person = approver(EVE, p256(), credential="abc")

    with pytest.raises(ProofError, match=r"no desk is configured"):
        verify_vote(Authenticator(p256()).sealed(TEXT, vote(EVE)), TEXT, keys=(person,), party=None, as_of=DAY)


def test_an_authenticator_signs_one_verdict_and_reason() -> None:
    person = approver(EVE, p256(), credential="abc")
    signed = read(Authenticator(p256()).sealed(TEXT, vote(EVE, VoteVerdict.DENY)))
    other = read(Authenticator(p256()).sealed(TEXT, vote(EVE, VoteVerdict.APPROVE)))
    moved = write(Envelope(payload_type=signed.payload_type, payload=other.payload, signatures=signed.signatures))

    with pytest.raises(ProofError, match="check 6, client data: answers another challenge"):
        verify_vote(moved, TEXT, keys=(person,), party=PARTY, as_of=DAY)
