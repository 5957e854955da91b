"""Uses on branches, and what a merge brings and takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from muniment.domain.history import Presence
from stores.histories import USE, only_use, removal
from stores.repositories import WorkTree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tree(tmp_path: Path) -> WorkTree:
    return WorkTree(tmp_path / "tree")


def test_a_use_on_a_branch_that_was_never_merged_was_never_at_head(tree: WorkTree) -> None:
    tree.change("readme", "hello")
    tree.git("checkout", "--quiet", "-b", "trial")
    brought = tree.change("a.py", USE)
    last = tree.change("a.py", USE + "x = 1\n")
    tree.git("checkout", "--quiet", "main")
    tree.change("b.py", "x = 1\n")

    use = only_use(tree.folder)

    assert (use.first.commit, use.last.commit, *removal(use)) == (brought, last, Presence.ELSEWHERE, "")


def test_a_removal_on_a_branch_is_by_the_commit_on_the_branch_and_not_by_the_merge(tree: WorkTree) -> None:
    tree.change("a.py", USE)
    tree.git("checkout", "--quiet", "-b", "clean")
    took = tree.change("a.py", "")
    tree.git("checkout", "--quiet", "main")
    tree.change("b.py", "x = 1\n")
    tree.git("merge", "--quiet", "--no-ff", "-m", "merge", "clean")

    assert removal(only_use(tree.folder)) == (Presence.REMOVED, took)


def test_a_merge_that_drops_what_both_sides_have_removed_it(tree: WorkTree) -> None:
    tree.change("a.py", USE)
    tree.git("checkout", "--quiet", "-b", "side")
    tree.change("b.py", "x = 1\n")
    tree.git("checkout", "--quiet", "main")
    tree.change("c.py", "x = 1\n")
    tree.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    tree.remove("a.py")
    took = tree.commit("merge")

    assert removal(only_use(tree.folder)) == (Presence.REMOVED, took)


def test_a_merge_that_keeps_nothing_of_a_branch_removed_what_only_the_branch_had(tree: WorkTree) -> None:
    tree.change("readme", "hello")
    tree.git("checkout", "--quiet", "-b", "side")
    held = tree.change("a.py", USE)
    tree.git("checkout", "--quiet", "main")
    tree.change("b.py", "x = 1\n")
    tree.git("merge", "--quiet", "--strategy=ours", "-m", "merge", "side")
    took = tree.git("rev-parse", "HEAD")

    use = only_use(tree.folder)

    assert (use.last.commit, *removal(use)) == (held, Presence.REMOVED, took)


def test_what_only_a_merge_brought_is_found(tree: WorkTree) -> None:
    tree.change("a.py", "x = 1\n")
    tree.git("checkout", "--quiet", "-b", "side")
    tree.change("a.py", "x = 2\n")
    tree.git("checkout", "--quiet", "main")
    tree.change("b.py", "x = 1\n")
    tree.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    tree.write("a.py", USE)
    brought = tree.commit("merge")

    use = only_use(tree.folder)

    assert (use.first.commit, use.standing) == (brought, Presence.PRESENT)


def test_a_merge_of_three_branches_brings_what_each_has(tree: WorkTree) -> None:
    tree.change("readme", "hello")
    for name in ("one", "two", "three"):
        tree.git("checkout", "--quiet", "-b", name, "main")
        tree.change(f"{name}.py", USE if name == "three" else "x = 1\n")
    brought = tree.git("rev-parse", "HEAD")
    tree.git("checkout", "--quiet", "main")
    tree.day += 1
    tree.git("merge", "--quiet", "-m", "octopus", "one", "two", "three")

    use = only_use(tree.folder)

    assert (use.first.commit, use.standing) == (brought, Presence.PRESENT)


def test_a_history_with_two_beginnings_is_read_from_both(tree: WorkTree) -> None:
    first = tree.change("a.py", USE)
    tree.git("checkout", "--quiet", "--orphan", "other")
    tree.git("rm", "--quiet", "-rf", ".")
    tree.change("b.py", USE)
    tree.git("checkout", "--quiet", "main")
    took = tree.change("a.py", "")

    use = only_use(tree.folder)

    assert (use.first.commit, *removal(use)) == (first, Presence.REMOVED, took)
    assert use.elsewhere is not None
    assert use.elsewhere.commit == tree.git("rev-parse", "other")


def test_a_commit_that_only_a_tag_leads_to_is_read(tree: WorkTree) -> None:
    tree.change("readme", "hello")
    tree.git("checkout", "--quiet", "--detach")
    tree.change("a.py", USE)
    tree.git("tag", "-a", "-m", "a tag", "v1")
    tree.git("checkout", "--quiet", "main")

    assert only_use(tree.folder).standing is Presence.ELSEWHERE
