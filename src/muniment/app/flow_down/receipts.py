"""Receipts: what a prime signs for what came, so that both hold the same digest and the same checkpoint."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from muniment.app.flow_down.nested import Document, opened
from muniment.domain.act import Act, ActKind
from muniment.prove.acts import seal_act, verify_act

if TYPE_CHECKING:
    from datetime import datetime

    from muniment.app.flow_down.nested import Believing
    from muniment.app.ports import Signer
    from muniment.domain.subcontract import Received, Request


def sealed_receipt(  # noqa: PLR0913  (one parameter for each thing that a receipt says)
    received: Received, raw: bytes, request: Request, trusted: Believing, *, by: str, at: datetime, signer: Signer
) -> bytes:
    """Return a signed receipt for a file: its digest, the request that it answers, and the checkpoint in it.

    The checkpoint is that of a ledger whose key is pinned; empty where there is none. Raises: InputError, ProofError.
    """
    act = Act(
        kind=ActKind.RECEIPT,
        by=by,
        at=at.replace(microsecond=0),
        algorithm=signer.algorithm,
        about=((received.file, received.digest),),
        told=(
            ("subcontractor", request.of.uei),
            ("request", request.id),
            ("receivedAt", f"{received.at:%Y-%m-%dT%H:%M:%SZ}"),
            ("checkpoint", _checkpoint(received, raw, request, trusted)),
        ),
    )
    envelope = seal_act(act, keyid=signer.keyid, sign=signer.sign)
    verify_act(envelope, ActKind.RECEIPT, keys=(signer.public,))
    return envelope


def _checkpoint(received: Received, raw: bytes, request: Request, trusted: Believing) -> str:
    """Return origin, size and root of the checkpoint in a package, with a blank between them."""
    package = opened(Document(received=received, raw=raw), request, trusted).package
    if package is None or package.included is None:
        return ""
    found = package.included.checkpoint
    return f"{found.origin} {found.size} {b64encode(found.root).decode()}"
