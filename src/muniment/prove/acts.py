"""Acts as signed bytes, and whether one can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.domain.act import Act, ActKind
from muniment.domain.statement import Algorithm
from muniment.errors import ProofError
from muniment.prove.canonical import canonical, parse
from muniment.prove.envelope import read
from muniment.prove.fields import Fields, digest_object
from muniment.prove.parts import instant
from muniment.prove.recover import subject
from muniment.prove.sealed import (
    SEALED_CHECKS,
    STATEMENT_TYPE,
    canonical_document,
    check,
    failed,
    seal_bytes,
    signed_by,
    statement_fields,
    unsealed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.prove.canonical import Json
    from muniment.prove.keys import TrustedKey

LARGEST: Final = 2**20
"""Bytes of the largest act that is written or read."""
_TYPES: Final = {kind: f"https://w3id.org/muniment/attestation/{kind.value}/v1" for kind in ActKind}

CHECKS: Final = (
    "the file is no larger than 1 MiB",
    *SEALED_CHECKS,
    "statement and predicate are of the known types and have known fields alone",
    "a trusted key signed by the algorithm that the statement declares",
    "writing the statement again gives the same bytes",
)
"""What passes, in order; the first has number 1. `verify_act` stops at the first check that fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedAct:
    """An act that a trusted key signed; `signed_by` are the ids of those that did."""

    act: Act
    signed_by: tuple[str, ...]


def seal_act(act: Act, *, keyid: str, sign: Callable[[bytes], bytes]) -> bytes:
    """Return the envelope with `act` in it, signed once by `sign`, which gets the bytes to sign."""
    return seal_bytes(_signed_bytes(act), keyid=keyid, sign=sign)


def verify_act(envelope: bytes, kind: ActKind, *, keys: Sequence[TrustedKey]) -> VerifiedAct:
    """Return the act of `kind` in `envelope` if one of `keys` signed it. The checks are those of `CHECKS`, in order.

    Not checked: that it is true, that the key is the person's, and the time, which the signer asserts.
    Raises: ProofError, and nothing else.   Source: DSSE 1.0; in-toto Statement v1.
    """
    opened = unsealed(envelope, keys, LARGEST)
    with check(6):
        act = _act(opened.document, kind)
    with check(7):
        by = signed_by(act.algorithm, opened.signers)
    with check(8):
        if _signed_bytes(act) != opened.payload:
            raise failed("payload", "says something that was not understood")
    return VerifiedAct(act=act, signed_by=by)


def unverified(envelope: bytes, kind: ActKind) -> Act:
    """Return the act in `envelope` as it is written, whoever signed it. Raises: ProofError."""
    return _act(canonical_document(read(envelope).payload), kind)


def kind_in(envelope: bytes) -> ActKind | None:
    """Return which kind of act `envelope` says that it holds; nothing for another thing, and for what is not read."""
    try:
        document = parse(read(envelope).payload, "payload")
    except ProofError:
        return None
    stated = document.get("predicateType") if isinstance(document, dict) else None
    return next((kind for kind, predicate_type in _TYPES.items() if predicate_type == stated), None)


def _signed_bytes(act: Act) -> bytes:
    return canonical({
        "_type": STATEMENT_TYPE,
        "subject": [{"name": name, "digest": digest_object(found)} for name, found in act.about],
        "predicateType": _TYPES[act.kind],
        "predicate": {
            "by": act.by,
            "at": instant(act.at),
            "algorithm": act.algorithm.value,
            **dict(act.told),
        },
    })  # fmt: skip


def _act(document: Json, kind: ActKind) -> Act:
    whole = statement_fields(document, _TYPES[kind])
    fields = Fields.of(whole.values["predicate"], "predicate", " ".join(("by", "at", "algorithm", *kind.says)))
    return Act(
        kind=kind,
        by=fields.named("by"),
        at=fields.instant("at"),
        algorithm=fields.choice(Algorithm, "algorithm"),
        about=whole.each("subject", subject),
        told=tuple((name, fields.text(name)) for name in kind.says),
    )
