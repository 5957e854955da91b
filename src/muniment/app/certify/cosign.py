"""A further signature on a file that is signed already, so that more than one person or key stands for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.errors import Problem, RefusedError
from muniment.prove.envelope import RawSignature, pre_authentication_encoding, read, write

if TYPE_CHECKING:
    from muniment.app.ports import Signer


def cosign(envelope: bytes, signer: Signer) -> bytes:
    """Return `envelope`, which was verified, with a further signature. Another signer's key must be another key.

    Raises: ProofError where it is no envelope; RefusedError where this key signed it already.
    """
    opened = read(envelope)
    if any(each.keyid == signer.keyid for each in opened.signatures):
        raise RefusedError(Problem(where=f"key `{signer.keyid[:16]}`", what="signed this file already"))
    signature = signer.sign(pre_authentication_encoding(opened.payload_type, opened.payload))
    return write(replace(opened, signatures=(*opened.signatures, RawSignature(keyid=signer.keyid, value=signature))))
