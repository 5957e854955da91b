"""What is open, as JSON. `schemas/questions.schema.json` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from muniment.render.ask.asked_by import instrument_cited, instrument_title
from muniment.render.decision_json import citation_value, source_value
from muniment.render.found_json import rulebook_value, write_object

if TYPE_CHECKING:
    from muniment.app.interview import Interview, OpenQuestion
    from muniment.domain.report import Report, UseDecision


def write_questions(found: Interview, to: TextIO) -> None:
    """Write every open question in the order in which it is asked."""
    report = found.report
    asked = (*found.questions, *found.nobody_knows, *found.homeless)
    write_object(
        {
            "as_of": str(report.as_of),
            "beyond": [_decision(one) for one in found.beyond],
            "complete": report.complete,
            "decisions": len(report.decisions),
            "format": "muniment.questions/1",
            "homeless": [_question(one, report) for one in found.homeless],
            "nobody_knows": [_question(one, report) for one in found.nobody_knows],
            "questions": [_question(one, report) for one in found.questions],
            "rulebook": rulebook_value(report.rulebook),
            "sources": _sources(asked, report),
            "undetermined": found.undetermined,
        },
        to,
    )


def _question(one: OpenQuestion, report: Report) -> dict[str, Any]:
    return {
        "answer_in": one.kind.answer_in,
        "choices": list(one.kind.choices),
        "contract": one.place.contract,
        "decisions": [_decision(decided) for decided in one.decisions],
        "fact": one.kind.id,
        "instruments": [
            {
                "cited": [citation_value(each) for each in instrument_cited(report.rulebook, name, report.as_of)],
                "id": name,
                "title": instrument_title(report.rulebook, name),
            }
            for name in one.instruments
        ],
        "question": one.kind.question,
        "said": {"by": one.said.by, "on": str(one.said.on), "source": one.said.source} if one.said else None,
        "settles": round(one.settles, 3),
        "system": one.place.system,
        "type": one.kind.type.value,
        "vendor": one.place.vendor,
    }


def _decision(one: UseDecision) -> dict[str, Any]:
    return {"contract": one.contract, "system": one.use.system, "vendor": one.use.vendor}


def _sources(asked: tuple[OpenQuestion, ...], report: Report) -> dict[str, Any]:
    book = report.rulebook
    cited = (each for one in asked for name in one.instruments for each in instrument_cited(book, name, report.as_of))
    named = dict.fromkeys(each.source for each in cited)
    return {source: source_value(book.sources[source]) for source in named if source in book.sources}
