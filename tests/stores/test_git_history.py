"""Since when a use was in a repository, until when, and which commits say so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from muniment.domain.evidence import EvidenceClass
from muniment.domain.history import Presence
from stores.histories import USE, history_of, only_use, removal
from stores.repositories import DAY, START, WorkTree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tree(tmp_path: Path) -> WorkTree:
    return WorkTree(tmp_path / "tree")


def test_a_use_that_was_removed_has_the_commits_that_brought_it_held_it_last_and_took_it_away(tree: WorkTree) -> None:
    tree.change("readme", "hello")
    brought = tree.change("a.py", USE)
    held = tree.change("b.py", "x = 1\n")
    took = tree.change("a.py", "x = 1\n")
    tree.change("c.py", "x = 1\n")

    use = only_use(tree.folder)

    assert (use.first.commit, use.last.commit, *removal(use)) == (brought, held, Presence.REMOVED, took)
    assert use.first.when == datetime.fromtimestamp(START + 2 * DAY, UTC)
    assert use.path == "a.py"


def test_a_use_at_head_was_last_seen_there(tree: WorkTree) -> None:
    brought = tree.change("a.py", USE)
    head = tree.change("b.py", "x = 1\n")

    use = only_use(tree.folder)

    assert (use.first.commit, use.last.commit, *removal(use)) == (brought, head, Presence.PRESENT, "")


def test_a_use_that_came_back_is_present_and_known_since_it_first_came(tree: WorkTree) -> None:
    brought = tree.change("a.py", USE)
    tree.change("a.py", "")
    tree.change("deep/b.py", USE)

    use = only_use(tree.folder)

    assert (use.first.commit, use.standing) == (brought, Presence.PRESENT)


def test_a_use_that_came_back_and_went_again_was_removed_by_the_second_removal(tree: WorkTree) -> None:
    tree.change("a.py", USE)
    tree.change("a.py", "")
    tree.change("a.py", USE)
    took = tree.change("a.py", "y = 1\n")

    assert removal(only_use(tree.folder)) == (Presence.REMOVED, took)


def test_a_use_in_two_files_is_gone_with_the_second(tree: WorkTree) -> None:
    tree.write("a.py", USE)
    tree.write("b.py", USE + "x = 1\n")
    tree.commit()
    tree.change("a.py", "")

    before = only_use(tree.folder)
    took = tree.change("b.py", "")

    assert removal(before) == (Presence.PRESENT, "")
    assert removal(only_use(tree.folder)) == (Presence.REMOVED, took)


def test_a_word_that_others_use_too_is_a_use_only_in_a_project_that_ever_had_the_vendor(tree: WorkTree) -> None:
    tree.change("one/setup.py", "")
    tree.change("one/a.py", "x = gale_speed()\n")
    tree.change("two/setup.py", "")
    brought = tree.change("two/b.py", "y = gale_client()\n")
    tree.change("two/c.py", USE)
    tree.change("two/c.py", "")

    words = [use for use in history_of(tree.folder).uses if use.signature == "word"]

    assert [(use.path, use.first.commit, use.standing) for use in words] == [("two/b.py", brought, Presence.PRESENT)]


def test_a_file_that_moves_keeps_its_use(tree: WorkTree) -> None:
    brought = tree.change("a.py", USE)
    tree.git("mv", "a.py", "b.py")
    tree.commit()

    use = only_use(tree.folder)

    assert (use.first.commit, use.standing, use.path) == (brought, Presence.PRESENT, "a.py")


def test_the_same_content_counts_apart_in_the_product_and_in_tests(tree: WorkTree) -> None:
    tree.write("src/a.py", USE)
    tree.write("tests/test_a.py", USE)
    tree.commit()
    tree.remove("src/a.py")
    took = tree.commit()

    found = {use.cls: removal(use) for use in history_of(tree.folder).uses}

    assert found == {
        EvidenceClass.PRODUCT: (Presence.REMOVED, took),
        EvidenceClass.TEST: (Presence.PRESENT, ""),
    }


def test_a_use_that_was_commented_out_from_afar_is_removed(tree: WorkTree) -> None:
    tree.change("a.py", f"x = 1\n\n{USE}\ny = 1\n")
    took = tree.change("a.py", f'x = 1\n"""\n\n{USE}\n"""\ny = 1\n')

    assert removal(only_use(tree.folder)) == (Presence.REMOVED, took)


def test_another_version_of_a_package_is_the_same_use(tree: WorkTree) -> None:
    brought = tree.change("requirements.txt", "left-pad==1.0\nnorthwind==1.0\n")
    tree.change("requirements.txt", "left-pad==1.0\nnorthwind==2.0\n")
    took = tree.change("requirements.txt", "left-pad==1.0\n")

    use = only_use(tree.folder)

    assert (use.identifier.value, use.first.commit, *removal(use)) == (
        "pkg:pypi/northwind",
        brought,
        Presence.REMOVED,
        took,
    )


def test_a_file_that_is_evidence_by_its_name_is_a_use_while_it_is_there(tree: WorkTree) -> None:
    tree.change("NORTHWIND.md", "read me")
    took = tree.change("readme", "hello")
    tree.remove("NORTHWIND.md")
    took = tree.commit()

    use = only_use(tree.folder)

    assert (use.cls, *removal(use)) == (EvidenceClass.DEV_TOOLING, Presence.REMOVED, took)


def test_commits_of_an_agent_are_counted_once_with_the_first_and_the_last_of_them(tree: WorkTree) -> None:
    tree.change("a.py", "x = 1\n")
    tree.author = ("N", "noreply@northwind.example")
    first = tree.change("a.py", "x = 2\n", "one\n\nCo-Authored-By: N 2 <noreply@northwind.example>")
    tree.author = ("Ada", "ada@example.org")
    last = tree.change("a.py", "x = 3\n", "two\n\nco-authored-by:  N  2 <noreply@northwind.example>")
    tree.change("a.py", "x = 4\n", "three\n\nCo-Authored-By: N <somebody@northwind.example>")

    (agent,) = history_of(tree.folder).agents

    assert (agent.commits, agent.first.commit, agent.last.commit) == (2, first, last)
    assert [identifier.value for identifier in agent.identifiers] == [
        "co-authored-by: n 2 <noreply@northwind.example>",
        "author: n <noreply@northwind.example>",
    ]


def test_a_work_tree_of_its_own_folder_has_the_history_of_its_repository(tree: WorkTree, tmp_path: Path) -> None:
    tree.change("a.py", USE)
    tree.git("worktree", "add", "--quiet", str(tmp_path / "second"))

    assert only_use(tmp_path / "second").standing is Presence.PRESENT
