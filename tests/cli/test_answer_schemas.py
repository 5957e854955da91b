"""What the commands write for programs is what their published schemas describe."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from muniment.cli.main import exit_code
from muniment.render.answer_schemas import answer_schemas

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas"
SMALL = str(ROOT / "examples" / "small" / "muniment.toml")
DAY = ("--as-of", "2026-11-25")
BY_NAME = dict(answer_schemas(json.loads((SCHEMAS / "check.schema.json").read_text(encoding="utf-8"))))
ASKED = (
    *("whatif", "anthropic", "--given", "contract.customer=dod", "--given", "party.tier=subcontractor"),
    *("--suppose", "cadc-mandate-recalled"),
)


def _checked(name: str, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:  # noqa: ANN401  (JSON)
    """Return the answer of a command, after its schema was asked."""
    capsys.readouterr()
    assert exit_code([*arguments, "--json"]) in {0, 1}
    value = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(BY_NAME[name]).validate(value)
    return value


@pytest.mark.parametrize("name", BY_NAME)
def test_the_schema_is_well_formed_and_published_as_the_program_makes_it(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(BY_NAME[name])

    assert json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")) == BY_NAME[name]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        pytest.param("whatif", ASKED, id="whatif-vendor"),
        pytest.param(
            "whatif",
            ("whatif", "--estate", SMALL, "--recorded-only", "--status", "dow-4713-2026-03-03=vacated", *DAY),
            id="whatif-status",
        ),
        pytest.param(
            "whatif", ("whatif", "--estate", SMALL, "--recorded-only", "--on", "2026-12-31", *DAY), id="whatif-day"
        ),
        pytest.param("coming", ("coming", *DAY), id="coming"),
        pytest.param(
            "coming", ("coming", "--estate", SMALL, "--recorded-only", "--as-of", "2026-09-01"), id="coming-estate"
        ),
        pytest.param("plan", ("plan", "--estate", SMALL, *DAY), id="plan"),
        pytest.param("ai-systems", ("export", "ai-systems", "--estate", SMALL, *DAY), id="ai-systems"),
    ],
)
def test_an_answer_is_as_its_schema_says(
    name: str, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    value = _checked(name, capsys, *arguments)

    assert value["format"] == f"muniment.{name}/1"
    assert any(value.get(key) for key in ("views", "days", "items", "systems"))


@pytest.mark.parametrize("estate", [(), ("--estate", SMALL)], ids=["rulebook-alone", "estate"])
def test_a_difference_of_rulebooks_is_as_its_schema_says(
    estate: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "rulebook", tmp_path / "earlier")
    section = tmp_path / "earlier" / "restrictions" / "ndaa26-1532.yaml"
    section.write_text(section.read_text(encoding="utf-8").replace("{is: prohibit", "{is: none"), encoding="utf-8")

    value = _checked("rules-diff", capsys, "rules", "diff", str(tmp_path / "earlier"), str(ROOT / "rulebook"), *estate)

    assert value["entries"][0]["places"]
    assert (value["decisions"] is None) is not bool(estate)


@pytest.mark.parametrize("changed", [False, True])
def test_a_record_decided_again_is_as_its_schema_says(
    *, changed: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "record.json"
    exit_code(["check", "--estate", SMALL, *DAY, "--record", str(record)])
    if changed:
        value = json.loads(record.read_text(encoding="utf-8"))
        value["entries"][0]["decision"]["verified_through"] = "2026-01-01"
        record.write_text(json.dumps(value), encoding="utf-8")

    told = _checked("replay", capsys, "replay", str(record))

    assert told["same"] is not changed


def test_a_supposed_decision_that_does_not_say_so_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    value = _checked("whatif", capsys, *ASKED)
    del value["views"][0]["turns"][0]["supposed"]["hypothetical"]

    with pytest.raises(jsonschema.ValidationError, match="'hypothetical' is a required property"):
        jsonschema.Draft202012Validator(BY_NAME["whatif"]).validate(value)
