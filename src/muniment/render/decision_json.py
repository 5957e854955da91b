"""Decisions and citations as JSON values, the same in every command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from muniment.domain.condition import fact_value
from muniment.domain.moment import moment_text
from muniment.render.age import age_value
from muniment.render.deadlines import to_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.citation import Citation, Source
    from muniment.domain.condition import FactValue
    from muniment.domain.decision import Decision, DutyDue, OpenLaw, Reason, SetAside


def decision_value(decision: Decision) -> dict[str, Any]:
    """Return the whole decision: outcome, what decides, what was set aside, what is missing, and its dates."""
    return {
        **_aged(decision),
        "as_of": str(decision.as_of),
        "confidence": decision.confidence.value,
        "duties": [_duty(due) for due in decision.duties],
        "last_days": [
            {
                "cited": citation_value(last.cited) if last.cited else None,
                "instrument": last.instrument,
                "note": last.note,
                "title": last.title,
                "until": str(last.until),
            }
            for last in decision.last_days
        ],
        "outcome": decision.outcome.value,
        "posture": decision.posture.value if decision.posture else None,
        "rulebook": decision.rulebook,
        "until": str(decision.until) if decision.until else None,
        "vendor": decision.vendor,
        "verified_through": str(decision.verified_through),
        **_grounds(decision),
    }


def _aged(decision: Decision) -> dict[str, Any]:
    """Return the age of what a decision rests on; nothing for one that was asked before age counted."""
    if decision.age is None:
        return {}
    looked_up = decision.as_looked_up
    return {"age": age_value(decision.age), "as_looked_up": looked_up.value if looked_up else None}


def _grounds(decision: Decision) -> dict[str, Any]:
    return {
        "open_law": [
            {"cited": _citations(point.cited), "instrument": point.instrument, "why": point.why}
            for point in decision.open_law
        ],
        "readings": [
            {
                "chosen": reading.chosen,
                "cited": citation_value(reading.cited),
                "holder": reading.holder,
                "instrument": reading.instrument,
                "outcome": reading.outcome.value,
                "reading": reading.reading,
                "says": reading.says,
            }
            for reading in decision.readings
        ],
        "reasons": [_reason(reason) for reason in decision.reasons],
        "set_aside": [
            {"because": aside.because, "cited": _citations(aside.cited), "instrument": aside.instrument}
            for aside in decision.set_aside
        ],
        "unknown": [
            {
                "answer_in": unknown.answer_in,
                "fact": unknown.fact,
                "instruments": list(unknown.instruments),
                "question": unknown.question,
            }
            for unknown in decision.unknown
        ],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "because": reason.because,
        "best": reason.best.value,
        "cited": _citations(reason.cited),
        "instrument": reason.instrument,
        "worst": reason.worst.value,
    }


def _duty(due: DutyDue) -> dict[str, Any]:
    return {
        "cited": citation_value(due.duty.cited),
        "due": {one.clock.id: moment_text(one.at) if one.at and not one.provisional else None for one in due.due},
        "duty": due.duty.id,
        "instrument": due.instrument,
        "kind": due.duty.kind.value,
        "title": due.duty.title,
        "to": to_words(due),
    }


def every_citation(decision: Decision) -> Iterator[Citation]:
    """Yield all citations of a decision, those that decide first."""
    grounds: tuple[Reason | OpenLaw | SetAside, ...] = (*decision.reasons, *decision.open_law, *decision.set_aside)
    for ground in grounds:
        yield from ground.cited
    yield from (reading.cited for reading in decision.readings)
    yield from (last.cited for last in decision.last_days if last.cited is not None)
    yield from (due.duty.cited for due in decision.duties)


def citation_value(citation: Citation) -> dict[str, str]:
    """Return source, pinpoint and confidence."""
    return {"at": citation.at, "confidence": citation.confidence.value, "source": citation.source}


def _citations(citations: tuple[Citation, ...]) -> list[dict[str, str]]:
    return [citation_value(citation) for citation in citations]


def source_value(source: Source) -> dict[str, Any]:
    """Return a document as the rulebook describes it."""
    return {
        "address": source.address,
        "confidence": source.confidence.value,
        "digest": source.digest,
        "note": source.note,
        "read": source.read.value,
        "retrieved": str(source.retrieved),
        "title": source.title,
    }


def fact_json(value: FactValue) -> str | bool | list[str]:
    """Return a fact's value: text, true or false, a sorted list, or a day as text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, frozenset):
        return sorted(value)
    return fact_value(value)
