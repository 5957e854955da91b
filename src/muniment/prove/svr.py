"""A Simple Verification Result, for programs that know nothing of contracts: properties that were found to hold.

Source: in-toto attestation framework, predicate `svr`, version 0.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.prove.canonical import canonical
from muniment.prove.fields import digest_object
from muniment.prove.parts import instant
from muniment.prove.sealed import STATEMENT_TYPE

if TYPE_CHECKING:
    from datetime import datetime

    from muniment.domain.ids import Digest
    from muniment.prove.canonical import Json

PREDICATE_TYPE: Final = "https://in-toto.io/attestation/svr/v0.2"
VERIFIER: Final = "https://w3id.org/muniment/verifier/v1"
"""Changes when what a property means changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationResult:
    """`properties` hold for the `subjects`, by name and digest, as found by `policies` at that instant, in UTC.

    Only properties that hold can be said; that one is missing says nothing of why.
    """

    subjects: tuple[tuple[str, Digest], ...]
    policies: tuple[tuple[str, Digest], ...]
    properties: tuple[str, ...]
    at: datetime


def result_bytes(result: VerificationResult) -> bytes:
    """Return the canonical bytes of the statement, which are what is signed."""
    policies: list[Json] = [_described(name, digest) for name, digest in result.policies]
    subjects: list[Json] = [_described(name, digest) for name, digest in result.subjects]
    return canonical({
        "_type": STATEMENT_TYPE,
        "subject": subjects,
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "verifier": {"id": VERIFIER, "policies": policies},
            "timeCreated": instant(result.at),
            "properties": list(result.properties),
        },
    })  # fmt: skip


def _described(name: str, digest: Digest) -> Json:
    return {"name": name, "digest": digest_object(digest)}
