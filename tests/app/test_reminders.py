"""What certificates ask to be done next, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.reports import TODAY, estate, rulebook
from muniment.app.certify.reminders import reminders
from muniment.domain.ids import Digest
from muniment.domain.lifecycle import Certificate, Stage
from muniment.domain.reminder import ReminderKind
from prove.statements import full

SIGNED = Certificate(
    id="CERT-2026-1",
    stage=Stage.SIGNED,
    why="",
    draft=None,
    reviews=(),
    statement=full(),
    payload=Digest("sha256:" + "0" * 64),
    revocation=None,
)
YEAR = timedelta(days=400)


def told(of: Certificate, as_of: date = TODAY, ahead: timedelta = YEAR) -> list[tuple[ReminderKind, str, bool]]:
    found = reminders((of,), (), estate(), rulebook(), as_of, ahead)
    return [(each.kind, str(each.due), each.overdue) for each in found]


def test_a_certificate_that_stands_tells_of_its_own_end_its_waivers_and_its_ends_of_use() -> None:
    assert told(SIGNED) == [
        (ReminderKind.WAIVER_ENDS, "2026-12-31", False),
        (ReminderKind.PHASE_OUT, "2027-03-01", False),
        (ReminderKind.EXPIRES, "2027-11-22", False),
    ]


def test_only_what_comes_up_in_the_days_ahead_is_told() -> None:
    assert [kind for kind, *_ in told(SIGNED, ahead=timedelta(days=38))] == [ReminderKind.WAIVER_ENDS]
    assert told(SIGNED, ahead=timedelta(days=37)) == []


def test_the_last_day_is_not_overdue_and_the_next_one_is() -> None:
    assert told(SIGNED, date(2027, 11, 22))[-1] == (ReminderKind.EXPIRES, "2027-11-22", False)
    assert told(SIGNED, date(2027, 11, 23))[-1] == (ReminderKind.EXPIRES, "2027-11-22", True)


@pytest.mark.parametrize("stage", [Stage.SUPERSEDED, Stage.REVOKED])
def test_a_certificate_that_no_longer_counts_asks_for_nothing(stage: Stage) -> None:
    assert told(replace(SIGNED, stage=stage)) == []


def test_files_that_cannot_be_relied_on_are_to_be_mended_at_once() -> None:
    assert told(replace(SIGNED, stage=Stage.DAMAGED)) == [(ReminderKind.MEND, str(TODAY), False)]
