"""What `muniment due` says of reports that may be owed: for want of a fact, or because the law is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.due_estates import INVENTORY_SENT, LABORATORY, Due, asking, deadlines, estate
from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def due(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Due:
    return asking(tmp_path, capsys)


def test_a_report_on_a_use_that_is_not_yet_decided_may_be_owed(due: Due) -> None:
    _, found = due(estate("").replace('tier = "prime"\n', "").replace('clauses = ["52.204-25"]\n', ""))

    assert found["owed"] == []
    assert any("party.tier" in one["missing"] for one in found["perhaps"])


def test_a_report_is_not_forgotten_when_it_is_no_longer_known_how_its_instrument_stands(due: Due) -> None:
    sure, before = due(LABORATORY, as_of="2026-08-31")
    unsure, after = due(LABORATORY, as_of="2026-09-01")

    assert (sure, deadlines(before, "inventory")) == (1, [("inventory", "2026-08-01", "overdue")])
    assert before["perhaps"] == []
    assert unsure == 3
    (perhaps,) = after["perhaps"]
    assert (perhaps["instruments"], perhaps["missing"]) == (["afrl-letter-2026-07-09"], [])
    assert perhaps["open_law"][0].startswith("how it stands on 2026-09-01 is not recorded")
    assert [(one["clock"], one["at"]) for one in perhaps["deadlines"]] == [("inventory", "2026-08-01")]


def test_where_no_text_decides_the_case_that_is_what_a_report_hangs_on(due: Due) -> None:
    _, found = due(f'{LABORATORY}  form = "past-output"\n', as_of="2026-08-10")

    (perhaps,) = found["perhaps"]
    assert perhaps["open_law"] == [
        "No text addresses output that was made earlier, such as code that is kept unchanged."
    ]


def test_a_report_may_be_owed_for_want_of_a_fact_whatever_other_instruments_say(due: Due) -> None:
    _, found = due(LABORATORY.replace('component = "afrl"\n', ""), as_of="2026-08-10")

    (perhaps,) = found["perhaps"]
    assert (perhaps["instruments"], perhaps["missing"]) == (["afrl-letter-2026-07-09"], ["contract.component"])
    assert perhaps["open_law"] == []


def test_a_report_sent_under_a_duty_that_may_be_owed_stands_beside_it(
    due: Due, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = LABORATORY + INVENTORY_SENT

    code, found = due(text, as_of="2026-11-26")
    exit_code(["due", "--estate", str(tmp_path / "estate.toml"), "--as-of", "2026-11-26"])

    assert (code, found["idle"]) == (0, [])
    assert [one["reference"] for one in found["perhaps"][0]["sent"]] == ["R-7"]
    said = " ".join(capsys.readouterr().out.split())
    assert "inventory is recorded as sent 2026-07-30 (R-7)" in said
    assert "not owed here" not in said
