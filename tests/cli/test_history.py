from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from docs.pages import ROOT
from muniment.cli.main import exit_code
from stores.repositories import WorkTree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tree(tmp_path: Path) -> WorkTree:
    tree = WorkTree(tmp_path / "tree")
    tree.change("a.py", "import anthropic\n", "one\n\nCo-Authored-By: Claude <noreply@anthropic.com>")
    tree.change("a.py", "x = 1\n")
    return tree


def test_the_answer_for_a_program_follows_the_schema(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["history", str(tree.folder), "--json"])

    answer = json.loads(capsys.readouterr().out)
    schema = json.loads((ROOT / "schemas" / "history.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(answer)
    assert code == 0
    assert {(use["vendor"], use["standing"]) for use in answer["uses"]} == {("anthropic", "removed")}
    assert [(agent["vendor"], agent["commits"]) for agent in answer["agents"]] == [("anthropic", 1)]


def test_the_table_names_the_commit_that_removed_a_use(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["history", str(tree.folder)])

    printed = capsys.readouterr().out
    assert code == 0
    assert "removed 2026-01-03" in printed
    assert f"by {tree.git('rev-parse', 'HEAD')[:10]}" in printed


def test_a_shallow_clone_ends_with_3(tree: WorkTree, capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["history", str(tree.bare("shallow.git", "--depth=1"))])

    assert code == 3
    assert "a shallow clone" in capsys.readouterr().out


def test_a_folder_without_a_repository_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["history", str(tmp_path)])

    assert code == 2
    assert "is no git repository" in capsys.readouterr().err
