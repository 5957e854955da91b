"""Whether a network is closed: what is asked, and how the answer ends."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from docs.pages import ROOT
from muniment.app.egress import egress
from muniment.cli.exit_codes import egress_code
from muniment.cli.main import exit_code
from muniment.domain.egress import EgressResult, Tried
from muniment.domain.technology import IdentifierKind
from muniment.wiring.blocklist import For, Sought, block_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from muniment.domain.blocklist import BlockList

ESTATE = ROOT / "examples" / "small" / "muniment.toml"
CONTRACT = "W15QKN-26-C-0042"


class Network:
    """A network in which some hosts end in a way of their own, and all others have no name."""

    def __init__(self, ways: Mapping[str, EgressResult]) -> None:
        self.ways = ways

    def __call__(self, names: Sequence[str]) -> list[Tried]:
        return [Tried(self.ways.get(name, EgressResult.NO_NAME), "as told") for name in names]


@pytest.fixture(scope="module")
def listed() -> BlockList:
    return block_list(
        Sought(kind=IdentifierKind.HOST), For(estate_file=ESTATE, contract=CONTRACT, as_of=date(2026, 11, 26))
    )


@pytest.mark.parametrize(
    ("ways", "code"),
    [
        pytest.param({"control.example": EgressResult.OPEN}, 0, id="all closed, and the control is reached"),
        pytest.param({"control.example": EgressResult.UNCLEAR}, 0, id="a control with a certificate of its own"),
        pytest.param({}, 3, id="nothing is reached, and so nothing is shown"),
        pytest.param(
            {"control.example": EgressResult.OPEN, "api.deepseek.com": EgressResult.OPEN}, 1, id="one is open"
        ),
        pytest.param({"api.deepseek.com": EgressResult.OPEN}, 1, id="one is open, whatever the control"),
        pytest.param(
            {"control.example": EgressResult.OPEN, "api.deepseek.com": EgressResult.UNCLEAR}, 3, id="one is unclear"
        ),
        pytest.param(
            {"control.example": EgressResult.OPEN, "api.deepseek.com": EgressResult.NO_CONNECTION},
            0,
            id="a name and no connection",
        ),
    ],
)
def test_the_code_says_how_it_ended(ways: Mapping[str, EgressResult], code: int, listed: BlockList) -> None:
    found = egress(listed, Network(ways), "control.example")

    assert egress_code(found) == code


def test_without_a_control_nothing_is_shown(listed: BlockList) -> None:
    assert egress_code(egress(listed, Network({}))) == 3


def test_every_pattern_is_tried_by_a_name_or_told(listed: BlockList) -> None:
    found = egress(listed, Network({}))

    tried = {each.host for each in found.attempts}
    assert "api.deepseek.com" in tried
    assert "*.api.deepseek.com" in found.untried
    assert not any("*" in name for name in tried)


def test_a_dry_run_lists_the_hosts_and_contacts_none(capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["gate", "egress", "--estate", str(ESTATE), "--contract", CONTRACT, "--dry-run", "--json"])

    answer = json.loads(capsys.readouterr().out)
    check, schema = (
        json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
        for name in ("check", "egress")
    )
    beside = Registry().with_resource(check["$id"], DRAFT202012.create_resource(check))
    jsonschema.Draft202012Validator(schema, registry=beside).validate(answer)
    assert code == 3
    assert {each["way"] for each in answer["attempts"]} == {"not-tried"}
    assert all("[" in each["why"] for each in answer["attempts"])


def test_the_table_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code(["gate", "egress", "--estate", str(ESTATE), "--contract", CONTRACT, "--dry-run"])

    printed = capsys.readouterr().out
    assert "api.deepseek.com" in printed
    assert printed.rstrip().endswith("run it without --dry-run from a machine in the network")
