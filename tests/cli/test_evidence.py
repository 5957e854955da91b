"""`muniment evidence` with a certificate, a plan file and a ledger."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from cli.estates import UNDER_FASCSA as ESTATE
from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path

NOON = "1795780800"
PLAN = """
[[items]]
contract = "C-1"
system = "portal"
vendor = "anthropic"
owner = "Ada Rivera"
[[items.milestones]]
what = "second provider"
due = 2026-12-15
"""
PERIOD = ("--contract", "C-1", "--from", "2026-11-01", "--to", "2026-11-30")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "requirements.txt").write_text("anthropic==0.40.0\n", encoding="utf-8")
    (tmp_path / "muniment.toml").write_text(ESTATE, encoding="utf-8")
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    assert exit_code(["ledger", "init", "example.com/l", "--ledger", "l.sqlite"]) == 0
    assert exit_code(["check", "--estate", "muniment.toml", "--record", "r.json", "--ledger", "l.sqlite"]) in {0, 1, 3}
    draft = ["certify", "draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A", "--in", "kept"]
    assert exit_code([*draft, "--estate", "muniment.toml"]) == 0
    return tmp_path


def test_the_folder_holds_the_account_and_what_it_rests_on_with_a_digest_of_each(folder: Path) -> None:
    more = ["--record", "r.json", "--certificates", "kept", "--plan", "plan.toml", "--ledger", "l.sqlite"]

    code = exit_code(["evidence", "--estate", "muniment.toml", *PERIOD, *more, "--out", "november"])

    out = folder / "november"
    index = {each["name"]: each for each in json.loads((out / "index.json").read_bytes())["files"]}
    names = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    account = json.loads((out / "account.json").read_bytes())
    assert code == 0
    assert names == {*index, "index.json"}
    assert {"records/01-r.json", "plan/01-plan.toml", "certificates/A/draft.toml", "ledger.checkpoint"} <= names
    for name, each in index.items():
        assert each["digest"] == f"sha256:{hashlib.sha256((out / name).read_bytes()).hexdigest()}"
    assert [(each["id"], each["stage"]) for each in account["certificates"]] == [("A", "draft")]
    assert [each["owner"] for each in account["plan"]] == ["Ada Rivera"]
    assert {"intent", "decision"} <= {each["type"] for each in account["ledger"]}
    assert [(each["vendor"], each["validated"]) for each in account["uses"]] == [("anthropic", False)]


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ([], "nothing from 2026-11-01 to 2026-11-30 tells of `C-1`"),
        (["--record", "plan.toml"], "records/01-plan.toml"),
        (["--record", "r.json", "--scan", "r.json", "--scan", "r.json", "--scan", "r.json"], "twice at most"),
        (["--record", "r.json", "--scan", "r.json"], "r.json"),
    ],
)
def test_what_cannot_be_told_from_is_refused_and_no_folder_appears(
    folder: Path, more: list[str], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = exit_code(["evidence", "--estate", "muniment.toml", *PERIOD, *more, "--out", "november"])

    assert code == 2
    assert what in capsys.readouterr().err
    assert not (folder / "november").exists()


def test_a_folder_that_is_there_is_not_written_to(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "november").mkdir()

    code = exit_code(["evidence", "--estate", "muniment.toml", *PERIOD, "--record", "r.json", "--out", "november"])

    assert code == 2
    assert "exists, and nothing is overwritten" in capsys.readouterr().err
    assert not any((folder / "november").iterdir())
