"""A statement that uses every part of the format, and envelopes around documents that are wrong in one place."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.reports import CITED, CONTRACT, DEVIATION, decided, gap, report, request, scan
from muniment.app.certify import draft, representation
from muniment.domain.decision import Outcome, ReadingOutcome, SetAside
from muniment.domain.statement import Evidence
from muniment.prove.canonical import canonical, digest
from muniment.prove.envelope import PAYLOAD_TYPE, pre_authentication_encoding
from muniment.prove.state import signed_bytes
from signers.keys import p384

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.domain.statement import Statement
    from muniment.signers.file_key import FileKey

UNREAD = "unread:mission-tool:mission/src/package.json"


def full() -> Statement:
    found = decided(Outcome.UNDETERMINED)
    reading = ReadingOutcome(
        instrument=DEVIATION,
        reading="wide",
        holder="the agency",
        says="every use",
        outcome=Outcome.PROHIBITED,
        cited=CITED,
    )
    aside = SetAside(instrument=DEVIATION, because="rescinded for parties", cited=(CITED,))
    found = replace(found, decision=replace(found.decision, readings=(reading,), set_aside=(aside,)))
    asked = replace(
        request((UNREAD, "A draft."), ("undetermined:northwind-ai:mission-tool", "Asked on 20 November.")),
        representation=representation("The Contractor does not use …", source="letter of 2 November 2026"),
        evidence=(Evidence(name="check.json", digest=digest(b"{}")),),
    )
    return draft(report(found, scans=(scan(gap("src/package.json")),)), CONTRACT, asked)


def document(statement: Statement) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(signed_bytes(statement))
    return found


def enclosed(payload: bytes, *signers: FileKey, kind: str = PAYLOAD_TYPE) -> bytes:
    """Return `payload` in an envelope, signed correctly whatever it says."""
    message = pre_authentication_encoding(kind, payload)
    return canonical(
        {
            "payload": base64.b64encode(payload).decode(),
            "payloadType": kind,
            "signatures": [
                {"keyid": each.keyid, "sig": base64.b64encode(each.sign(message)).decode()}
                for each in signers or (p384(),)
            ],
        }
    )


def changed(change: Callable[[dict[str, Any]], object], *signers: FileKey) -> bytes:
    """Return a correctly signed envelope around the full statement after `change` was made to it."""
    found = document(full())
    change(found)
    return enclosed(canonical(found), *signers)
