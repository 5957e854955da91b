"""What is owed, as JSON. `schemas/due.schema.json` describes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

from muniment.app.due import filled
from muniment.domain.moment import moment_text
from muniment.render.decision_json import citation_value
from muniment.render.found_json import rulebook_value, write_object

if TYPE_CHECKING:
    from muniment.domain.contract import SentReport
    from muniment.domain.decision import Deadline
    from muniment.domain.due import DueList, Ending, Owed, Perhaps
    from muniment.domain.duty import Recipient


def write_due(found: DueList, to: TextIO) -> None:
    """Write the whole list."""
    write_object(
        {
            "as_of": moment_text(found.at),
            "complete": found.report.complete,
            "endings": [_ending(one) for one in found.endings],
            "format": "muniment.due/1",
            "idle": [_record(one) for one in found.idle],
            "owed": [_owed(one, found) for one in found.owed],
            "perhaps": [_perhaps(one) for one in found.perhaps],
            "rulebook": rulebook_value(found.report.rulebook, found.report.age),
            "undated": [_owed(one, found) for one in found.undated],
        },
        to,
    )


def _record(one: SentReport) -> dict[str, Any]:
    return {
        "clock": one.clock,
        "contract": one.contract,
        "duty": one.duty,
        "instrument": one.instrument,
        "reference": one.reference,
        "sent": moment_text(one.sent),
        "system": one.system,
        "vendor": one.vendor,
    }


def _owed(one: Owed, found: DueList) -> dict[str, Any]:
    items = one.deadline.clock.items if one.deadline else ()
    return {
        "cited": citation_value(one.due.duty.cited),
        "contract": one.contract.id,
        "deadline": _deadline(one.deadline) if one.deadline else None,
        "duty": one.due.duty.id,
        "for_counsel": _for_counsel(one),
        "instruments": list(one.instruments),
        "items": [{"known": list(filled(one, item, found.report)), "says": item.says} for item in items],
        "kind": one.due.duty.kind.value,
        "late": one.is_late,
        "recorded_as_sent": moment_text(one.not_sent) if one.not_sent else None,
        "reference": one.sent.reference if one.sent else "",
        "sent": moment_text(one.sent_at) if one.sent_at else None,
        "standing": one.standing.value,
        "system": one.system.id if one.system else None,
        "title": one.due.duty.title,
        "to": [
            *(_recipient(each, sure=True) for each in one.due.to),
            *(_recipient(each, sure=False) for each in one.due.perhaps_to),
        ],
        "vendor": one.vendor,
    }


def _for_counsel(one: Owed) -> dict[str, str | None] | None:
    """Return the bounds of performance outside which something was found, where no text tells that it is owed."""
    if not one.is_for_counsel:
        return None
    begins, ends = one.begins_later, one.had_ended
    return {
        "performance_began_later": begins.isoformat() if begins else None,
        "performance_had_ended": ends.isoformat() if ends else None,
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    at = deadline.at
    return {
        "at": moment_text(at) if at else None,
        "clock": deadline.clock.id,
        "content": deadline.clock.content,
        "count": deadline.clock.count,
        "provisional": deadline.provisional,
        "unit": deadline.clock.unit.value,
        "utc": at.astimezone(UTC).isoformat() if isinstance(at, datetime) else None,
        "waits_for": deadline.waits_for,
        "why_not": deadline.why_not.value if deadline.why_not else None,
    }


def _recipient(recipient: Recipient, *, sure: bool) -> dict[str, Any]:
    return {"address": recipient.address, "office": recipient.office.value, "sure": sure, "who": recipient.who}


def _perhaps(one: Perhaps) -> dict[str, Any]:
    return {
        "contract": one.contract.id,
        "deadlines": [_deadline(each) for each in one.dated],
        "instruments": list(one.instruments),
        "missing": list(one.missing),
        "open_law": list(one.open_law),
        "sent": [_record(each) for each in one.sent],
        "system": one.system.id if one.system else None,
        "vendor": one.vendor,
    }


def _ending(one: Ending) -> dict[str, Any]:
    return {
        "contract": one.contract.id,
        "instrument": one.last.instrument,
        "system": one.system.id if one.system else None,
        "title": one.last.title,
        "until": str(one.last.until),
        "vendor": one.vendor,
    }
