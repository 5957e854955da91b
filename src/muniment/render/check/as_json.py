"""The answer of a check, for a program. `schemas/check.schema.json` describes it; keys are sorted and stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from muniment.app.questions import question_about
from muniment.domain.contract import AnswerPlace
from muniment.render.check.next_step import next_step
from muniment.render.check.questions import questions
from muniment.render.decision_json import decision_value, every_citation, source_value
from muniment.render.found_json import finding_values, rulebook_value, scan_value, use_value, write_object
from muniment.render.recall import recall_value
from muniment.render.said import Said
from muniment.render.suppressions import suppression_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.report import Report, UseDecision

FORMAT = "muniment.check/1"
"""The last number grows when a key goes away or changes its meaning; new keys may come without notice."""


def write_check(report: Report, to: TextIO, *, estate_file: str = "") -> None:
    """Write one JSON object; each finding, use, decision and scan stands on its own line."""
    write_object(check_values(report, estate_file), to)


def check_values(report: Report, estate_file: str) -> dict[str, Any]:
    """Return the answer by key; what is long comes as an iterator."""
    return {
        "as_of": str(report.as_of),
        "complete": report.complete,
        "decisions": _decisions(report),
        "estate": _estate(report),
        "findings": finding_values(report),
        "format": FORMAT,
        "mentions": dict(report.mentions),
        "next": next_step(report, estate_file),
        "questions": _questions(report),
        "recall": recall_value(report.recall),
        "rulebook": rulebook_value(report.rulebook, report.age),
        "scans": (scan_value(scan) for scan in report.scans),
        "sources": _sources(report),
        "suppressions": [suppression_value(each) for each in report.suppressions],
        "unscanned": list(report.unscanned),
        "uses": (use_value(number, use) for number, use in enumerate(report.uses)),
    }


def _estate(report: Report) -> dict[str, Any] | None:
    if report.estate is None:
        return None
    return {
        "contracts": [
            {"agency": contract.agency, "id": contract.id, "title": contract.title}
            for contract in report.estate.contracts
        ],
        "organisation": report.estate.organisation,
        "systems": [
            {"contracts": list(system.contracts), "id": system.id, "title": system.title}
            for system in report.estate.systems
        ],
    }


def _decisions(report: Report) -> Iterator[dict[str, Any]]:
    number = {id(use): index for index, use in enumerate(report.uses)}
    for decided in report.decisions:
        index = number.get(id(decided.use))
        use = report.uses.index(decided.use) if index is None else index
        yield {
            **decision_value(decided.decision),
            "contract": decided.contract,
            "said": _said(report, decided),
            "system": decided.use.system,
            "use": use,
        }


def _said(report: Report, decided: UseDecision) -> list[dict[str, Any]]:
    """Return the answers that the decision rests on."""
    estate = report.estate
    if estate is None or not estate.answers:
        return []
    place = AnswerPlace(contract=decided.contract, system=decided.use.system, vendor=decided.use.vendor)
    facts = question_about(decided.use, report.contract(decided), estate, report.as_of).facts
    return Said(answers=estate.answers_about(place)).value(facts)


def _questions(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "answer_in": question.answer_in,
            "decisions": question.decisions,
            "fact": question.fact,
            "instruments": list(question.instruments),
            "question": question.text,
            "subjects": list(question.subjects),
        }
        for question in questions(report)
    ]


def _sources(report: Report) -> dict[str, Any]:
    """Return every document that a decision cites, and no other."""
    named = {citation.source for decided in report.decisions for citation in every_citation(decided.decision)}
    known = report.rulebook.sources
    return {source: source_value(known[source]) for source in named if source in known}
