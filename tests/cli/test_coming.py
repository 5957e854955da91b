"""`muniment coming`: the days on which something changes, and what each would change in an estate."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from muniment import wiring
from muniment.app.questions import question_about
from muniment.cli.main import exit_code
from muniment.decide.coming import coming_dates
from muniment.domain.evidence import EvidenceClass, Rung
from muniment.domain.report import Use

if TYPE_CHECKING:
    from muniment.decide.engine import Engine
    from muniment.domain.rulebook import Rulebook

SMALL = Path(__file__).parents[2] / "examples" / "small" / "muniment.toml"
FIRST, LAST = date(2026, 2, 20), date(2026, 11, 30)


def test_a_day_tells_what_changes_and_by_which_document(capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["coming", "--as-of", "2026-09-20", "--until", "2026-09-30"])

    said = capsys.readouterr().out
    assert code == 0
    assert "upheld begins, for procurements of the" in said
    assert "2026-10-05" not in said


def test_with_an_estate_the_decisions_that_turn_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code(["coming", "--estate", str(SMALL), "--recorded-only", "--as-of", "2026-09-01", "--json"])

    value = json.loads(capsys.readouterr().out)
    assert value["format"] == "muniment.coming/1"
    assert "2026-09-03" in json.dumps(value)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(["--as-of", "2026-09-01", "--until", "2026-08-01"], "2026-08-01", id="backwards"),
        pytest.param(["--recorded-only"], "--estate", id="recorded without an estate"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = exit_code(["coming", *options])

    assert code == 2
    assert said in capsys.readouterr().err


def test_outcomes_change_on_listed_days_alone(rulebook: Rulebook, engine: Engine) -> None:
    estate = wiring.estate(SMALL, rulebook)
    listed = {each.turns for each in coming_dates(rulebook, FIRST, estate.waivers)}
    unlisted = []
    for vendor in rulebook.vendors:
        use = Use(
            vendor=vendor,
            system=estate.systems[0].id,
            roles=(),
            others=(),
            shown={},
            rung=Rung.OBSERVED,
            cls=EvidenceClass.PRODUCT,
            findings=(),
        )
        for contract in estate.contracts:
            day, before = FIRST, None
            while day <= LAST:
                outcome = engine.decide(question_about(use, contract, estate, day)).outcome
                if before is not None and outcome is not before and day not in listed:
                    unlisted.append(f"{vendor} on {contract.id}: {day}")
                day, before = day + timedelta(days=1), outcome

    assert unlisted == []
