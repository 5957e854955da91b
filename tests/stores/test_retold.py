"""A tree of which some files changed is answered as if all had been read, whatever was left as it had been kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stores.scanners import USES, Scanner, small_tree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def scanner(tmp_path: Path) -> Scanner:
    return small_tree(tmp_path)


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        pytest.param("z.py", "y = 3\n", id="nothing in it"),
        pytest.param("a/two.py", f"{USES}y = 3\n", id="the same use in it, on the same line"),
        pytest.param("b/c/three.py", "", id="an empty file now"),
    ],
)
def test_a_change_that_neither_adds_nor_takes_a_use_leaves_the_answer_but_for_its_digest(
    scanner: Scanner, changed: str, text: str
) -> None:
    first = scanner.scan()
    (scanner.tree / changed).write_text(text)

    later = scanner.scan()

    assert scanner.retold == [False, True]
    assert later == Scanner(scanner.tree, None).scan()
    assert later.content != first.content
    assert later.findings == first.findings
    assert scanner.scan() == later
    assert scanner.told == [False, False, True]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x = 1\n", id="the use went"),
        pytest.param(f"\n{USES}", id="it stands on another line"),
        pytest.param(USES + USES, id="there are two"),
    ],
)
def test_a_change_of_what_is_shown_is_settled_with_all_else(scanner: Scanner, text: str) -> None:
    scanner.scan()
    (scanner.tree / "a/two.py").write_text(text)

    later = scanner.scan()

    assert scanner.retold == [False, False]
    assert later == Scanner(scanner.tree, None).scan()


def test_changes_one_after_the_other_come_to_what_all_of_them_together_would(scanner: Scanner) -> None:
    scanner.scan()
    for number, name in enumerate(("z.py", "b/c/three.py", "a/one.py", "z.py")):
        (scanner.tree / name).write_text(f"y = {number * 1000}\n")
        assert scanner.scan() == Scanner(scanner.tree, None).scan()
    (scanner.tree / "b/new.py").write_text(USES)

    assert scanner.scan() == Scanner(scanner.tree, None).scan()
    assert scanner.retold == [False, True, True, True, True, False]


def test_what_changed_about_when_the_scan_began_is_read_by_the_next_one_too(scanner: Scanner) -> None:
    scanner.scan()
    (scanner.tree / "z.py").write_text("y = 2\n")
    scanner.started = (scanner.tree / "z.py").stat().st_ctime_ns + 10**9
    scanner.scan()

    scanner.scan()

    assert scanner.retold[1:] == [True, True]
    assert scanner.read == [True, True, True]


def test_an_account_of_another_state_than_the_one_that_is_known_of_the_tree_is_not_believed(scanner: Scanner) -> None:
    scanner.scan()
    assert scanner.folder is not None
    (kept,) = scanner.folder.glob("tree-*.sqlite")
    before = kept.read_bytes()
    (scanner.tree / "z.py").write_text(USES)
    scanner.scan()
    kept.write_bytes(before)
    (scanner.tree / "a/one.py").write_text(USES)

    later = scanner.scan()

    assert [each.path for each in later.findings] == ["a/one.py", "a/two.py", "z.py"]
