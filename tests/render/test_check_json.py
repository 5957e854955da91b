"""What `muniment check` writes for programs."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema

from muniment.domain.decision import Outcome
from muniment.domain.report import UseDecision
from muniment.render.check.as_json import write_check
from muniment.render.check.as_sarif import write_sarif
from render.instruments import FLEET
from render.pages import expected
from render.reports import coverage, decision, estate, finding, full_report, prohibits, report, scan, use

if TYPE_CHECKING:
    from muniment.domain.report import Report

HERE = Path(__file__).parent
CHECK_SCHEMA = HERE.parents[1] / "schemas" / "check.schema.json"
SARIF_SCHEMA = HERE / "sarif-2.1.0.schema.json"
"""The schema that OASIS published for SARIF 2.1.0 (rtm.5)."""


def _json(answer: Report) -> tuple[str, Any]:
    out = StringIO()
    write_check(answer, out, estate_file="muniment.toml")
    return out.getvalue(), json.loads(out.getvalue())


def _sarif(answer: Report) -> dict[str, Any]:
    out = StringIO()
    write_sarif(answer, out, exit_code=1)
    value: dict[str, Any] = json.loads(out.getvalue())
    return value


def _check(value: object) -> None:
    schema = json.loads(CHECK_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(value)


def test_json_is_as_its_schema_says() -> None:
    text, value = _json(full_report())

    _check(value)
    assert text == expected("check.json", text)


def test_json_for_an_empty_answer_is_as_its_schema_says() -> None:
    _, value = _json(report())

    _check(value)
    assert value["findings"] == value["decisions"] == value["uses"] == []


def test_json_keys_are_sorted_at_every_level() -> None:
    text, value = _json(full_report())

    assert json.dumps(value) == json.dumps(value, sort_keys=True)
    assert json.loads(text) == value


def test_json_tells_findings_that_stand_from_mentions_and_why() -> None:
    mention = finding(line=9, demoted="a comment")

    _, value = _json(report(scans=[scan(finding(), mention)]))

    assert [(f["stands"], f["demoted"]) for f in value["findings"]] == [(True, None), (False, "a comment")]


def test_a_file_name_that_is_no_text_survives_in_json_and_sarif() -> None:
    odd = use(finding("src/\udcff.py"))

    _, value = _json(report([odd]))
    sarif = _sarif(report([odd]))

    _check(value)
    assert value["findings"][0]["path"] == "src/\udcff.py"
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "src/%FF.py"


def test_sarif_is_as_the_published_schema_says() -> None:
    schema = json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))

    jsonschema.Draft4Validator(schema).validate(_sarif(full_report()))


def test_sarif_has_one_result_for_each_place_that_stands_and_none_for_mentions() -> None:
    found = use(finding(), finding(line=55))
    answer = report([found], scans=[scan(*found.findings, finding(line=9, demoted="a comment"))])

    results = _sarif(answer)["runs"][0]["results"]

    lines = [result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in results]
    assert lines == [41, 55]


def test_sarif_levels_follow_the_gravest_decision() -> None:
    bad, fine = use(finding("a.py")), use(finding("b.py"))
    decisions = [
        UseDecision(use=bad, contract=FLEET, decision=decision(reasons=(prohibits(),))),
        UseDecision(use=fine, contract=FLEET, decision=decision(Outcome.PERMITTED)),
    ]

    results = _sarif(report([bad, fine], decisions, at=estate()))["runs"][0]["results"]

    assert [result["level"] for result in results] == ["error", "note"]
    assert "northwind-models: use in the performance" in results[0]["message"]["text"]


def test_sarif_names_what_was_not_looked_at() -> None:
    run = _sarif(full_report())["runs"][0]

    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [(note["level"], note["message"]["text"]) for note in notes] == [
        ("warning", "not understood: a table without a name"),
        ("note", "not understood: unknown chunk"),
        ("warning", "archive not opened"),
    ]


def test_a_line_of_json_holds_one_finding_so_that_large_answers_can_be_streamed() -> None:
    many = [finding(f"src/{number}.py") for number in range(50)]

    text, _ = _json(report(scans=[scan(*many, covered=coverage())]))

    assert sum(line.startswith('{"class": "product", "context"') for line in text.splitlines()) == 50
