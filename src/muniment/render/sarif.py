"""The answer of a check as SARIF 2.1.0, for code hosts and editors. Mentions are left out: they are no results."""

from __future__ import annotations

import json
import os
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from muniment import __version__
from muniment.discover.fingerprint import VERSION, WHAT
from muniment.domain.decision import Outcome
from muniment.render.citing import cited_briefly, vendor_name
from muniment.render.coverage import gap_words
from muniment.render.uses import judged
from muniment.render.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.domain.evidence import Finding, Gap
    from muniment.domain.report import Report, UseDecision
    from muniment.render.uses import Judged

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVEL = {
    Outcome.PROHIBITED: "error",
    Outcome.NEEDS_WAIVER: "warning",
    Outcome.NEEDS_AUTHORISATION: "warning",
    Outcome.UNDETERMINED: "warning",
    Outcome.PERMITTED_UNTIL: "warning",
    Outcome.PERMITTED: "note",
}


def write_sarif(report: Report, to: TextIO, *, exit_code: int) -> None:
    """Write one SARIF log with one run. A rule is one vendor seen by one signature: it outlives a change of law.

    Each result stands on its own line and is forgotten once it is written, because there can be very many.
    """
    rules = _rules(report)
    run = {
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "exitCode": exit_code,
                "toolExecutionNotifications": list(_notifications(report)),
            }
        ],
        "originalUriBaseIds": {
            _base(report, number): {"uri": _folder_uri(scan.inventory.root)} for number, scan in enumerate(report.scans)
        },
        "properties": {"asOf": str(report.as_of), "rulebook": report.rulebook.digest},
        "tool": {"driver": {"name": "muniment", "rules": list(rules.values()), "semanticVersion": __version__}},
    }
    head = json.dumps({"$schema": SCHEMA, "version": "2.1.0"}, sort_keys=True).removesuffix("}")
    to.write(f'{head}, "runs": [{json.dumps(run, sort_keys=True).removesuffix("}")}, "results": [')
    number_of = {rule: number for number, rule in enumerate(rules)}
    lines = (json.dumps(result, sort_keys=True) for result in _results(report, number_of))
    to.writelines(f"{',' if number else ''}\n{line}" for number, line in enumerate(lines))
    to.write("]}]}\n")


def _results(report: Report, number_of: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    scans = {id(finding): n for n, scan in enumerate(report.scans) for finding in scan.inventory.findings}
    for item in judged(report):
        outcome = item.decisions[0].decision.outcome if item.decisions else Outcome.UNDETERMINED
        message = _message(report, item)
        for finding in item.use.findings:
            number = scans.get(id(finding))
            number = _scan_number(report, item, finding) if number is None else number
            yield {
                "fingerprints": {f"muniment/{VERSION}": finding.fingerprint},
                "level": _LEVEL[outcome],
                "locations": [{"physicalLocation": _place(report, number, finding)}],
                "message": {"text": message},
                "partialFingerprints": {
                    f"munimentFinding/{VERSION}": finding.fingerprint,
                    f"munimentWhat/{VERSION}": finding.fingerprint[:WHAT],
                },
                "properties": {
                    "class": finding.cls.value,
                    "outcome": outcome.value,
                    "rung": finding.rung.name.lower(),
                    "system": item.use.system,
                },
                "ruleId": _rule_id(finding),
                "ruleIndex": number_of[_rule_id(finding)],
            }


def _rules(report: Report) -> dict[str, dict[str, Any]]:
    """Return a rule for each vendor and signature among the results, in order of appearance."""
    shows = {signature.id: signature.shows for signature in report.rulebook.signatures}
    first = {_rule_id(finding): finding for item in reversed(judged(report)) for finding in reversed(item.use.findings)}
    return {
        rule: {
            "defaultConfiguration": {"level": "warning"},
            "id": rule,
            "shortDescription": {
                "text": f"{vendor_name(report.rulebook, finding.vendor)}: "
                f"{shows.get(finding.signature, finding.signature)}"
            },
        }
        for rule, finding in reversed(first.items())
    }


def _rule_id(finding: Finding) -> str:
    return f"{finding.vendor}/{finding.signature}"


def _message(report: Report, item: Judged) -> str:
    """Return the outcome per contract with the reasons and their citations."""
    name = vendor_name(report.rulebook, item.use.vendor)
    if not item.decisions:
        return f"{name}: not decided, because no contract is recorded for this system."
    return f"{name}: " + " ".join(_sentence(report, decided) for decided in item.decisions)


def _sentence(report: Report, decided: UseDecision) -> str:
    """Return the outcome on one contract. A reason stands in each of its results, so it has to be short."""
    decision = decided.decision
    until = f" ({decision.until})" if decision.until else ""
    head = f"{WORD[decision.outcome]}{until} on {decided.contract or 'any contract'} as of {decision.as_of}"
    deciding = [reason for reason in decision.reasons if reason.best is reason.worst]
    parts = [
        f"{reason.instrument}: {reason.because} [{cited_briefly(report.rulebook, reason.cited, most=1)}]"
        for reason in deciding
    ]
    undecided = sorted({str(reason.instrument) for reason in decision.reasons if reason not in deciding})
    parts += [f"may apply: {', '.join(undecided)}"] if undecided else []
    parts += [f"missing: {', '.join(unknown.fact for unknown in decision.unknown)}"] if decision.unknown else []
    return f"{head}; {'; '.join(parts)}." if parts else f"{head}."


def _place(report: Report, number: int, finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _location(report, number, finding.path)}
    if finding.observation.line:
        place["region"] = {"startLine": finding.observation.line}
        if finding.observation.excerpt:
            place["region"]["snippet"] = {"text": finding.observation.excerpt}
    return place


def _scan_number(report: Report, item: Judged, finding: Finding) -> int:
    """Return the scan that holds `finding`; one comparison where the system has a single folder."""
    of_system = [number for number, scan in enumerate(report.scans) if scan.system == item.use.system]
    if len(of_system) == 1:
        return of_system[0]
    return next((n for n in of_system if finding in report.scans[n].inventory.findings), 0)


def _notifications(report: Report) -> Iterator[dict[str, Any]]:
    """Yield one notification for each thing that was not looked at or not understood."""
    for number, scan in enumerate(report.scans):
        for gap in scan.inventory.coverage.gaps:
            yield _notification(report, number, gap)


def _notification(report: Report, number: int, gap: Gap) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _location(report, number, gap.path)}
    if gap.line:
        place["region"] = {"startLine": gap.line}
    return {
        "level": "warning" if gap.limits else "note",
        "locations": [{"physicalLocation": place}],
        "message": {"text": gap_words(gap)},
    }


def _location(report: Report, number: int, path: str) -> dict[str, str]:
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _base(report, number)}


def _base(report: Report, number: int) -> str:
    return "%SRCROOT%" if len(report.scans) == 1 else f"SOURCE{number + 1}"


def _folder_uri(root: str) -> str:
    folder = PurePath(root)
    uri = folder.as_uri() if folder.is_absolute() else quote(os.fsencode(root))
    return f"{uri.rstrip('/')}/"
