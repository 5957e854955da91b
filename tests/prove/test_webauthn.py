"""An authenticator's signature counts for this site, this text, and a person who was there and was known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from muniment.errors import ProofError
from muniment.prove.webauthn import RelyingParty, challenge_of, counter_fits, verify_assertion
from prove.holds import PARTY, Authenticator
from signers.keys import p256, p384

if TYPE_CHECKING:
    from collections.abc import Callable

MESSAGE = b"what a person was shown"


def verified(device: Authenticator, message: bytes = MESSAGE) -> int:
    found = device.assertion(MESSAGE)
    return verify_assertion(found, challenge=challenge_of(message), key=p256().public, party=PARTY)


def test_the_counter_is_told_for_whoever_kept_the_one_before() -> None:
    device = Authenticator(p256())

    assert [verified(device), verified(device)] == [1, 2]


def said(**more: object) -> Callable[[Authenticator], None]:
    return lambda device: device.client.update(more)


def flags(value: int) -> Callable[[Authenticator], None]:
    return lambda device: setattr(device, "flags", value)


def site(party: RelyingParty) -> Callable[[Authenticator], None]:
    return lambda device: setattr(device, "party", party)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(said(type="webauthn.create"), "of type `webauthn.create`", id="made when it was enrolled"),
        pytest.param(said(challenge="AAAA"), "answers another challenge", id="for another text"),
        pytest.param(said(origin="https://desk.example.evil"), "was made on", id="on another site"),
        pytest.param(said(origin="https://desk.example"), "was made on", id="on another port"),
        pytest.param(said(crossOrigin=True), "in a frame", id="in a frame of another site"),
        pytest.param(said(topOrigin="https://evil.example"), "in a frame", id="below another site"),
        pytest.param(flags(0x04), "anybody was present", id="nobody was there"),
        pytest.param(flags(0x01), "the person was verified", id="nobody was recognised"),
        pytest.param(flags(0x15), "backed up which cannot be", id="flags that contradict each other"),
        pytest.param(flags(0x45), "not of the length", id="a credential that is not there"),
        pytest.param(flags(0x85), "not of the length", id="extensions that are not there"),
        pytest.param(site(replace(PARTY, id="other.example")), "is not for `desk.example`", id="asked by another site"),
        pytest.param(lambda device: setattr(device, "key", p384()), "was not made by key", id="another key"),
    ],
)
def test_an_assertion_that_is_not_for_this_does_not_count(spoil: Callable[[Authenticator], None], why: str) -> None:
    device = Authenticator(p256())
    spoil(device)

    with pytest.raises(ProofError, match=why):
        verified(device)


def test_fields_that_a_browser_adds_do_no_harm() -> None:
    device = Authenticator(p256())
    device.client["other_keys_can_be_added_here"] = "do not compare clientDataJSON against a template"

    assert verified(device) == 1


@pytest.mark.parametrize("client", [b"", b"[]", b"\xff", b'{"type":"webauthn.get","type":"webauthn.get"}'])
def test_client_data_that_is_not_one_object_does_not_count(client: bytes) -> None:
    found = replace(Authenticator(p256()).assertion(MESSAGE), client_data=client)

    with pytest.raises(ProofError, match="client data"):
        verify_assertion(found, challenge=challenge_of(MESSAGE), key=p256().public, party=PARTY)


def test_every_byte_of_an_assertion_counts() -> None:
    found = Authenticator(p256()).assertion(MESSAGE)

    for at in range(len(found.authenticator_data)):
        data = bytearray(found.authenticator_data)
        data[at] ^= 0x20
        with pytest.raises(ProofError):
            verify_assertion(
                replace(found, authenticator_data=bytes(data)),
                challenge=challenge_of(MESSAGE),
                key=p256().public,
                party=PARTY,
            )


@pytest.mark.parametrize(
    ("counter", "before", "fits"),
    [
        pytest.param(8, 7, True, id="it has grown"),
        pytest.param(7, 7, False, id="the same again: a copy"),
        pytest.param(6, 7, False, id="an older one: a copy"),
        pytest.param(0, 0, True, id="one that never counts"),
        pytest.param(0, 7, False, id="one that forgot"),
    ],
)
def test_a_counter_that_does_not_grow_betrays_a_copy(counter: int, before: int, *, fits: bool) -> None:
    assert counter_fits(counter, before) is fits
