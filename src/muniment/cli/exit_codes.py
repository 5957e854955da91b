"""How a check ends: which findings fail it, and when an incomplete look does."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from muniment.cli.codes import CLEAN, FINDINGS, INCOMPLETE
from muniment.cli.scan.exit_codes import clean
from muniment.domain.decision import Outcome
from muniment.domain.egress import EgressResult
from muniment.domain.subcontract import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.domain.egress import Egress
    from muniment.domain.gate import GateReport
    from muniment.domain.report import Report, Use
    from muniment.domain.scan_result import Difference
    from muniment.domain.screening import Screening
    from muniment.domain.subcontract import Row


_OPEN = frozenset({Outcome.PROHIBITED, Outcome.NEEDS_WAIVER, Outcome.NEEDS_AUTHORISATION, Outcome.UNDETERMINED})


class FailOn(Enum):
    """The lightest finding that fails a check.

    `UNDETERMINED` takes in everything that is not permitted on the day itself. A use that is permitted until a later
    day passes it until that day is over; `ANY` fails on it, and on every other use.
    """

    PROHIBITED = "prohibited"
    UNDETERMINED = "undetermined"
    ANY = "any"


def check_code(report: Report, fail_on: FailOn) -> int:
    """Return the exit code. Findings come before an incomplete look; where nothing was read, nothing is clean.

    Nor is anything by a stale rulebook, which may lack a vendor or an instrument.
    """
    if _fails(report, fail_on):
        return FINDINGS
    return INCOMPLETE if report.stale else clean(report)


def gate_code(found: GateReport, fail_on: FailOn) -> int:
    """Return the exit code of a gate. A change that brings nothing to be read brings nothing that is unread."""
    if _fails(found.report, fail_on):
        return FINDINGS
    return CLEAN if found.complete and not found.report.stale else INCOMPLETE


def failing(report: Report, fail_on: FailOn) -> list[Use]:
    """Return the uses for which a check fails."""
    found: list[Use] = []
    for use in report.uses:
        of_use = tuple(decided for decided in report.decisions if decided.use is use)
        if _fails(replace(report, uses=(use,), decisions=of_use), fail_on):
            found.append(use)
    return found


def difference_code(found: Difference) -> int:
    """Return the exit code of a comparison. Where a scan was incomplete, nothing new is not the same as nothing."""
    if found.new or found.new_uses:
        return FINDINGS
    return CLEAN if found.before.complete and found.after.complete else INCOMPLETE


def screening_code(found: Screening) -> int:
    """Return the exit code of a screening. Matches come before rows that could not be screened, and old lists."""
    if any(match.stands for each in found.screened for match in each.matches):
        return FINDINGS
    return CLEAN if found.complete and not found.old else INCOMPLETE


def egress_code(found: Egress) -> int:
    """Return the exit code of attempts to reach hosts. One that was reached comes before what is unclear."""
    if any(each.tried.way is EgressResult.OPEN for each in found.attempts):
        return FINDINGS
    return CLEAN if found.complete else INCOMPLETE


def _fails(report: Report, fail_on: FailOn) -> bool:
    outcomes = {decided.decision.acted_on for decided in report.decisions}
    match fail_on:
        case FailOn.PROHIBITED:
            return Outcome.PROHIBITED in outcomes
        case FailOn.UNDETERMINED:
            return bool(outcomes & _OPEN) or _undecided(report)
        case FailOn.ANY:
            return bool(report.uses)


def _undecided(report: Report) -> bool:
    """Say whether a use has no decision at all, because no contract is recorded for its system."""
    decided = {id(decision.use) for decision in report.decisions}
    missing = (use for use in report.uses if id(use) not in decided)
    return any(all(decision.use != use for decision in report.decisions) for use in missing)


def flow_down_code(rows: Sequence[Row]) -> int:
    """Return 0 where every row is verified or qualified, and 1 where one is worse or nobody was asked."""
    return max((standing_code(row.rating.standing) for row in rows), default=FINDINGS)


def standing_code(standing: Standing) -> int:
    """Return 0 for verified and qualified, and 1 for what is worse."""
    return CLEAN if standing.rank >= Standing.QUALIFIED.rank else FINDINGS
