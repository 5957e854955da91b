"""The gate as somebody uses it: a repository, a change, and a code that lets it in or not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from cli.estates import PRIME as ESTATE
from docs.pages import ROOT
from muniment.cli.main import exit_code
from stores.repositories import WorkTree

if TYPE_CHECKING:
    from pathlib import Path

SARIF_SCHEMA = ROOT / "tests" / "render" / "sarif-2.1.0.schema.json"
DEEPSEEK = 'BASE_URL = "https://api.deepseek.com"\n'


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WorkTree:
    """A branch off `main`, which has a prohibited use already, and an estate."""
    for name in ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        monkeypatch.delenv(name, raising=False)
    tree = WorkTree(tmp_path / "tree")
    tree.write("muniment.toml", ESTATE)
    tree.write("portal/old.py", DEEPSEEK)
    tree.commit()
    tree.git("checkout", "-q", "-b", "work")
    monkeypatch.chdir(tree.folder)
    return tree


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = exit_code(["gate", "--estate", "muniment.toml", "--json", *arguments])
    found = json.loads(capsys.readouterr().out)
    check, gate = (
        json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")) for name in ("check", "gate")
    )
    beside = Registry().with_resource(check["$id"], DRAFT202012.create_resource(check))
    jsonschema.Draft202012Validator(gate, registry=beside).validate(found)
    return code, found


def test_what_was_there_before_does_not_stop_a_change(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.write("portal/new.py", "print(1)\n")

    code, found = answer(capsys)

    assert code == 0
    assert found["findings"] == []
    assert found["next"] == "nothing; this change may go on"
    assert exit_code(["check", "--estate", "muniment.toml"]) == 1, "the old use is still there"


def test_an_added_use_that_is_prohibited_stops_it_with_place_and_reason(
    tree: WorkTree, capsys: pytest.CaptureFixture[str]
) -> None:
    tree.write("portal/new.py", f"print(1)\n{DEEPSEEK}")
    tree.commit()

    code = exit_code(["gate", "--estate", "muniment.toml"])

    printed = capsys.readouterr().out
    assert code == 1
    assert "portal/new.py:2" in printed
    assert "prohibited on C-1" in printed
    assert "portal/old.py" not in printed


def test_a_permitted_use_passes_and_is_told(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.write("portal/new.py", "import boto3\nboto3.client('bedrock-runtime')\n")

    code, found = answer(capsys, "--fail-on", "prohibited")

    assert code == 0
    assert {use["vendor"] for use in found["uses"]} == {"amazon-bedrock"}
    assert answer(capsys, "--fail-on", "any")[0] == 1


def test_something_unread_in_the_change_ends_with_3(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.write("portal/model.bin", f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 12\n")

    code, found = answer(capsys)

    assert code == 3
    assert not found["complete"]


@pytest.mark.usefixtures("tree")
def test_no_change_is_clean_and_says_that_nothing_was_judged(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = answer(capsys)

    assert code == 0
    assert found["change"]["changed"] == 0
    assert found["next"] == "nothing; there is no change to judge"


def test_a_finding_belongs_to_the_system_in_whose_folder_it_lies(
    tree: WorkTree, capsys: pytest.CaptureFixture[str]
) -> None:
    tree.write("portal/a.py", DEEPSEEK)
    tree.write("tools/a.py", DEEPSEEK)

    _, found = answer(capsys)

    assert {use["system"] for use in found["uses"]} == {"portal", None}


def test_a_baseline_covers_what_it_names_until_its_last_day(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.write("portal/new.py", DEEPSEEK)
    accepted = ["--owner", 'the "planner" team', "--reason", "to be replaced", "--until", "2026-12-31"]
    assert exit_code(["gate", "baseline", "--estate", "muniment.toml", *accepted, "-o", "kept.toml"]) == 0
    capsys.readouterr()

    covered, during = answer(capsys, "--suppressions", "kept.toml", "--as-of", "2026-12-31")
    after, ended = answer(capsys, "--suppressions", "kept.toml", "--as-of", "2027-01-01")

    assert covered == 0
    assert {each["state"] for each in during["suppressions"]} == {"in-force"}
    assert after == 1
    assert {each["state"] for each in ended["suppressions"]} == {"expired"}
    assert {each["owner"] for each in ended["suppressions"]} == {'the "planner" team'}


@pytest.mark.usefixtures("tree")
def test_a_baseline_of_everything_covers_everything_and_is_no_evidence_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    accepted = ["--owner", "A. Roe", "--reason", "was there", "--until", "2026-12-31", "-o", "kept.toml"]
    assert exit_code(["gate", "baseline", "--whole", "--estate", "muniment.toml", *accepted]) == 0
    capsys.readouterr()

    code, found = answer(capsys, "--whole", "--suppressions", "kept.toml", "--as-of", "2026-12-01")

    assert code == 0
    assert found["uses"] == []
    assert exit_code(["check", "--estate", "muniment.toml", "--suppressions", "kept.toml"]) == 0


def test_a_baseline_is_not_written_over_another_file(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.write("kept.toml", "# mine\n")

    code = exit_code(["gate", "baseline", "--owner", "A", "--reason", "b", "--until", "2026-12-31", "-o", "kept.toml"])

    assert code == 2
    assert "exists and is not overwritten" in capsys.readouterr().err
    assert (tree.folder / "kept.toml").read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.usefixtures("tree")
def test_an_owner_is_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["gate", "baseline", "--owner", "A\nB", "--reason", "b", "--until", "2026-12-31"])

    assert code == 2
    assert "one plain line" in capsys.readouterr().err


def test_a_suppression_of_what_the_change_takes_away_is_told(
    tree: WorkTree, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted = ["--owner", "A. Roe", "--reason", "was there", "--until", "2026-12-31", "-o", "kept.toml"]
    exit_code(["gate", "baseline", "--whole", "--estate", "muniment.toml", *accepted])
    tree.git("checkout", "-q", "main")
    tree.commit()
    tree.git("checkout", "-q", "-b", "more")
    tree.remove("portal/old.py")
    capsys.readouterr()

    code, found = answer(capsys, "--suppressions", "kept.toml")

    assert code == 0
    assert {each["state"] for each in found["suppressions"]} == {"unmatched"}


def test_a_change_of_what_the_answer_rests_on_is_told(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.write("muniment.toml", ESTATE.replace("dod", "commercial"))

    exit_code(["gate", "--estate", "muniment.toml"])

    assert "this change alters muniment.toml, on which this answer rests" in capsys.readouterr().out


def test_sarif_holds_what_is_added_alone(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.write("portal/new.py", DEEPSEEK)

    code, _ = answer(capsys, "--sarif", "found.sarif")
    again, found = answer(capsys, "--sarif", "found.sarif")

    log = json.loads((tree.folder / "found.sarif").read_text(encoding="utf-8"))
    jsonschema.validate(log, json.loads(SARIF_SCHEMA.read_text(encoding="utf-8")))
    assert code == again == 1
    assert {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in log["runs"][0]["results"]
    } == {"new.py"}
    assert found["change"]["changed"] == 1, "the file that is written is no part of the change"


def test_in_a_pipeline_the_service_says_what_to_compare_with(
    tree: WorkTree, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start = tree.change("portal/one.py", DEEPSEEK)
    tree.change("portal/two.py", DEEPSEEK)
    tree.git("update-ref", "refs/remotes/origin/release", start)

    monkeypatch.setenv("GITHUB_BASE_REF", "release")
    _, on_github = answer(capsys)
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", start)
    _, on_gitlab = answer(capsys)
    monkeypatch.delenv("GITHUB_BASE_REF")
    _, zeros = answer(capsys, "--base", "0" * 40)

    assert on_github["change"]["base"] == on_gitlab["change"]["base"] == start
    assert on_github["change"]["base_name"] == "origin/release"
    assert zeros["change"]["base_name"] == "main"


def test_the_base_is_where_the_branches_parted(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.change("portal/mine.py", DEEPSEEK)
    tree.git("checkout", "-q", "main")
    tree.change("portal/theirs.py", DEEPSEEK)
    tree.git("checkout", "-q", "work")

    _, found = answer(capsys, "--base", "main")

    assert {each["path"] for each in found["findings"]} == {"mine.py"}


def test_two_commits_of_a_bare_repository_can_be_compared(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.change("portal/new.py", DEEPSEEK)
    bare = tree.bare()

    code = exit_code(["gate", str(bare), "--base", "main", "--to", "work"])

    assert code == 1
    assert "portal/new.py:1" in capsys.readouterr().out


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--base", "nowhere"], "`nowhere` is no commit here", id="unknown base"),
        pytest.param(["--base", "--upload-pack=x"], "is no commit here", id="an option of git"),
        pytest.param(["--base", "main", "--whole"], "cannot stand beside", id="base and whole"),
        pytest.param(["--staged", "--to", "main"], "cannot stand beside", id="staged and a commit"),
        pytest.param(["/"], "is in no git repository", id="no repository"),
    ],
)
def test_what_cannot_be_judged_ends_with_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["gate", *arguments])

    assert code == 2
    assert said in capsys.readouterr().err


def test_histories_with_nothing_in_common_are_refused(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.git("checkout", "-q", "--orphan", "apart")
    tree.commit()

    code = exit_code(["gate", "--base", "main"])

    assert code == 2
    assert "has no commit in common" in capsys.readouterr().err


def test_before_the_first_commit_everything_is_new(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = WorkTree(tmp_path / "first")
    tree.write("a.py", DEEPSEEK)
    tree.git("add", "a.py")
    monkeypatch.chdir(tree.folder)

    code = exit_code(["gate", "--staged"])

    assert code == 1
    assert "a.py:1" in capsys.readouterr().out
