"""Signatures by authenticators: what a browser brings back from a security key, checked without any other library."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.prove.canonical import canonical, parse
from muniment.prove.fields import Fields
from muniment.prove.keys import signed_with
from muniment.prove.sealed import failed

if TYPE_CHECKING:
    from muniment.prove.keys import TrustedKey

_PRESENT: Final = 0x01
_VERIFIED: Final = 0x04
_BACKUP_ELIGIBLE: Final = 0x08
_BACKED_UP: Final = 0x10
_ATTESTED: Final = 0x40
_EXTENSIONS: Final = 0x80
_FIXED: Final = 37
"""Bytes of authenticator data without extensions: the digest of the site's name, flags, counter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelyingParty:
    """The site that people sign for: its name (`id`, a host), and the origin that a browser must have shown."""

    id: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What a browser brings back, as it came."""

    authenticator_data: bytes
    client_data: bytes
    signature: bytes


def write_assertion(found: Assertion) -> bytes:
    """Return an assertion as it stands in the place of a signature."""
    return canonical({
        "authenticatorData": base64.b64encode(found.authenticator_data).decode(),
        "clientDataJSON": base64.b64encode(found.client_data).decode(),
        "signature": base64.b64encode(found.signature).decode(),
    })  # fmt: skip


def read_assertion(raw: bytes) -> Assertion:
    """Return the assertion in `raw`. Raises: ProofError."""
    fields = Fields.of(parse(raw, "assertion"), "assertion", "authenticatorData clientDataJSON signature")
    return Assertion(
        authenticator_data=_bytes(fields, "authenticatorData"),
        client_data=_bytes(fields, "clientDataJSON"),
        signature=_bytes(fields, "signature"),
    )


def challenge_of(message: bytes) -> bytes:
    """Return what an authenticator is asked to sign for `message`: its SHA-256."""
    return hashlib.sha256(message).digest()


def verify_assertion(found: Assertion, *, challenge: bytes, key: TrustedKey, party: RelyingParty) -> int:
    """Return the authenticator's counter, if `key` signed `challenge` for `party` with its person present and verified.

    (a) The browser says that it was asked to sign, not to enrol; (b) for this challenge; (c) on this origin, in no
    other site's frame; (d) the authenticator says that it signed for this site; (e) somebody was there; (f) it knew
    who, by a PIN or a finger; (g) its flags are possible; (h) the signature holds over both.

    Not checked: that the counter has grown, which needs the one before (`counter_fits`).
    Raises: ProofError, and nothing else.   Source: WebAuthn Level 2, 7.2.
    """
    _client(found.client_data, challenge, party)
    data = found.authenticator_data
    if len(data) < _FIXED:
        raise failed("authenticator data", f"has {len(data)} bytes, and {_FIXED} are the least")
    if not hmac.compare_digest(data[:32], hashlib.sha256(party.id.encode()).digest()):
        raise failed("authenticator data", f"is not for `{party.id}`")
    _flags(data[32], len(data))
    if signed_with(key, found.signature, data + hashlib.sha256(found.client_data).digest()) is None:
        raise failed("signature", f"was not made by key `{key.keyid[:16]}`")
    return int.from_bytes(data[33:_FIXED], "big")


def counter_fits(counter: int, before: int) -> bool:
    """Return whether a counter can come after `before`; authenticators that do not count say 0 for ever."""
    return counter > before or counter == before == 0


def _client(raw: bytes, challenge: bytes, party: RelyingParty) -> None:
    """Fields that are not known are let pass, as the standard asks: browsers add some to keep readers strict."""
    try:
        said = json.loads(raw.decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise failed("client data", "is not JSON") from error
    if not isinstance(said, dict):
        raise failed("client data", "is not an object")
    if said.get("type") != "webauthn.get":
        raise failed("client data", f"is of type `{said.get('type')}`, not `webauthn.get`")
    wanted = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
    if said.get("challenge") != wanted:
        raise failed("client data", "answers another challenge", "it was made for another hold, verdict or reason")
    if said.get("origin") != party.origin:
        raise failed("client data", f"was made on `{said.get('origin')}`, not on `{party.origin}`")
    if said.get("crossOrigin", False) is not False or "topOrigin" in said:
        raise failed("client data", "was made in a frame of another site")


def _flags(flags: int, length: int) -> None:
    if not flags & _PRESENT:
        raise failed("authenticator data", "does not say that anybody was present")
    if not flags & _VERIFIED:
        raise failed("authenticator data", "does not say that the person was verified", "ask for a PIN or a finger")
    if flags & _BACKED_UP and not flags & _BACKUP_ELIGIBLE:
        raise failed("authenticator data", "says that a key is backed up which cannot be")
    if flags & _ATTESTED or (length != _FIXED) != bool(flags & _EXTENSIONS):
        raise failed("authenticator data", "is not of the length that its flags tell")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


def _bytes(fields: Fields, name: str) -> bytes:
    try:
        return base64.b64decode(fields.text(name), validate=True)
    except ValueError as error:
        raise failed(fields.under(name), "is not base64") from error
