"""The answer of a check, for a program. `schemas/check.schema.json` describes it; keys are sorted and stay."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from muniment.render.decision_json import decision_value, every_citation, fact_json, source_value
from muniment.render.next_step import next_step
from muniment.render.questions import questions
from muniment.render.words import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from muniment.domain.evidence import Coverage, Finding
    from muniment.domain.report import Report, Scan, Use

FORMAT = "muniment.check/1"
"""The last number grows when a key goes away or changes its meaning; new keys may come without notice."""


def write_check(report: Report, to: TextIO, *, estate_file: str = "") -> None:
    """Write one JSON object; each finding, use, decision and scan stands on its own line."""
    parts: dict[str, Any] = {
        "as_of": str(report.as_of),
        "complete": report.complete,
        "decisions": _decisions(report),
        "estate": _estate(report),
        "findings": _findings(report),
        "format": FORMAT,
        "mentions": dict(report.mentions),
        "next": next_step(report, estate_file),
        "questions": _questions(report),
        "rulebook": {
            "digest": report.rulebook.digest,
            "released": str(report.rulebook.released),
            "version": report.rulebook.version,
        },
        "scans": (_scan(scan) for scan in report.scans),
        "sources": _sources(report),
        "uses": (_use(number, use) for number, use in enumerate(report.uses)),
    }
    write_object(parts, to)


def write_object(parts: dict[str, Any], to: TextIO) -> None:
    """Write `parts` with sorted keys; an iterator becomes a list with one element a line, never held as a whole."""
    to.write("{")
    for number, (key, value) in enumerate(sorted(parts.items())):
        to.write(f"{',' if number else ''}\n{json.dumps(key)}: ")
        if hasattr(value, "__next__"):
            _write_lines(value, to)
        else:
            to.write(json.dumps(value, sort_keys=True))
    to.write("\n}\n")


def _write_lines(values: Iterable[Any], to: TextIO) -> None:
    empty = True
    for value in values:
        to.write(f"{'[' if empty else ','}\n{json.dumps(value, sort_keys=True)}")
        empty = False
    to.write("[]" if empty else "\n]")


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


def _findings(report: Report) -> Iterator[dict[str, Any]]:
    for number, scan in enumerate(report.scans):
        for finding in scan.inventory.findings:
            yield _finding(number, scan, finding)


def _finding(number: int, scan: Scan, finding: Finding) -> dict[str, Any]:
    seen = finding.observation
    return {
        "class": finding.cls.value,
        "context": seen.context.value,
        "demoted": finding.demoted or None,
        "excerpt": seen.excerpt,
        "fingerprint": finding.fingerprint,
        "identifier": seen.identifier.value,
        "kind": seen.identifier.kind.value,
        "line": seen.line,
        "path": finding.path,
        "roles": [role.value for role in finding.roles],
        "rung": finding.rung.name.lower(),
        "scan": number,
        "signature": finding.signature,
        "stands": not finding.demoted,
        "system": scan.system,
        "vendor": finding.vendor,
    }


def _use(number: int, use: Use) -> dict[str, Any]:
    return {
        "class": use.cls.value,
        "findings": len(use.findings),
        "fingerprints": [finding.fingerprint for finding in use.findings],
        "id": number,
        "others": [{"role": role.value, "vendor": vendor} for role, vendor in use.others],
        "roles": [role.value for role in use.roles],
        "rung": use.rung.name.lower(),
        "shown": {fact: fact_json(value) for fact, value in use.shown.items()},
        "system": use.system,
        "vendor": use.vendor,
    }


def _decisions(report: Report) -> Iterator[dict[str, Any]]:
    number = {id(use): index for index, use in enumerate(report.uses)}
    for decided in report.decisions:
        index = number.get(id(decided.use))
        use = report.uses.index(decided.use) if index is None else index
        yield {
            **decision_value(decided.decision),
            "contract": decided.contract,
            "system": decided.use.system,
            "use": use,
        }


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


def _scan(scan: Scan) -> dict[str, Any]:
    return {
        "content": scan.inventory.content,
        "coverage": coverage_value(scan.inventory.coverage),
        "root": scan.inventory.root,
        "system": scan.system,
    }


def coverage_value(coverage: Coverage) -> dict[str, Any]:
    """Return the account of one scan with every gap."""
    return {
        "bytes_read": coverage.bytes_read,
        "by_status": {slug(status): number for status, number in coverage.by_status},
        "complete": coverage.complete,
        "entries": coverage.entries,
        "gaps": [
            {"limits": gap.limits, "line": gap.line, "path": gap.path, "status": slug(gap.status), "why": gap.why}
            for gap in coverage.gaps
        ],
        "read": coverage.read,
    }


def _sources(report: Report) -> dict[str, Any]:
    """Return every document that a decision cites, and no other."""
    named = {citation.source for decided in report.decisions for citation in every_citation(decided.decision)}
    known = report.rulebook.sources
    return {source: source_value(known[source]) for source in named if source in known}
