"""`muniment whatif` as somebody uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALL = Path(__file__).parents[2] / "examples" / "small" / "muniment.toml"
RECORDED = ("whatif", "--estate", str(SMALL), "--recorded-only", "--as-of", "2026-11-25")
SUBCONTRACTOR = (
    *("whatif", "anthropic", "--as-of", "2026-08-30", "--through", "amazon-bedrock"),
    *("--given", "party.tier=subcontractor", "--given", "contract.customer=dod"),
    *("--given", "contract.clauses=52.204-25", "--given", "use.purposes=internal"),
    *("--suppose", "cadc-mandate-recalled"),
)


def _json(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    code = exit_code([*arguments, "--json"])
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert code == 0
    return value


def _refused(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    code = exit_code(list(arguments))
    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    return printed.err


def test_a_mandate_that_does_not_exist_yet_cannot_be_recalled_and_the_later_days_are_answered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    value = _json(SUBCONTRACTOR, capsys)

    assert [view["as_of"] for view in value["views"]] == ["2026-08-30", "2026-09-25", "2026-11-16"]
    assert [view["turns"][0]["differs"] for view in value["views"]] == ["nothing"] * 3
    (used_in_performance,) = (
        hinge
        for hinge in value["vendor"]["turns"]
        if hinge["fact"] == "use.purposes" and hinge["value"] == ["performance"]
    )
    last = used_in_performance["turns"][-1]
    assert (last["recorded"]["outcome"], last["supposed"]["outcome"]) == ("prohibited", "undetermined")
    assert [one["decision"]["outcome"] for one in last["read_as"]] == ["prohibited", "undetermined"]


def test_the_page_says_which_known_facts_no_instrument_asks_for(capsys: pytest.CaptureFixture[str]) -> None:
    value = _json(SUBCONTRACTOR, capsys)

    (clauses,) = value["vendor"]["bears_not"]
    assert clauses["fact"] == "contract.clauses"
    assert "huawei" in clauses["vendors"]
    assert "anthropic" not in clauses["vendors"]


def test_every_supposed_answer_says_that_it_is_hypothetical(capsys: pytest.CaptureFixture[str]) -> None:
    value = _json((*RECORDED, "--suppose", "cadc-rehearing-granted"), capsys)

    turns = [turn for view in value["views"] for turn in view["turns"]]
    assert value["hypothetical"] is True
    assert turns
    for turn in turns:
        for decision in (turn["supposed"], *(one["decision"] for one in turn["read_as"])):
            assert decision["hypothetical"] is True
            assert decision["rulebook"].startswith("hypothetical+sha256:")
        assert turn["recorded"]["rulebook"].startswith("sha256:")


def test_an_instrument_that_is_vacated_lets_the_estate_go_on_as_far_as_others_allow(
    capsys: pytest.CaptureFixture[str],
) -> None:
    value = _json((*RECORDED, "--status", "dow-4713-2026-03-03=vacated"), capsys)

    (view,) = value["views"]
    (changed,) = (turn for turn in view["turns"] if turn["differs"] == "outcome")
    assert (changed["system"], changed["contract"]) == ("planner", "W15QKN-26-C-0042")
    assert (changed["recorded"]["outcome"], changed["moved"]) == ("prohibited", ["dow-4713-2026-03-03"])


def test_a_clause_that_a_modification_adds_is_weighed_on_that_contract_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    estate = tmp_path / "muniment.toml"
    estate.write_text(
        '[organisation]\nname = "Example"\n'
        '[[contracts]]\nid = "C-1"\ntitle = "A"\ncustomer = "civilian"\ntier = "prime"\nclauses = ["52.204-25"]\n'
        '[[contracts]]\nid = "C-2"\ntitle = "B"\ncustomer = "civilian"\ntier = "prime"\nclauses = ["52.204-25"]\n'
        '[[systems]]\nid = "s"\ntitle = "S"\ncontracts = ["C-1", "C-2"]\nsources = []\npurposes = ["performance"]\n'
        '[[systems.uses]]\nvendor = "kaspersky"\n',
        encoding="utf-8",
    )

    arguments = ("whatif", "--estate", str(estate), "--recorded-only", "--clause", "C-1=52.204-23")
    value = _json((*arguments, "--as-of", "2026-11-25"), capsys)

    changed = [turn["contract"] for turn in value["views"][0]["turns"] if turn["differs"] == "outcome"]
    assert changed == ["C-1"]


def test_a_day_that_has_come_is_compared_with_the_day_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    value = _json(
        ("whatif", "--estate", str(SMALL), "--recorded-only", "--as-of", "2026-09-01", "--on", "2026-10-01"), capsys
    )

    (view,) = value["views"]
    changed = [turn for turn in view["turns"] if turn["differs"] == "outcome"]
    assert (view["as_of"], view["supposed_as_of"]) == ("2026-09-01", "2026-10-01")
    assert changed[0]["recorded"]["outcome"] == "permitted-until"
    assert changed[0]["supposed"]["outcome"] == "prohibited"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (RECORDED, "nothing is supposed"),
        ((*RECORDED, "--suppose", "cadc-mandate-recaled"), "did you mean `cadc-mandate-recalled`"),
        ((*RECORDED, "--suppose", "cadc-mandate-recalled@2026-08-30"), "cannot be so on 2026-08-30"),
        ((*RECORDED, "--suppose", "cadc-mandate-recalled@20261201"), "`20261201` is not a date"),
        ((*RECORDED, "--status", "dow-4713-2026-03-03=stayed@2026-W49-2"), "`2026-W49-2` is not a date"),
        ((*RECORDED, "--status", "dow-4713-2026-03-03=gone"), "state `gone`: is not known"),
        ((*RECORDED, "--status", "dow-4713-2026-03-03=stayed@2026-01-01"), "was issued on 2026-03-03"),
        ((*RECORDED, "--status", "dow-4713-2026-03-03=stayed@2026-12-02..2026-12-01"), "before it begins"),
        ((*RECORDED, "--clause", "NO-SUCH=52.204-27"), "contract `NO-SUCH`: is not known"),
        ((*RECORDED, "--fact", "contract.customer=civilian", "--system", "nowhere"), "system `nowhere`: is not known"),
        ((*RECORDED, "--given", "party.tier=prime", "--on", "2026-12-01"), "go with VENDOR only"),
        (("whatif", "--on", "2026-12-01"), "asks about a vendor or about an estate"),
        (("whatif", "anthropic", "--clause", "C=52.204-27"), "need an estate file"),
    ],
)
def test_what_cannot_be_supposed_is_refused_with_the_way_to_mend_it(
    arguments: Sequence[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in _refused(arguments, capsys)


def test_the_named_hypotheticals_are_listed_with_why_each_is_a_live_possibility(
    capsys: pytest.CaptureFixture[str],
) -> None:
    value = _json(("whatif", "--list"), capsys)

    assert {one["id"] for one in value["hypotheticals"]} >= {"cadc-mandate-recalled", "ndaa26-1532-guidance"}
    assert all(one["live"] and one["cited"] and one["changes"] for one in value["hypotheticals"])
