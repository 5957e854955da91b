"""What of a history cannot be read is told, and the rest is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from muniment.domain.evidence import FileStatus
from muniment.domain.history import Presence
from muniment.errors import InputError
from muniment.stores.tree.files import WHOLE
from stores.histories import USE, history_of
from stores.repositories import WorkTree
from stores.test_git_head import POINTER, armed, object_of, with_loose_objects

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tree(tmp_path: Path) -> WorkTree:
    return WorkTree(tmp_path / "tree")


def test_paths_and_messages_that_are_no_utf8_are_read(tree: WorkTree) -> None:
    tree.write(b"\xff\xfe.py", USE)
    tree.commit(b"caf\xe9\n\nCo-Authored-By: N <noreply@northwind.example>\n")

    found = history_of(tree.folder)

    assert [use.path for use in found.uses] == ["\\xff\\xfe.py"]
    assert [agent.commits for agent in found.agents] == [1]


def test_wide_and_large_files_are_read(tree: WorkTree) -> None:
    tree.write("wide.py", USE.encode("utf-16"))
    tree.commit()
    tree.change("wide.py", "")
    tree.change("large.py", b"x = 1\n" * (WHOLE // 6 + 10) + USE.encode())

    found = history_of(tree.folder)

    assert [use.standing for use in found.uses] == [Presence.PRESENT]
    assert found.uses[0].path == "wide.py"


def test_every_version_of_every_file_is_accounted_for(tree: WorkTree, tmp_path: Path) -> None:
    other = WorkTree(tmp_path / "other")
    other.change("b.py", USE)
    tree.git("submodule", "--quiet", "add", f"file://{other.folder}", "vendor/other")
    tree.write("model.bin", POINTER)
    tree.write("a.py", "x = 1\n")
    (tree.folder / "link").symlink_to("a.py")
    tree.commit()
    tree.change("a.py", "x = 2\n")

    coverage = history_of(tree.folder).coverage

    assert coverage.entries == sum(number for _, number in coverage.by_status)
    assert {gap.path.split("@")[0]: gap.status for gap in coverage.gaps if gap.limits} == {
        "model.bin": FileStatus.LFS_POINTER,
        "vendor/other": FileStatus.SUBMODULE,
    }


def test_a_shallow_clone_is_incomplete(tree: WorkTree) -> None:
    tree.change("a.py", USE)
    tree.change("a.py", "")
    tree.change("b.py", "x = 1\n")

    found = history_of(tree.bare("shallow.git", "--depth=2"))

    assert found.uses == ()
    assert not found.coverage.complete
    assert "shallow clone" in found.coverage.gaps[0].why


def test_a_missing_content_is_a_gap_and_the_rest_is_read(tree: WorkTree) -> None:
    tree.write("a.py", USE)
    tree.write("b.py", "x = 1\n")
    tree.commit()
    bare = with_loose_objects(tree)
    object_of(bare, tree, "b.py").unlink()

    found = history_of(bare)

    assert [use.path for use in found.uses] == ["a.py"]
    assert [(gap.path.split("@")[0], gap.status) for gap in found.coverage.gaps] == [
        ("b.py", FileStatus.MISSING_OBJECT)
    ]


def test_a_commit_whose_tree_is_missing_is_a_gap_and_the_others_are_read(tree: WorkTree) -> None:
    tree.change("a.py", USE)
    broken = tree.change("deep/b.py", "x = 1\n")
    tree.remove("deep/b.py")
    tree.commit()
    tree.change("c.py", "x = 3\n")
    bare = with_loose_objects(tree)
    name = tree.git("rev-parse", f"{broken}:deep")
    (bare / "objects" / name[:2] / name[2:]).unlink()

    found = history_of(bare)

    assert broken in {gap.path for gap in found.coverage.gaps}
    assert [use.standing for use in found.uses] == [Presence.PRESENT]


def test_a_commit_that_is_missing_is_an_error(tree: WorkTree) -> None:
    first = tree.change("a.py", USE)
    tree.change("a.py", "")
    bare = with_loose_objects(tree)
    (bare / "objects" / first[:2] / first[2:]).unlink()

    with pytest.raises(InputError, match="git cannot read all of its commits"):
        history_of(bare)


def test_a_tag_that_leads_to_no_commit_is_a_gap(tree: WorkTree) -> None:
    tree.change("a.py", "x = 1\n")
    tree.git("tag", "blob", tree.git("rev-parse", "HEAD:a.py"))

    assert [gap.path for gap in history_of(tree.folder).coverage.gaps] == ["refs/tags/blob"]


def test_nothing_that_a_repository_names_is_run_for_its_history(tree: WorkTree, tmp_path: Path) -> None:
    tree.write(".gitattributes", "* diff=evil filter=evil\n")
    tree.write("a.py", USE)
    tree.commit()
    tree.change("a.py", "")
    bare = with_loose_objects(tree)
    object_of(bare, tree, ".gitattributes").unlink()
    armed(bare, tmp_path / "program", tree)

    found = history_of(bare)

    assert [use.standing for use in found.uses] == [Presence.REMOVED]
    assert not (tmp_path / "program.ran").exists()


def test_an_empty_repository_has_no_history(tree: WorkTree) -> None:
    found = history_of(tree.folder)

    assert (found.commits, found.head, found.uses) == (0, "", ())


def test_a_folder_that_is_no_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no git repository"):
        history_of(tmp_path)
