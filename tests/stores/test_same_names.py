"""A tree is told from another one that has the same names, however either is called."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stores.scanners import USES, Scanner, small_tree


@pytest.fixture
def scanner(tmp_path: Path) -> Scanner:
    return small_tree(tmp_path)


@pytest.mark.parametrize("way", ["another", "."])
def test_another_tree_with_the_same_names_is_not_read_where_the_way_to_this_one_leads_there_now(
    scanner: Scanner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    tree, other = scanner.tree, tmp_path / "other"
    shutil.copytree(tree, other)
    (other / "z.py").write_text(USES)
    monkeypatch.chdir(tree)
    (tmp_path / "another").symlink_to(tree)
    scanner.tree = Path(way) if way == "." else tmp_path / way
    scanner.scan()
    monkeypatch.chdir(other)
    (tmp_path / "another").unlink()
    (tmp_path / "another").symlink_to(other)
    scanner.tree = tree

    assert scanner.scan() == Scanner(tree, None).scan()


@pytest.mark.parametrize("place", [".", "tree/", "/proc/self/cwd"])
def test_a_change_is_seen_however_the_tree_is_called(
    scanner: Scanner, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(scanner.tree.parent if place == "tree/" else scanner.tree)
    scanner.called = place
    scanner.scan()
    (scanner.tree / "z.new").write_text(USES)
    (scanner.tree / "z.new").replace(scanner.tree / "z.py")
    (scanner.tree / "b/c").rename(scanner.tree / "d")
    shutil.copytree(scanner.tree / "d", scanner.tree / "b/c")
    shutil.rmtree(scanner.tree / "d")
    (scanner.tree / "b/c/three.py").write_text(USES)

    later = scanner.scan()

    assert {each.path for each in later.findings} == {"a/two.py", "b/c/three.py", "z.py"}
    assert later == Scanner(scanner.tree, None, called=place).scan()


def test_a_folder_that_is_no_longer_version_controls_is_seen(scanner: Scanner) -> None:
    (scanner.tree / "b/CVS").mkdir()
    (scanner.tree / "b/CVS/Entries").touch()
    scanner.scan()
    (scanner.tree / "b/CVS/Entries").unlink()

    assert scanner.scan() == Scanner(scanner.tree, None).scan()


def test_a_link_makes_no_folder_version_controls(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").touch()
    (scanner.tree / "b/CVS").mkdir()
    (scanner.tree / "b/CVS/Entries").symlink_to(tmp_path / "elsewhere")
    (scanner.tree / "b/CVS/use.py").write_text(USES)

    assert [each.path for each in scanner.scan().findings] == ["a/two.py", "b/CVS/use.py"]
