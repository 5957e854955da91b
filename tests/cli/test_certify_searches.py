"""The searches that clauses ask for, and what is due next."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cli.certificates import Place, later, predicate, prepared, search
from cli.estates import UNDER_FASCSA as ESTATE
from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return prepared(tmp_path, monkeypatch)


def reminders(place: Place, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    code = place.run("remind", "--json", *more)
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["reminders"]
    return code, found


def test_a_search_that_nobody_recorded_is_overdue_and_a_recorded_one_is_due_again_in_three_months(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    code_before, before = reminders(place, capsys)
    assert search(place, "C-1") == 0
    code_after, after = reminders(place, capsys, "--days", "120")

    assert (code_before, code_after) == (1, 0)
    assert [(each["kind"], each["overdue"]) for each in before] == [("search", True)]
    assert [(each["kind"], each["due"], each["overdue"]) for each in after] == [("search", "2027-02-27", False)]
    assert after[0]["cited"] == {"at": "(c)(1)", "source": "far-52.204-30"}


def test_the_first_search_is_due_as_performance_begins(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    begins = ESTATE.replace("[[systems]]", "performance = {start = 2026-12-02}\n\n[[systems]]", 1)
    (place.folder / "muniment.toml").write_text(begins, encoding="utf-8")

    before = reminders(place, capsys, "--days", "4")
    _, (found,) = reminders(place, capsys, "--days", "5")
    code, _ = reminders(place, capsys, "--as-of", "2026-12-02")

    assert before == (0, [])
    assert (found["kind"], found["due"], found["overdue"]) == ("search", "2026-12-02", False)
    assert code == 1


def test_the_newest_recorded_search_stands_in_the_certificate(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    search(place, "C-1")
    later(1, monkeypatch)
    search(place, "--all")
    place.signed()

    (found,) = predicate(place, capsys)["inquiry"]["searches"]
    assert (found["on"], found["by"], found["words"]) == ("2026-11-28", "M. Osei", "FASCSA order")
    assert found["record"] is not None


def test_what_ends_and_what_waits_is_listed_in_order_and_written_as_a_calendar(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    search(place, "--all")
    place.signed()
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "B")

    code, found = reminders(place, capsys, "--days", "120", "--ics", place.at("due.ics"))
    overdue, _ = reminders(place, capsys, "--as-of", "2027-02-26")

    assert [(each["kind"], each["about"], each["due"]) for each in found] == [
        ("review", "B", "2026-11-27"),
        ("expires", "A", "2027-02-25"),
        ("search", "C-1", "2027-02-27"),
    ]
    assert (code, overdue) == (0, 1)
    assert (place.folder / "due.ics").read_text(encoding="utf-8").count("BEGIN:VEVENT") == 3


def test_a_subcontractor_is_not_reminded_of_the_search_that_is_not_passed_on(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    (place.folder / "muniment.toml").write_text(ESTATE.replace('"prime"', '"subcontractor"'), encoding="utf-8")

    assert reminders(place, capsys) == (0, [])


def test_the_record_of_a_search_is_verified_by_whoever_receives_it(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    search(place, "C-1")
    (record,) = (place.folder / "kept" / "searches").iterdir()
    policy = ["--policy", place.at("trust.toml")]
    capsys.readouterr()

    by_key = exit_code(["verify", str(record), "--key", place.at("osei.pem.pub")])
    text = capsys.readouterr().out
    by_policy = exit_code(["verify", str(record), *policy, "--json"])
    value = json.loads(capsys.readouterr().out)
    by_stranger = exit_code(["verify", str(record), "--key", place.at("ada.pem.pub")])

    assert (by_key, by_policy, by_stranger) == (0, 0, 1)
    assert "nobody said whose key it is" in " ".join(text.split())
    assert value["told"] == {
        "contract": "C-1",
        "result": "no order found",
        "where": "SAM",
        "words": "FASCSA order",
    }
