"""`muniment due` on real estate files, with the published rulebook."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from icalendar import Alarm, Calendar

from cli.due_estates import CIVILIAN_ORDERS, DOD, FIRST_SENT, INVENTORY_SENT, LABORATORY, Due, asking, deadlines, estate
from muniment.cli.main import exit_code

ROOT = Path(__file__).parents[2]


@pytest.fixture
def due(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Due:
    return asking(tmp_path, capsys)


def test_until_the_first_report_is_sent_the_second_has_its_latest_possible_day(due: Due) -> None:
    code, found = due(estate())

    assert code == 0
    assert deadlines(found) == [("first", "2026-11-27", "soon"), ("second", "2026-12-11", "later")]
    assert [one["deadline"]["provisional"] for one in found["owed"]] == [False, True]


def test_the_second_report_runs_from_the_day_on_which_the_first_was_sent(due: Due) -> None:
    code, found = due(estate(more=FIRST_SENT), as_of="2026-12-02")

    assert code == 0
    assert deadlines(found) == [("second", "2026-12-15", "later"), ("first", "2026-11-27", "sent")]
    assert not found["owed"][0]["deadline"]["provisional"]


@pytest.mark.parametrize(
    ("as_of", "code", "standing"),
    [
        pytest.param("2026-11-27", 0, "soon", id="on the last day"),
        pytest.param("2026-11-28", 1, "overdue", id="on the day after it"),
    ],
)
def test_a_report_is_overdue_once_its_last_day_is_over(due: Due, as_of: str, code: int, standing: str) -> None:
    ended, found = due(estate(), as_of=as_of)

    assert (ended, deadlines(found)[0]) == (code, ("first", "2026-11-27", standing))


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        pytest.param("2026-11-02T13:30[America/New_York]", 0, id="at the last moment"),
        pytest.param("2026-11-02T18:31Z", 1, id="a minute later, told in another zone"),
    ],
)
def test_hours_end_at_an_instant_also_over_a_change_of_clocks(due: Due, as_of: str, code: int) -> None:
    found_at = 'identified = "2026-10-30T14:30[America/New_York]"'

    ended, found = due(estate(use=found_at, clause="52.240-91"), as_of=as_of)

    assert ended == code
    (one,) = found["owed"]
    assert one["deadline"]["at"] == "2026-11-02T13:30:00-05:00[America/New_York]"
    assert one["deadline"]["utc"] == "2026-11-02T18:30:00+00:00"


def test_several_clocks_run_at_once_and_the_shortest_comes_first(due: Due) -> None:
    found_at = 'identified = "2026-11-25T14:30[America/New_York]"'

    _, found = due(estate(use=found_at).replace('["52.204-25"]', '["52.204-25", "52.240-91"]'))

    assert [(one["duty"], one["deadline"]["at"][:10]) for one in found["owed"]] == [
        ("report", "2026-11-27"),
        ("report-72h", "2026-11-28"),
        ("report", "2026-12-11"),
    ]


def test_without_the_day_of_the_find_no_day_is_given_and_the_fact_is_named(due: Due) -> None:
    code, found = due(estate(use=""))

    assert code == 3
    assert deadlines(found) == [("first", None, "open"), ("second", None, "open")]
    assert {one["deadline"]["waits_for"] for one in found["owed"]} == {"event.identified"}


def test_outside_the_calendar_no_day_is_given_and_that_is_said(due: Due) -> None:
    code, found = due(estate(use="identified = 2028-12-29"), as_of="2028-12-29")

    assert code == 3
    assert deadlines(found) == [("first", None, "open"), ("second", None, "open")]
    assert {one["deadline"]["why_not"] for one in found["owed"]} == {"outside-calendar"}


@pytest.mark.parametrize(
    ("contract", "offices"),
    [
        pytest.param(DOD, ["website"], id="the Department of Defense"),
        pytest.param(
            'customer = "civilian"', ["contracting-officer", "order-contracting-officers?"], id="type not known"
        ),
        pytest.param(
            CIVILIAN_ORDERS, ["contracting-officer", "order-contracting-officers"], id="an indefinite-delivery one"
        ),
        pytest.param(
            'customer = "intelligence-community"\nindefinite_delivery = false', ["contracting-officer"], id="no orders"
        ),
    ],
)
def test_a_report_goes_to_everybody_whom_the_clause_names(due: Due, contract: str, offices: list[str]) -> None:
    _, found = due(estate(contract))

    told = [f"{one['office']}{'' if one['sure'] else '?'}" for one in found["owed"][0]["to"]]

    assert told == offices


def test_sam_is_searched_every_three_months_from_the_last_search_whether_or_not_anything_was_found(due: Due) -> None:
    text = estate(clause="52.204-30").replace('name = "Alder', 'sam_searched = 2026-11-30\nname = "Alder')

    _, found = due(text, as_of="2026-12-01")

    assert deadlines(found, "sam-check") == [("search", "2027-02-28", "later")]


@pytest.mark.parametrize(
    ("as_of", "code", "standing"),
    [
        pytest.param("2026-12-30", 0, "soon", id="before performance begins"),
        pytest.param("2027-01-04", 1, "overdue", id="as it begins"),
    ],
)
def test_the_first_search_is_due_as_performance_begins(due: Due, as_of: str, code: int, standing: str) -> None:
    text = estate(f"{DOD}\nperformance = {{start = 2027-01-04}}", clause="52.204-30")

    ended, found = due(text, as_of=as_of)

    assert (ended, deadlines(found, "sam-check")) == (code, [("search", "2027-01-04", standing)])


def test_a_search_that_nobody_recorded_is_owed_at_once_where_nobody_says_when_performance_begins(
    due: Due, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended, found = due(estate(use="identified = 2026-11-26", clause="52.204-30"))
    exit_code(["certify", "remind", "--estate", str(tmp_path / "estate.toml"), "--as-of", "2026-11-26"])

    assert (ended, deadlines(found, "sam-check")) == (1, [("search", "2026-11-26", "overdue")])
    assert "✗ 2026-11-26  to search" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("performance", "owed"),
    [
        pytest.param("{end = 2026-11-25}", [], id="none after performance has ended"),
        pytest.param("{end = 2026-11-26}", [("search", "2026-11-20", "overdue")], id="on its last day"),
        pytest.param("{start = 2027-03-01}", [("search", "2027-03-01", "later")], id="none before it begins"),
    ],
)
def test_sam_is_searched_while_performance_lasts(due: Due, performance: str, owed: list[object]) -> None:
    text = estate(f"{DOD}\nperformance = {performance}", clause="52.204-30")

    _, found = due(text.replace('name = "Alder', 'sam_searched = 2026-08-20\nname = "Alder'))

    assert deadlines(found, "sam-check") == owed


@pytest.mark.parametrize(
    ("sent", "late"),
    [
        pytest.param("2026-11-02T13:30[America/New_York]", False, id="at the last moment"),
        pytest.param("2026-11-02T18:31Z", True, id="a minute later, told in another zone"),
    ],
)
@pytest.mark.parametrize("told", ["report", "fact"])
def test_a_report_within_hours_is_late_by_the_minute(
    due: Due, told: str, sent: str, *, late: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use = 'identified = "2026-10-30T14:30[America/New_York]"'
    report = (
        FIRST_SENT.replace('"report"', '"report-72h"').replace('"first"', '"only"').replace("2026-12-01", f'"{sent}"')
    )
    text = estate(use=use, clause="52.240-91", more=report)
    if told == "fact":
        text = estate(use=f'{use}\n  reported = "{sent}"', clause="52.240-91")

    _, found = due(text, as_of="2026-11-26")
    exit_code(["due", "--estate", str(tmp_path / "estate.toml"), "--as-of", "2026-11-26"])

    assert [(one["standing"], one["late"]) for one in found["owed"]] == [("sent", late)]
    assert ("it was due by" in capsys.readouterr().out) == late


def test_a_report_sent_after_the_day_asked_about_is_not_yet_sent_and_that_is_said(
    due: Due, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = due(estate(more=FIRST_SENT.replace("2026-12-01", "2062-11-03")), as_of="2026-12-02")
    exit_code(["due", "--estate", str(tmp_path / "estate.toml"), "--as-of", "2026-12-02"])

    assert code == 1
    assert deadlines(found) == [("first", "2026-11-27", "overdue"), ("second", "2026-12-11", "later")]
    assert [(one["sent"], one["recorded_as_sent"]) for one in found["owed"]] == [(None, "2062-11-03"), (None, None)]
    assert found["owed"][1]["deadline"]["provisional"]
    said = " ".join(capsys.readouterr().out.split())
    assert "recorded as sent 2062-11-03, after the day asked about: it is not yet sent" in said


def test_a_use_reported_after_the_day_asked_about_is_not_yet_reported(due: Due) -> None:
    code, found = due(estate(use="identified = 2026-11-25\n  reported = 2026-12-20"), as_of="2026-12-02")

    assert code == 1
    assert deadlines(found) == [("first", "2026-11-27", "overdue"), ("second", "2026-12-11", "later")]


def test_a_report_sent_before_the_find_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "estate.toml"
    file.write_text(estate(more=FIRST_SENT.replace("2026-12-01", "2026-11-01")), encoding="utf-8")

    code = exit_code(["due", "--estate", str(file)])

    assert code == 2
    said = capsys.readouterr().err
    assert "`sent` is 2026-11-01, which is before `identified` of the use, 2026-11-25" in said
    assert f"{file}:32:" in said


def test_the_answer_is_as_its_schema_says(due: Due) -> None:
    schema = json.loads((ROOT / "schemas" / "due.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)

    for text in (
        estate(),
        estate(more=FIRST_SENT),
        estate(CIVILIAN_ORDERS),
        estate(use=""),
        LABORATORY + INVENTORY_SENT,
    ):
        validator.validate(due(text)[1])


def test_the_calendar_is_read_back_with_days_as_days_and_instants_as_instants(due: Due, tmp_path: Path) -> None:
    text = estate(use='identified = "2026-11-25T14:30[America/New_York]"').replace('-25"]', '-25", "52.240-91"]')
    due(text, "--ics", str(tmp_path / "due.ics"))

    (first, hours, second) = Calendar.from_ical((tmp_path / "due.ics").read_bytes()).events

    assert (first.start, first.end) == (date(2026, 11, 27), date(2026, 11, 28))
    assert hours.start == datetime(2026, 11, 28, 19, 30, tzinfo=UTC)
    assert (hours.end, "DTEND" in hours) == (hours.start, False)
    assert [str(event["STATUS"]) for event in (first, hours, second)] == ["CONFIRMED", "CONFIRMED", "TENTATIVE"]
    alarms = [alarm.TRIGGER for alarm in hours.walk("VALARM") if isinstance(alarm, Alarm)]
    assert alarms == [timedelta(hours=-24), timedelta(hours=-2)]


def test_an_event_keeps_its_uid_when_its_day_changes(due: Due, tmp_path: Path) -> None:
    def uids(text: str) -> list[str]:
        due(text, "--ics", str(tmp_path / "due.ics"), as_of="2026-12-02")
        return [str(event["UID"]) for event in Calendar.from_ical((tmp_path / "due.ics").read_bytes()).events]

    before, after = uids(estate()), uids(estate(more=FIRST_SENT))

    assert len(set(before)) == 2
    assert after == before[1:]


def test_a_draft_has_every_item_of_the_clause_and_marks_what_is_not_known(due: Due, tmp_path: Path) -> None:
    use = 'identified = 2026-11-25\n  report = {supplier = "Cams *Ltd*", model = "DS-2"}'
    due(estate(CIVILIAN_ORDERS, use), "--draft", str(tmp_path / "drafts"))

    text = (tmp_path / "drafts" / "C-1-warehouse-hikvision-far-889-b-report-first.md").read_text(encoding="utf-8")

    assert "3. supplier name\n\n   Cams \\*Ltd\\*\n" in text
    assert "2. the order number(s), if applicable\n\n   - 0001\n   - 0002\n" in text
    assert "4. supplier unique entity identifier (if known)\n\n   **not known**\n" in text
    assert "- To: the contracting officer of each affected order: 0001, K. Roe; 0002, officer not known" in text
    assert len([line for line in text.splitlines() if line[:1].isdigit()]) == 9


def test_a_draft_on_which_somebody_worked_is_not_written_over(due: Due, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    due(estate(), "--draft", str(folder))
    (first, *_) = sorted(folder.iterdir())
    first.write_text("mine", encoding="utf-8")

    due(estate(), "--draft", str(folder))

    assert first.read_text(encoding="utf-8") == "mine"


def test_a_report_under_a_duty_that_does_not_exist_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "estate.toml"
    file.write_text(estate(more=FIRST_SENT.replace('"first"', '"third"')), encoding="utf-8")

    code = exit_code(["due", "--estate", str(file)])

    assert code == 2
    assert "has no duty `report` with a clock `third`" in capsys.readouterr().err


def test_a_report_under_a_duty_that_is_not_owed_is_told_and_not_taken_for_one_that_is(
    due: Due, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    owed = estate(more=FIRST_SENT)
    not_owed = owed.replace("essential_component = true", "essential_component = false")

    _, with_duty = due(owed)
    code, without = due(not_owed)
    exit_code(["due", "--estate", str(tmp_path / "estate.toml"), "--as-of", "2026-11-26"])

    assert with_duty["idle"] == []
    assert code == 0
    assert [(one["instrument"], one["clock"], one["reference"]) for one in without["idle"]] == [
        ("far-889-b", "first", "DIB-17")
    ]
    assert "Recorded as sent, and not owed here" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("performance", "words"),
    [
        pytest.param("{start = 2026-12-10}", "found before performance begins on 2026-12-10", id="before"),
        pytest.param("{end = 2026-11-01}", "found after performance ended on 2026-11-01", id="after"),
        pytest.param("{start = 2026-11-25, end = 2026-11-25}", "", id="on its only day"),
    ],
)
def test_a_find_outside_performance_is_reported_and_that_is_said_and_left_open(
    performance: str, words: str, due: Due, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = due(estate(f"{DOD}\nperformance = {performance}"))
    exit_code(["due", "--estate", str(tmp_path / "estate.toml"), "--as-of", "2026-11-26"])

    assert deadlines(found)[0] == ("first", "2026-11-27", "soon")
    said = " ".join(capsys.readouterr().out.split())
    assert words in said
    assert ("ask counsel whether the clause" in said) == bool(words)
    assert [day for day in (found["owed"][0]["for_counsel"] or {}).values() if day] == words.split()[-1:]
    assert code == (3 if words else 0)


def test_a_search_is_owed_where_the_clause_is_there_and_nobody_said_who_is_the_prime(due: Due) -> None:
    text = estate(clause="52.204-30").replace('tier = "prime"\n', "")

    _, found = due(text)

    assert deadlines(found, "sam-check") == [("search", "2026-11-26", "overdue")]


def test_no_search_is_owed_on_a_contract_whose_clauses_nobody_read(due: Due) -> None:
    text = estate(clause="52.204-30").replace('clauses = ["52.204-30"]\n', "")

    _, found = due(text)

    assert not deadlines(found, "sam-check")
