"""Held calls for programs."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, TextIO

from muniment.enforce.approval import counted, standing
from muniment.prove.canonical import digest
from muniment.render.found_json import write_object

if TYPE_CHECKING:
    from datetime import datetime

    from muniment.app.approvals.held import Listed
    from muniment.domain.hold import HoldRecord

LIST_FORMAT = "muniment.holds/1"
HOLD_FORMAT = "muniment.hold/1"


def write_holds(found: Listed, at: datetime, to: TextIO) -> None:
    """Write the holds, newest first, and what could not be read."""
    write_object(
        {
            "as_of": at.isoformat(),
            "format": LIST_FORMAT,
            "holds": (hold_value(record, at) for record in found.records),
            "unreadable": [{"what": each.what, "where": each.where} for each in found.unreadable],
        },
        to,
    )


def write_hold(record: HoldRecord, at: datetime, to: TextIO) -> None:
    """Write one hold."""
    write_object({"format": HOLD_FORMAT, **hold_value(record, at)}, to)


def hold_value(record: HoldRecord, at: datetime) -> dict[str, Any]:
    """Return a hold: what people sign as it is, where it stands, and the votes with their envelopes."""
    votes = [each.vote for each in record.votes]
    return {
        "approved_by": list(counted(record.hold, votes)),
        "digest": digest(record.text),
        "ended_at": record.ended_at.isoformat() if record.ended_at else None,
        "hold": json.loads(record.text),
        "quorum": record.hold.quorum,
        "standing": standing(record, at).value,
        "text": base64.b64encode(record.text).decode(),
        "votes": [
            {
                "at": each.vote.at.isoformat(),
                "envelope": base64.b64encode(each.envelope).decode(),
                "keyid": each.keyid,
                "person": each.vote.person,
                "reason": each.vote.reason,
                "verdict": each.vote.verdict.value,
            }
            for each in record.votes
        ],
        "why": record.why,
    }
