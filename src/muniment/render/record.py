"""Decision records as JSON. `schemas/record.schema.json` describes them; the bytes are those of RFC 8785."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from muniment.domain.moment import moment_text
from muniment.prove.canonical import canonical
from muniment.render.decision_json import decision_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from muniment.domain.age import AgeLimit
    from muniment.domain.agreement import Waiver
    from muniment.domain.condition import FactValue
    from muniment.domain.decision import Decision
    from muniment.domain.record import RecordedQuestion
    from muniment.domain.rulebook import Rulebook

FORMAT = "muniment.record/1"


def record_bytes(rulebook: Rulebook, program: str, answered: Iterable[tuple[RecordedQuestion, Decision]]) -> bytes:
    """Return the canonical bytes of a record of `answered` questions, with a line break at their end."""
    value: dict[str, Any] = {
        "entries": [
            {"decision": decision_value(decision), "question": question_value(question)}
            for question, decision in answered
        ],
        "format": FORMAT,
        "program": program,
        "rulebook": {
            "digest": rulebook.digest,
            "overlays": sorted(overlay.digest for overlay in rulebook.overlays),
            "released": str(rulebook.released),
            "version": rulebook.version,
        },
    }
    return canonical(value) + b"\n"


def question_value(question: RecordedQuestion) -> dict[str, Any]:
    """Return a question with all that its answer rests on, beside the rulebook."""
    return {
        "as_of": str(question.as_of),
        "contract": question.contract,
        "facts": {fact: _fact(value) for fact, value in question.facts.items()},
        "postures": [{**asdict(posture), "on": str(posture.on)} for posture in question.postures],
        "system": question.system,
        "vendor": question.vendor,
        **({"age_limit": _limit(question.age_limit)} if question.age_limit else {}),
        **({"asked": {**asdict(question.asked), "on": str(question.asked.on)}} if question.asked else {}),
        "waivers": [_waiver(waiver) for waiver in question.waivers],
    }


def _limit(limit: AgeLimit) -> dict[str, Any]:
    return {"asked_on": str(limit.asked_on), "max_days": limit.max_days, "set_in": limit.set_in.value}


def _fact(value: FactValue) -> bool | str | list[str] | dict[str, str]:
    """Return a value that says of itself what it is: a day is not a text that looks like one."""
    match value:
        case bool() | str():
            return value
        case datetime():
            return {"moment": moment_text(value)}
        case date():
            return {"day": str(value)}
        case _:
            return sorted(value)


def _waiver(waiver: Waiver) -> dict[str, str | None]:
    return {
        "contract": waiver.contract,
        "document": waiver.document,
        "from": str(waiver.during.start),
        "granted_by": waiver.granted_by,
        "id": waiver.id,
        "instrument": waiver.instrument,
        "to": str(waiver.during.end) if waiver.during.end else None,
    }
