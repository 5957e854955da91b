"""How a check ends."""

from __future__ import annotations

from datetime import date

import pytest

from muniment.cli.exit_codes import FailOn, check_code
from muniment.domain.decision import Outcome
from muniment.domain.evidence import FileStatus, Gap
from muniment.domain.report import Scan, UseDecision
from render.instruments import FLEET
from render.reports import coverage, decision, estate, report, scan, use

TOMORROW = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("outcome", "codes"),
    [
        pytest.param(Outcome.PROHIBITED, (1, 1, 1), id="prohibited"),
        pytest.param(Outcome.NEEDS_WAIVER, (0, 1, 1), id="needs-waiver"),
        pytest.param(Outcome.NEEDS_AUTHORISATION, (0, 1, 1), id="needs-authorisation"),
        pytest.param(Outcome.UNDETERMINED, (0, 1, 1), id="undetermined"),
        pytest.param(Outcome.PERMITTED_UNTIL, (0, 0, 1), id="permitted-until"),
        pytest.param(Outcome.PERMITTED, (0, 0, 1), id="permitted"),
    ],
)
def test_each_outcome_fails_at_its_own_threshold(outcome: Outcome, codes: tuple[int, int, int]) -> None:
    found = use()
    answer = report([found], [UseDecision(use=found, contract=FLEET, decision=decision(outcome, until=TOMORROW))])

    found_codes = tuple(check_code(answer, fail_on) for fail_on in FailOn)

    assert found_codes == codes


def test_a_use_that_nobody_decided_counts_as_undetermined() -> None:
    answer = report([use()], [], at=estate())

    assert [check_code(answer, fail_on) for fail_on in FailOn] == [0, 1, 1]


def test_a_gap_that_could_hide_a_use_makes_a_clean_answer_incomplete() -> None:
    hidden = Gap(path="uv.lock", status=FileStatus.NOT_UNDERSTOOD, why="a table without a name")

    assert check_code(report([], scans=[scan(covered=coverage(hidden))]), FailOn.PROHIBITED) == 3


def test_a_gap_that_could_hide_nothing_leaves_a_clean_answer_clean() -> None:
    picture = Gap(path="logo.png", status=FileStatus.NOT_UNDERSTOOD, why="unknown chunk", limits=False)

    assert check_code(report([], scans=[scan(covered=coverage(picture))]), FailOn.PROHIBITED) == 0


def test_findings_come_before_an_incomplete_look() -> None:
    hidden = Gap(path="uv.lock", status=FileStatus.NOT_UNDERSTOOD, why="a table without a name")
    found = use()
    bad = UseDecision(use=found, contract=FLEET, decision=decision(Outcome.PROHIBITED))

    assert check_code(report([found], [bad], scans=[scan(covered=coverage(hidden))]), FailOn.PROHIBITED) == 1


@pytest.mark.parametrize(
    "scans",
    [
        pytest.param([], id="no-source"),
        pytest.param([scan(covered=coverage(read=0, skipped=0))], id="empty-folder"),
        pytest.param([scan(covered=coverage(read=0, skipped=3))], id="only-symbolic-links"),
    ],
)
def test_where_nothing_was_read_nothing_is_clean(scans: list[Scan]) -> None:
    assert check_code(report([], scans=scans), FailOn.PROHIBITED) == 3
