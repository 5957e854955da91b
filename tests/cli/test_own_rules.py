"""What an organisation brings along: vendors and signatures of its own, and findings that it sets aside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path

VENDOR = """\
id: northwind-ai
name: Northwind AI, Inc.
aliases: [Northwind]
products: [Borealis]
affiliates: []
screened_through: 2026-10-07
"""
SIGNATURE = """\
id: northwind-sdk
shows: the Northwind client library
match: {purl: ["pkg:pypi/northwind"], import: ["python:northwind"]}
roles: {route: northwind-ai, protocol: northwind-ai}
alone: proves
examples: {purl: ["pkg:pypi/northwind@2.3.1"], import: ["python:northwind.chat"]}
counter_examples: [{purl: "pkg:pypi/northwindows", why: a longer name}]
"""
SUPPRESSION = """\
[[suppressions]]
vendor = "deepseek"
signature = "deepseek-service"
path = "*.py"
owner = "net team"
reason = "only shown"
evidence = "review 7"
until = 2026-12-31
"""


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """A vendor that no rulebook knows, by one folder of data."""
    folder = tmp_path / "ours"
    (folder / "northwind-ai").mkdir(parents=True)
    (folder / "northwind-ai" / "vendor.yaml").write_text(VENDOR, encoding="utf-8")
    (folder / "northwind-ai" / "sdk.yaml").write_text(SIGNATURE, encoding="utf-8")
    return folder


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "app.py").write_text('import northwind\nURL = "https://api.deepseek.com"\n', encoding="utf-8")
    return folder


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    capsys.readouterr()
    exit_code(arguments)
    value: dict[str, object] = json.loads(capsys.readouterr().out)
    return value


def vendors(report: dict[str, object]) -> set[str]:
    uses = report["uses"]
    assert isinstance(uses, list)
    return {use["vendor"] for use in uses}


def test_a_vendor_is_added_by_one_folder_of_data_and_the_answer_names_it(
    overlay: Path, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without = answer(capsys, "check", str(tree), "--json")
    with_it = answer(capsys, "check", str(tree), "--json", "--overlay", str(overlay))

    assert vendors(with_it) - vendors(without) == {"northwind-ai"}
    book, plain = with_it["rulebook"], without["rulebook"]
    assert isinstance(book, dict)
    assert isinstance(plain, dict)
    assert [(each["signatures"], each["vendors"]) for each in book["overlays"]] == [
        (["northwind-sdk"], ["northwind-ai"])
    ]
    assert plain["overlays"] == []
    assert book["digest"] != plain["digest"]


def test_an_overlay_is_linted_like_the_rulebook(overlay: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fine = exit_code(["rules", "lint", "--overlay", str(overlay)])
    spoilt = SIGNATURE.replace("northwindows", "northwind")
    (overlay / "northwind-ai" / "sdk.yaml").write_text(spoilt, encoding="utf-8")

    assert (fine, exit_code(["rules", "lint", "--overlay", str(overlay)])) == (0, 1)
    assert "counter-example `pkg:pypi/northwind`" in capsys.readouterr().out


def test_what_is_set_aside_is_no_use_and_stays_in_the_output(
    tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "s.toml"
    file.write_text(SUPPRESSION, encoding="utf-8")

    report = answer(capsys, "check", str(tree), "--json", "--suppressions", str(file), "--as-of", "2026-12-31")

    assert "deepseek" not in vendors(report)
    findings = report["findings"]
    assert isinstance(findings, list)
    (hidden,) = (each for each in findings if each["suppression"])
    assert (hidden["stands"], hidden["suppression"]["owner"]) == (False, "net team")
    states = report["suppressions"]
    assert isinstance(states, list)
    assert [(each["state"], each["findings"]) for each in states] == [("in-force", 1)]


def test_a_suppression_whose_day_is_over_hides_nothing(
    tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "s.toml"
    file.write_text(SUPPRESSION, encoding="utf-8")

    exit_code(["check", str(tree), "--suppressions", str(file), "--as-of", "2027-01-01"])

    assert "ended on 2026-12-31 and hides nothing any more" in " ".join(capsys.readouterr().out.split())


def test_sarif_marks_what_is_set_aside_and_says_of_the_rest_that_it_is_not(
    tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "requirements.txt").write_text("deepseek==1.0.0\n", encoding="utf-8")
    file = tmp_path / "s.toml"
    file.write_text(SUPPRESSION, encoding="utf-8")

    log = answer(capsys, "check", str(tree), "--sarif", "--suppressions", str(file), "--as-of", "2026-12-01")

    runs = log["runs"]
    assert isinstance(runs, list)
    marked = {result["ruleId"]: result["suppressions"] for result in runs[0]["results"]}
    assert [each["justification"] for each in marked["deepseek/deepseek-service"]] == ["only shown"]
    assert marked["deepseek/deepseek-sdk"] == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["api.deepseek.com"], 0, id="a host"),
        pytest.param(["import deepseek", "--as", "a.py"], 0, id="a line of code"),
        pytest.param(["breeze.example"], 1, id="nothing knows it"),
        pytest.param(["import breeze", "--as", "a.py"], 1, id="a line in which nothing is found"),
        pytest.param(["a", "--as", "a.py", "--kind", "host"], 2, id="two ways at once"),
    ],
)
def test_a_text_is_tried_against_the_signatures(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(["rules", "test", *arguments]) == code
    if code != 2:
        value = answer(capsys, "rules", "test", *arguments, "--json")
        assert value["format"] == "muniment.trial/1"
