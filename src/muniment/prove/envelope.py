"""The envelope around the signed bytes: Dead Simple Signing Envelope 1.0 (DSSE), read strictly."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.prove.canonical import canonical, parse
from muniment.prove.fields import Fields, broken

if TYPE_CHECKING:
    from muniment.prove.canonical import Json

PAYLOAD_TYPE = "application/vnd.in-toto+json"
_MOST_SIGNATURES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSignature:
    """A signature as it stands in the envelope. `keyid` is a hint that anybody could have written."""

    keyid: str
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Signed bytes, what they are said to be, and signatures that nobody has checked yet."""

    payload_type: str
    payload: bytes
    signatures: tuple[RawSignature, ...]


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    """Return the bytes that are signed: type and payload with their lengths, so that neither can pass for the other."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def write(envelope: Envelope) -> bytes:
    """Return the file: one line of canonical JSON."""
    document: Json = {
        "payloadType": envelope.payload_type,
        "payload": base64.b64encode(envelope.payload).decode(),
        "signatures": [
            {"keyid": each.keyid, "sig": base64.b64encode(each.value).decode()} for each in envelope.signatures
        ],
    }
    return canonical(document) + b"\n"


def read(raw: bytes) -> Envelope:
    """Return the envelope in `raw`, which has 1 to 16 signatures, and no field missing, unknown or repeated.

    Raises: ProofError, and nothing else.
    """
    fields = Fields.of(parse(raw, "envelope"), "envelope", "payload payloadType signatures")
    signatures = fields.each("signatures", _signature)
    if not 0 < len(signatures) <= _MOST_SIGNATURES:
        raise broken(fields.under("signatures"), f"has {len(signatures)} entries, not 1 to {_MOST_SIGNATURES}")
    return Envelope(payload_type=fields.text("payloadType"), payload=_bytes(fields, "payload"), signatures=signatures)


def _signature(value: Json, at: str) -> RawSignature:
    fields = Fields.of(value, at, "keyid sig")
    return RawSignature(keyid=fields.text("keyid"), value=_bytes(fields, "sig"))


def _bytes(fields: Fields, name: str) -> bytes:
    """Only the one standard spelling is taken, so that two different files never carry the same signature."""
    text = fields.text(name)
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise broken(fields.under(name), "is not base64") from error
    if base64.b64encode(found).decode() != text:
        raise broken(fields.under(name), "is not written in the standard way of base64")
    return found
