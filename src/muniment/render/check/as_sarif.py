"""The answer of a check as SARIF 2.1.0, for code hosts and editors. Mentions are left out: they are no results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from muniment.domain.decision import Outcome
from muniment.render.brief import sentence
from muniment.render.citing import vendor_name
from muniment.render.sarif_log import Log, ScanNumbers, result, rules_of, set_aside, write_log
from muniment.render.uses import judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from muniment.domain.report import Report
    from muniment.render.uses import Judged

_LEVEL = {
    Outcome.PROHIBITED: "error",
    Outcome.NEEDS_WAIVER: "warning",
    Outcome.NEEDS_AUTHORISATION: "warning",
    Outcome.UNDETERMINED: "warning",
    Outcome.PERMITTED_UNTIL: "warning",
    Outcome.PERMITTED: "note",
}


def write_sarif(report: Report, to: TextIO, *, exit_code: int, limits: Iterable[str] = ()) -> None:
    """Write one SARIF log with one run, whose results come gravest first, because there can be very many.

    `limits` are sentences on what the answer as a whole leaves open, beside the age of the rulebook and each gap.
    """
    rules = rules_of(report, (item.use for item in judged(report)))
    about = {"asOf": str(report.as_of)}
    stale = [report.age.because] if report.age is not None and report.age.stale else []
    told = (*limits, *stale)
    log = Log(rules=rules, results=_results(report), exit_code=exit_code, properties=about, limits=told)
    write_log(report, log, to)


def _results(report: Report) -> Iterator[dict[str, Any]]:
    scans = ScanNumbers(report)
    for item in judged(report):
        outcome = item.decisions[0].decision.outcome if item.decisions else Outcome.UNDETERMINED
        message = _message(report, item)
        for finding in item.use.findings:
            about = result(report, scans.of(item.use, finding), item.use.system, finding)
            about["properties"]["outcome"] = outcome.value
            yield {**about, "level": _LEVEL[outcome], "message": {"text": message}}
    yield from set_aside(report)


def _message(report: Report, item: Judged) -> str:
    """Return the outcome per contract with the reasons and their citations."""
    name = vendor_name(report.rulebook, item.use.vendor)
    if not item.decisions:
        return f"{name}: not decided, because no contract is recorded for this system."
    return f"{name}: " + " ".join(sentence(report, decided) for decided in item.decisions)
