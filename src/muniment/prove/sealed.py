"""What every signed file has in common: canonical bytes in an envelope, and the checks of that, which carry numbers."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment.errors import Problem, ProofError
from muniment.prove.canonical import is_canonical, parse
from muniment.prove.envelope import PAYLOAD_TYPE, Envelope, RawSignature, pre_authentication_encoding, read, write
from muniment.prove.fields import Fields
from muniment.prove.keys import signed_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from muniment.domain.statement import Algorithm
    from muniment.prove.canonical import Json
    from muniment.prove.keys import TrustedKey

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"

Signers = tuple[dict[str, "Algorithm"], ...]
"""For each signature of an envelope: which trusted keys, by their ids, made it, and by which algorithm."""


def seal_bytes(payload: bytes, *, keyid: str, sign: Callable[[bytes], bytes]) -> bytes:
    """Return the envelope with `payload` in it, signed once by `sign`, which gets the bytes to sign."""
    signature = sign(pre_authentication_encoding(PAYLOAD_TYPE, payload))
    signatures = (RawSignature(keyid=keyid, value=signature),)
    return write(Envelope(payload_type=PAYLOAD_TYPE, payload=payload, signatures=signatures))


@contextmanager
def check(number: int | str) -> Iterator[None]:
    """Put the number of the check before the place of each problem found in it."""
    try:
        yield
    except ProofError as error:
        raise ProofError(*(replace(each, where=f"check {number}, {each.where}") for each in error.problems)) from error


SEALED_CHECKS = (
    "it is a DSSE envelope in strict JSON",
    "its payload is said to be an in-toto statement",
    "a trusted key signed the payload",
    "the payload is strict JSON in RFC 8785 form",
)
"""What `unsealed` checks, with the numbers 2 to 5; the first is the size of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealed:
    """What a signed file holds: the bytes that were signed, the JSON in them, and who signed."""

    payload: bytes
    document: Json
    signers: Signers


def unsealed(
    envelope: bytes,
    keys: Sequence[TrustedKey],
    largest: int,
    *,
    numbered: Callable[[int], AbstractContextManager[None]] = check,
) -> Unsealed:
    """Return what a signed file holds if it passes the five checks with which the list of every such file begins.

    (1) It has at most `largest` bytes. (2) It is a DSSE envelope: UTF-8 JSON, no key repeated, no field unknown, base64
    in its standard spelling, at most 16 signatures. (3) The payload type is that of in-toto. (4) At least one of `keys`
    signed the payload; the key ids in the file are hints and decide nothing. (5) The payload is JSON without repeated
    keys, fractions or numbers beyond 53 bits, byte for byte as RFC 8785 writes it. `numbered` tells which one failed.
    Raises: ProofError, and nothing else.   Source: DSSE 1.0 protocol; in-toto Statement v1; RFC 8785.
    """
    with numbered(1):
        check_size(envelope, largest)
    with numbered(2):
        opened = read(envelope)
    with numbered(3):
        check_payload_type(opened)
    with numbered(4):
        found = signers(opened, keys)
    with numbered(5):
        document = canonical_document(opened.payload)
    return Unsealed(payload=opened.payload, document=document, signers=found)


def check_size(file: bytes, largest: int, where: str = "envelope") -> None:
    """Raise ProofError for a file of more than `largest` bytes."""
    if len(file) > largest:
        raise failed(where, f"has {len(file)} bytes, and {largest} are the most that are read")


def check_payload_type(opened: Envelope) -> None:
    """Raise ProofError where the payload is not said to be an in-toto statement."""
    if opened.payload_type != PAYLOAD_TYPE:
        raise failed("envelope", f"holds `{opened.payload_type}`, not `{PAYLOAD_TYPE}`")


def signers(opened: Envelope, keys: Sequence[TrustedKey]) -> Signers:
    """Return, for each signature in the file, which of `keys` made it. The key ids in the file decide nothing.

    Raises: ProofError where there is no key, and where none of them signed.
    """
    if not keys:
        raise failed("keys", "none was given, so nobody is trusted", "give the signatory's public key")
    message = pre_authentication_encoding(opened.payload_type, opened.payload)
    found = tuple(
        {key.keyid: how for key in keys if (how := signed_with(key, signature.value, message)) is not None}
        for signature in opened.signatures
    )
    if not any(found):
        known = ", ".join(f"`{key.keyid[:16]}`" for key in keys)
        raise failed(
            "signatures",
            f"none was made over this payload by a trusted key ({known})",
            "the file was changed after signing, or another key signed it",
        )
    return found


def canonical_document(payload: bytes, where: str = "payload") -> Json:
    """Return the JSON in `payload`. Raises: ProofError where it is not byte for byte as RFC 8785 writes it."""
    document = parse(payload, where)
    if not is_canonical(payload, document):
        raise failed(where, "is not written as RFC 8785 writes it")
    return document


def statement_fields(document: Json, *predicate_types: str) -> Fields:
    """Return the parts of an in-toto statement whose predicate is of such a type. Raises: ProofError for another."""
    fields = Fields.of(document, "statement", "_type subject predicateType predicate")
    for name, known in (("_type", (STATEMENT_TYPE,)), ("predicateType", predicate_types)):
        if fields.text(name) not in known:
            raise failed(fields.under(name), f"`{fields.text(name)}` is not `{known[0]}`", "use a newer release")
    return fields


def signed_by(algorithm: Algorithm, found: Signers) -> tuple[str, ...]:
    """Return the distinct keys that signed by `algorithm`, in the order of the file.

    Raises: ProofError where none did, though the statement declares it.
    """
    keyids = dict.fromkeys(keyid for each in found for keyid, how in each.items() if how is algorithm)
    if not keyids:
        raise failed("signatures", f"none was made by `{algorithm.value}`, which the statement declares")
    return tuple(keyids)


def failed(where: str, what: str, hint: str = "") -> ProofError:
    """Return the error that says which part does not pass."""
    return ProofError(Problem(where=where, what=what, help=hint))
