"""What a rulebook update does, entry by entry and decision by decision."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.cli.main import exit_code
from muniment.prove.differing import differing

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "examples" / "small" / "muniment.toml"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """The rulebook without a prohibition that it has now, and without one hypothetical."""
    folder = tmp_path / "earlier"
    shutil.copytree(ROOT / "rulebook", folder)
    section = folder / "restrictions" / "ndaa26-1532.yaml"
    section.write_text(section.read_text(encoding="utf-8").replace("{is: prohibit", "{is: none"), encoding="utf-8")
    (folder / "hypotheticals" / "ndaa26-1532-guidance.yaml").unlink()
    return folder


def _diff(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code = exit_code(["rules", "diff", *arguments, "--json"])
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert code == 0
    return value


@given(JSON)
def test_a_value_does_not_differ_from_itself(value: Any) -> None:  # noqa: ANN401  (any JSON)
    assert list(differing(value, value)) == []


def test_a_rulebook_does_not_differ_from_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert _diff(capsys, str(ROOT / "rulebook"), str(ROOT / "rulebook"))["entries"] == []


def test_an_update_tells_each_entry_that_differs_and_where_it_stands(
    earlier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    value = _diff(capsys, str(earlier), str(ROOT / "rulebook"))

    told = {(one["kind"], one["id"]): one for one in value["entries"]}
    assert told.keys() == {("restriction", "ndaa26-1532"), ("hypothetical", "ndaa26-1532-guidance")}
    assert told["hypothetical", "ndaa26-1532-guidance"]["what"] == "added"
    changed = told["restriction", "ndaa26-1532"]
    assert {tuple(place["path"]) for place in changed["places"]} == {
        ("effects", "2026-01-17/none"),
        ("effects", "2026-01-17/prohibit"),
    }
    assert changed["where"].endswith("restrictions/ndaa26-1532.yaml:1:5")


def test_an_update_tells_which_decisions_of_the_estate_change(
    earlier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    estate = ("--estate", str(SMALL), "--as-of", "2026-11-25")
    value = _diff(capsys, str(earlier), str(ROOT / "rulebook"), *estate)

    changed = [one for one in value["decisions"] if one["differs"] == "outcome"]
    assert {(one["vendor"], one["before"]["outcome"], one["after"]["outcome"]) for one in changed} == {
        ("deepseek", "undetermined", "prohibited")
    }
    assert all(one["contract"] == "W15QKN-26-C-0042" for one in changed)


def test_a_folder_that_holds_no_rulebook_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["rules", "diff", str(tmp_path), str(ROOT / "rulebook")])

    assert code == 2
    assert "there is no `rulebook.yaml`" in capsys.readouterr().err
