"""What `muniment due` says of reports that may be owed: for want of a fact, or because the law is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cli.due_estates import INVENTORY_SENT, LABORATORY, Due, asking, deadlines, estate
from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def due(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Due:
    return asking(tmp_path, capsys)


CERTIFIED = """
[[reports]]
instrument = "dod-cio-memo-2026-03-06"
duty = "certify"
clock = "certificate"
contract = "C-1"
system = "assistant"
vendor = "anthropic"
sent = 2026-09-01
reference = "R-9"
"""


def hanging_on(found: dict[str, Any], instrument: str) -> list[dict[str, Any]]:
    return [one for one in found["perhaps"] if instrument in one["instruments"]]


def test_a_report_on_a_use_that_is_not_yet_decided_may_be_owed(due: Due) -> None:
    _, found = due(estate("").replace('tier = "prime"\n', "").replace('clauses = ["52.204-25"]\n', ""))

    assert found["owed"] == []
    assert any("party.tier" in one["missing"] for one in found["perhaps"])


def test_a_report_is_not_forgotten_when_it_is_no_longer_known_how_its_instrument_stands(due: Due) -> None:
    sure, before = due(LABORATORY, as_of="2026-08-31")
    unsure, after = due(LABORATORY, as_of="2026-09-01")

    assert (sure, deadlines(before, "inventory")) == (1, [("inventory", "2026-08-01", "overdue")])
    assert hanging_on(before, "afrl-letter-2026-07-09") == []
    assert unsure == 3
    (perhaps,) = hanging_on(after, "afrl-letter-2026-07-09")
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

    (perhaps,) = hanging_on(found, "afrl-letter-2026-07-09")
    assert (perhaps["instruments"], perhaps["missing"]) == (["afrl-letter-2026-07-09"], ["contract.component"])
    assert perhaps["open_law"] == []


def test_a_report_sent_under_a_duty_that_may_be_owed_stands_beside_it(
    due: Due, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = LABORATORY + INVENTORY_SENT + CERTIFIED

    code, found = due(text, as_of="2026-11-26")
    exit_code(["due", "--estate", str(tmp_path / "estate.toml"), "--as-of", "2026-11-26"])

    assert (code, found["idle"]) == (0, [])
    assert [one["reference"] for each in found["perhaps"] for one in each["sent"]] == ["R-7", "R-9"]
    said = " ".join(capsys.readouterr().out.split())
    assert "inventory is recorded as sent 2026-07-30 (R-7)" in said
    assert "not owed here" not in said


@pytest.mark.parametrize(
    ("as_of", "code", "owed", "perhaps"),
    [
        pytest.param("2026-03-20", 0, ["2026-09-02"], [], id="while the memo is in force"),
        pytest.param("2026-04-03", 3, [], ["2026-09-02"], id="from the day on which its standing is not known"),
    ],
)
def test_a_certificate_with_a_day_is_owed_where_its_instrument_surely_binds(
    due: Due, as_of: str, code: int, owed: list[str], perhaps: list[str]
) -> None:
    ended, found = due(LABORATORY.replace("afrl", "army"), as_of=as_of)

    assert ended == code
    assert [one["deadline"]["at"] for one in found["owed"]] == owed
    assert [each["at"] for one in found["perhaps"] for each in one["deadlines"]] == perhaps
