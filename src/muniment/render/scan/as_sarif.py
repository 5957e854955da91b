"""What a scan found as SARIF 2.1.0, for code hosts and editors. Mentions are left out: they are no results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from muniment.domain.evidence import EvidenceClass
from muniment.render.citing import vendor_name
from muniment.render.coverage import unseen
from muniment.render.found_words import CLASS, ROLE
from muniment.render.sarif_log import Log, ScanNumbers, result, rules_of, set_aside, write_log
from muniment.render.scan.as_text import in_reading_order
from muniment.render.words import RUNG, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.evidence import Finding
    from muniment.domain.report import Discovery


def write_scan_sarif(found: Discovery, to: TextIO, *, exit_code: int) -> None:
    """Write one SARIF log with one run: a warning for each place in the product, a note for one in tests or tools."""
    rules = rules_of(found, in_reading_order(found.uses))
    told = tuple(unseen(found))
    write_log(found, Log(rules=rules, results=_results(found), exit_code=exit_code, properties={}, limits=told), to)


def _results(found: Discovery) -> Iterator[dict[str, Any]]:
    """Yield one result for each finding, once: evidence that supports several uses of a vendor stands in each."""
    scans = ScanNumbers(found)
    told: set[tuple[int, str]] = set()
    for use in in_reading_order(found.uses):
        for finding in use.findings:
            number = scans.of(use, finding)
            if (number, finding.fingerprint) not in told:
                told.add((number, finding.fingerprint))
                level = "warning" if finding.cls is EvidenceClass.PRODUCT else "note"
                yield {
                    **result(found, number, use.system, finding),
                    "level": level,
                    "message": {"text": _message(found, finding)},
                }
    yield from set_aside(found)


def _message(found: Discovery, finding: Finding) -> str:
    roles = listed([ROLE[role] for role in finding.roles])
    name = vendor_name(found.rulebook, finding.vendor)
    seen = finding.observation.identifier
    return f"{name}: {roles}, {RUNG[finding.rung]} in {CLASS[finding.cls]} ({seen.kind.value} {seen.value})."
