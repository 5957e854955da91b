"""Every instrument has cases: for its days of change, and each answered as it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from muniment.domain.decision import Outcome
from muniment.rulebook.lint import lint
from muniment.rulebook.load import load
from rulebook.samples import good_files
from rulebook.spoiled import CASES, FROM_TEXT, change, good_copy, judge, told

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from muniment.domain.condition import Facts
    from muniment.domain.decision import Decision
    from muniment.domain.ids import VendorId


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_copy(tmp_path)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(CASES, id="restriction"),
        pytest.param("agreements/northwind-classified.cases.yaml", id="agreement"),
    ],
)
def test_every_instrument_has_a_file_of_cases(folder: Path, path: str) -> None:
    (folder / path).unlink()

    problems = lint(folder, judge)

    instrument = path.split("/")[1].removesuffix(".cases.yaml")
    assert problems[0].where == f"{folder.as_posix()}/{path.replace('.cases', '')}:1:5"
    assert problems[0].what == f"`{instrument}` has no cases"
    assert problems[0].help == f"write `{path}`"


def test_cases_written_from_the_text_stand_in_a_second_file_beside_the_first(folder: Path) -> None:
    first = (folder / CASES).read_text(encoding="utf-8")
    second = first.replace("- case: ", "- case: From the text, ")
    (folder / FROM_TEXT).write_text(second, encoding="utf-8")
    change(folder, FROM_TEXT, "{outcome: undetermined, unknown: [contract.customer]}", "{outcome: prohibited}")

    (problem,) = lint(folder, judge)

    assert problem.where == f"{folder.as_posix()}/{FROM_TEXT}:6:3"
    assert problem.what.endswith("expected `prohibited`, got `undetermined`")


def test_cases_that_belong_to_no_instrument_are_told(folder: Path) -> None:
    (folder / CASES).rename(folder / "agreements" / "northwind-models.cases.yaml")

    assert told(lint(folder, judge))[:2] == ["these cases belong to no instrument", "`northwind-models` has no cases"]


@pytest.mark.parametrize(
    ("day", "other", "what"),
    [
        pytest.param(
            "2026-03-03",
            "2026-03-02",
            "no case on 2026-03-03, the day before the first on which the effect is `notify`",
            id="the day before an effect",
        ),
        pytest.param(
            "2026-05-31",
            "2026-05-30",
            "no case on 2026-05-31, the day before the first on which the effect is `prohibit`",
            id="the day before a change of effect",
        ),
    ],
)
def test_the_day_before_each_change_has_a_case(folder: Path, day: str, other: str, what: str) -> None:
    change(folder, CASES, f"as_of: {day}", f"as_of: {other}")

    problems = lint(folder, judge)

    assert told(problems) == [what]
    assert problems[0].help == f"add one to `{CASES}`"


def test_the_first_day_and_the_day_before_the_end_of_a_status_have_a_case(folder: Path) -> None:
    change(folder, "restrictions/northwind-models.yaml", "- {from: 2026-03-04,", "- {from: 2026-03-04, to: 2026-09-01,")

    assert told(lint(folder, judge)) == [
        "no case on 2026-09-01, the first day on which the status is no longer `in-force`",
        "no case on 2026-08-31, the day before the first on which the status is no longer `in-force`",
    ]


def test_a_case_about_another_vendor_does_not_count(folder: Path) -> None:
    change(folder, CASES, "vendor: northwind-ai", "vendor: fjord-cloud")

    assert "no case on 2026-03-03, the day before the first on which the effect is `notify`" in told(
        lint(folder, judge)
    )


def test_two_cases_do_not_say_the_same(folder: Path) -> None:
    change(folder, CASES, "From the notice on, use must only be reported", "Nobody has said who the customer is")

    (problem,) = lint(folder, judge)

    assert problem.where == f"{folder.as_posix()}/{CASES}:11:3"
    assert problem.what == f"the sentence of this case stands already in {folder.as_posix()}/{CASES}:6:3"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param(
            "unknown: [contract.customer]",
            "unknown: [use.started]",
            "expected the missing fact `use.started`, got `contract.customer`",
            id="missing fact",
        ),
        pytest.param(
            "until: 2026-08-29}",
            "until: 2026-08-30}",
            "expected a last day of 2026-08-30, got 2026-08-29",
            id="last day",
        ),
        pytest.param(
            "report/first: 2026-06-01",
            "report/first: 2026-06-02",
            "expected `report/first` to be due on 2026-06-02, got 2026-06-01",
            id="due day",
        ),
        pytest.param(
            "report/first: 2026-06-01",
            "report/second: 2026-06-02",
            "expected `report/second` to be due on 2026-06-02, got no day",
            id="no due day",
        ),
        pytest.param(
            "set_aside: [northwind-models], no_duty: [report]",
            "duties: [report]",
            "expected the duty `report`, got none",
            id="duty",
        ),
        pytest.param(
            "set_aside: [northwind-models], no_duty",
            "due: {report/first: 2026-06-02}, no_duty",
            "expected the duty `report` with its clock `first`, and it does not arise",
            id="no duty",
        ),
        pytest.param(
            "readings: [as-posted], due: {report/first: 2026-06-01}",
            "no_duty: [report]",
            "expected no duty `report`, and it arises",
            id="unexpected duty",
        ),
        pytest.param(
            "open_law: [northwind-models]",
            "set_aside: [northwind-models]",
            "expected the instrument set aside `northwind-models`, got none",
            id="set aside",
        ),
        pytest.param(
            "{outcome: permitted, set_aside: [northwind-models]}",
            "{outcome: permitted, because: [northwind-models]}",
            "expected the reason `northwind-models`, got `northwind-classified`",
            id="reason",
        ),
        pytest.param(
            "{outcome: permitted, set_aside: [northwind-models]}",
            "{outcome: permitted, open_law: [northwind-models]}",
            "expected the open point of law `northwind-models`, got none",
            id="open law",
        ),
        pytest.param(
            "set_aside: [northwind-models], no_duty",
            "readings: [as-posted], no_duty",
            "expected the reading `as-posted`, got none",
            id="reading",
        ),
        pytest.param(
            "unknown: [contract.customer]",
            "asks: []",
            "expected nothing else to be asked, and `contract.customer` is",
            id="another question",
        ),
        pytest.param(
            "{outcome: permitted, set_aside: [northwind-models]}",
            "{outcome: permitted, asks: [contract.customer]}",
            "expected the missing fact `contract.customer`, got none",
            id="no question",
        ),
        pytest.param(
            "due: {report/first: 2026-06-01}",
            "to: {report: [website]}",
            "expected `report` to go to `website`, got `other`",
            id="recipient",
        ),
        pytest.param(
            "{outcome: undetermined, unknown: [contract.customer]}",
            "{outcome: undetermined, confidence: memory}",
            "expected the confidence `memory`, got `press`",
            id="confidence",
        ),
    ],
)
def test_a_case_that_is_answered_otherwise_tells_the_difference(folder: Path, old: str, new: str, what: str) -> None:
    change(folder, CASES, old, new)

    (difference,) = [said.split("`: ", 1)[1] for said in told(lint(folder, judge))]

    assert difference == what


def test_another_outcome_is_told_with_the_facts_that_are_missing(folder: Path) -> None:
    change(folder, CASES, "{outcome: undetermined, unknown: [contract.customer]}", "{outcome: prohibited}")

    (problem,) = lint(folder, judge)

    assert problem.where == f"{folder.as_posix()}/{CASES}:6:3"
    assert problem.what == "`Nobody has said who the customer is`: expected `prohibited`, got `undetermined`"
    assert problem.help == "facts that are missing: `contract.customer`"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param("as_of: 2026-03-03", "as_of: then", "`then` is not a date", id="day"),
        pytest.param("vendor: northwind-ai", "vendor: southwind", "there is no vendor `southwind`", id="vendor"),
        pytest.param("contract.customer: dod", "contract.custom: dod", "there is no fact `contract.custom`", id="fact"),
        pytest.param(
            "contract.customer: dod", "contract.customer: dow", "fact `contract.customer` cannot be `dow`", id="value"
        ),
        pytest.param(
            "use.purposes: [performance]", "use.purposes: performance", "fact `use.purposes` takes a list", id="no list"
        ),
        pytest.param(
            "set_aside: [northwind-models]",
            "set_aside: [northwind]",
            "there is no instrument `northwind`",
            id="instrument",
        ),
        pytest.param(
            "outcome: permitted,", "outcome: allowed,", "`allowed` is not one of the values allowed here", id="outcome"
        ),
        pytest.param(
            ", until: 2026-08-29", "", "`until` goes with `permitted-until`, and only with it", id="no last day"
        ),
        pytest.param("report/first", "report/third", "there is no clock `report/third`", id="clock"),
        pytest.param("[as-posted]", "[as-read]", "there is no reading `as-read`", id="reading"),
        pytest.param("no_duty: [report]", "no_duty: [reports]", "there is no duty `reports`", id="duty"),
        pytest.param("scenario: S1", "scenarios: S1", "a case has no key `scenarios`", id="key"),
        pytest.param("scenario: S1", "by: no-document", "there is no source `no-document`", id="source"),
    ],
)
def test_a_malformed_case_is_told(folder: Path, old: str, new: str, what: str) -> None:
    change(folder, CASES, old, new)

    problems = lint(folder, judge)

    assert what in told(problems)
    assert problems[0].where.startswith(f"{folder.as_posix()}/{CASES}:")


def test_an_empty_file_of_cases_is_told(folder: Path) -> None:
    (folder / CASES).write_text("[]\n", encoding="utf-8")

    assert told(lint(folder, judge))[0] == "the list is empty"


def test_every_case_is_asked(folder: Path) -> None:
    asked: list[tuple[str, date]] = []
    answers = judge(load(good_files()))

    def contrary(vendor: VendorId, facts: Facts, as_of: date) -> Decision:
        asked.append((vendor, as_of))
        return replace(answers(vendor, facts, as_of), outcome=Outcome.NEEDS_WAIVER)

    problems = lint(folder, lambda _: contrary)

    assert len(asked) == len(problems) == 8
    assert all(problem.what.endswith("got `needs-waiver`") for problem in problems)
