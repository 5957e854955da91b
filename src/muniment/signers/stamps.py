"""RFC 3161 time stamps over whole files: a request for an authority, and what its answer proves. Nothing is sent."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from cryptography.x509 import load_pem_x509_certificates

from muniment.errors import InputError, Problem, ProofError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from types import ModuleType

LARGEST = 2**20
"""Bytes of the largest time stamp that is read."""


def request(content: bytes) -> bytes:
    """Return the request for a stamp over `content`, in DER, as an authority takes it. Raises: InputError."""
    client = _client()
    built = client.TimestampRequestBuilder().data(content).hash_algorithm(client.HashAlgorithm.SHA512).build()
    return bytes(built.as_bytes())


def proven_at(stamp: bytes, content: bytes, roots: Sequence[bytes], where: str) -> datetime:
    """Return the instant in UTC at which `content` existed, by a stamp that an authority below `roots` (PEM) gave.

    Raises: ProofError where the stamp proves nothing about `content`; InputError where `roots` are no certificates.
    """
    client = _client()
    builder = client.VerifierBuilder()
    for certificate in (each for pem in roots for each in _certificates(pem)):
        builder = builder.add_root_certificate(certificate)
    if len(stamp) > LARGEST:
        raise ProofError(Problem(where=where, what=f"has more than {LARGEST} bytes"))
    try:
        answer = client.decode_timestamp_response(stamp)
        builder.build().verify_message(answer, content)
        return _utc(answer.tst_info.gen_time)
    except (client.VerificationError, ValueError, TypeError) as error:
        what = f"is no time stamp over this file by a trusted authority ({_first_line(error)})"
        hint = "ask for a new one over the file as it is now; a further signature changes the file"
        raise ProofError(Problem(where=where, what=what, help=hint)) from error


def _client() -> ModuleType:
    try:
        import rfc3161_client  # noqa: PLC0415  (an optional part)
    except ModuleNotFoundError as error:
        problem = Problem(where="time stamp", what="needs `rfc3161-client`", help="install `muniment[stamps]`")
        raise InputError(problem) from error
    return rfc3161_client


def _certificates(pem: bytes) -> Sequence[object]:
    try:
        return load_pem_x509_certificates(pem)
    except ValueError as error:
        problem = Problem(where="time-stamp authority", what="holds no certificate in PEM", help="give its root")
        raise InputError(problem) from error


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".") or type(error).__name__
