"""A later scan reads what may have changed, and nothing else; and it answers as if it had read everything."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

import pytest

from muniment.app.scan.examine import Examiner
from muniment.domain.ids import Digest
from muniment.readers.registry import reader_for
from muniment.stores.literals import HyperscanLiterals
from muniment.stores.tree.cache import TreeCache
from muniment.stores.tree.folder import results
from muniment.stores.tree.unchanged import Beginning, known_of
from stores.scanners import HOST, LATER, USES, WORD, Scanner, small_tree


@pytest.fixture
def scanner(tmp_path: Path) -> Scanner:
    return small_tree(tmp_path)


def test_nothing_is_read_again_where_nothing_changed(scanner: Scanner) -> None:
    first, second, third = scanner.scan(), scanner.scan(), scanner.scan()

    assert scanner.read == [True, False, False]
    assert scanner.told == [False, True, True]
    assert first == second == third
    assert [each.path for each in third.findings] == ["a/two.py"]


def test_a_file_that_makes_its_folder_a_project_of_its_own_changes_what_is_kept_of_others(scanner: Scanner) -> None:
    (scanner.tree / "b/c/three.py").write_text("x = gale_speed()\n")
    before = scanner.scan().findings
    (scanner.tree / "b/go.mod").write_text("module b\n")
    after = scanner.scan().findings

    assert [each.path for each in before if not each.demoted] == ["a/two.py", "b/c/three.py"]
    assert [each.path for each in after if not each.demoted] == ["a/two.py"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda tree: (tree / "b/c/three.py").write_text(USES), id="a file was written"),
        pytest.param(lambda tree: saved(tree / "b/c/three.py", USES), id="a file was saved by renaming another"),
        pytest.param(lambda tree: saved(tree / "z.py", USES), id="a file at the top was saved so"),
        pytest.param(lambda tree: as_link(tree / "b/c/three.py", tree / "a/two.py"), id="a file became a link"),
        pytest.param(lambda tree: (tree / "b/new.py").write_text(USES), id="a file came"),
        pytest.param(lambda tree: (tree / "a/two.py").unlink(), id="a file went"),
        pytest.param(lambda tree: (tree / "a/two.py").rename(tree / "a/2.py"), id="a file was renamed"),
        pytest.param(lambda tree: (tree / "a").rename(tree / "y"), id="a folder was renamed"),
        pytest.param(lambda tree: os.utime(tree / "a/two.py", ns=(0, 0)), id="only its times were set"),
        pytest.param(lambda tree: (tree / "b/link").symlink_to("c"), id="a link came"),
        pytest.param(lambda tree: os.mkfifo(tree / "b/pipe"), id="a pipe came"),
        pytest.param(lambda tree: (tree / "b/.git").write_text("gitdir: x\n"), id="a submodule's link came"),
    ],
)
def test_a_change_is_seen_as_if_everything_had_been_read(scanner: Scanner, change: object) -> None:
    scanner.scan()
    assert callable(change)
    change(scanner.tree)

    later = scanner.scan()

    assert later == Scanner(scanner.tree, None).scan()
    assert scanner.scan() == later
    assert scanner.read[0]
    assert not scanner.read[2]


def saved(path: Path, text: str) -> None:
    """Write `text` as editors do."""
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.replace(path)


def as_link(path: Path, target: Path) -> None:
    """Put a link to `target` in the place of a file."""
    path.unlink()
    path.symlink_to(target)


def test_a_folder_that_holds_what_it_held_is_not_walked_again(scanner: Scanner) -> None:
    (scanner.tree / "b/c/link").symlink_to("three.py")
    (scanner.tree / "b/c/.git").write_text("gitdir: x\n")
    (scanner.tree / "b/c/CVS").mkdir()
    (scanner.tree / "b/c/CVS/Entries").touch()
    first = scanner.scan()
    (scanner.tree / "b/c/draft").touch()
    (scanner.tree / "b/c/draft").unlink()
    second = scanner.scan()
    saved(scanner.tree / "b/c/three.py", "x = 2\n")
    third = scanner.scan()

    assert first == second
    assert scanner.told == [False, True, False]
    assert scanner.retold == [False, True]
    assert third == Scanner(scanner.tree, None).scan()
    assert scanner.scan() == third
    assert scanner.told[3:] == [True]


def test_a_file_that_was_replaced_with_its_times_kept_is_read(scanner: Scanner) -> None:
    scanner.scan()
    old = (scanner.tree / "z.py").stat()
    (scanner.tree / "z.py").write_text("y = 2\n")
    os.utime(scanner.tree / "z.py", ns=(old.st_atime_ns, old.st_mtime_ns))

    later = scanner.scan()

    assert later.content == Scanner(scanner.tree, None).scan().content


def test_what_was_written_about_when_the_scan_began_is_read_again(scanner: Scanner) -> None:
    newest = max(path.stat().st_ctime_ns for path in scanner.tree.rglob("*.py"))
    scanner.started = newest + 10**9

    scanner.scan()
    scanner.scan()

    assert scanner.read == [True, True]


def test_another_rulebook_reads_everything_again(scanner: Scanner) -> None:
    scanner.scan()
    scanner.rulebook = "sha256:2"

    scanner.scan()

    assert scanner.read == [True, True]


def test_a_damaged_cache_costs_time_and_no_answer(scanner: Scanner) -> None:
    first = scanner.scan()
    assert scanner.folder is not None
    (kept,) = scanner.folder.glob("tree-*.sqlite")
    kept.write_bytes(b"no database at all")

    assert scanner.scan() == first
    assert scanner.scan() == first


def test_damaged_rows_are_read_again(scanner: Scanner) -> None:
    first = scanner.scan()
    assert scanner.folder is not None
    (kept,) = scanner.folder.glob("tree-*.sqlite")
    with sqlite3.connect(kept) as connection:
        connection.execute("update stretches set other = x'00'")
    kept.with_suffix(".whole").unlink()

    assert scanner.scan() == first
    assert scanner.read == [True, True]


def test_a_folder_where_others_can_write_is_not_believed(scanner: Scanner) -> None:
    assert scanner.folder is not None
    scanner.folder.mkdir()
    scanner.folder.chmod(0o777)

    scanner.scan()
    scanner.scan()

    assert scanner.read == [True, True]
    assert list(scanner.folder.iterdir()) == []


def test_nothing_is_kept_inside_the_tree_that_is_scanned(scanner: Scanner) -> None:
    scanner.folder = scanner.tree / "cache"

    scanner.scan()

    assert not list(scanner.tree.rglob("*.sqlite"))


def test_a_long_scan_counts_all_entries_and_bytes_for_whoever_watches(scanner: Scanner) -> None:
    for number in range(5000):
        (scanner.tree / f"d{number % 50:02}").mkdir(exist_ok=True)
        (scanner.tree / f"d{number % 50:02}" / f"{number}.py").write_text("x = 1\n")
    told: list[tuple[int, int, int]] = []

    def watch(done: int, known: int, size: int = 0) -> None:
        told.append((done, known, size))

    def examiner() -> Examiner:
        return Examiner([HOST, WORD], [], HyperscanLiterals, reader_for)

    list(results(str(scanner.tree), examiner, watch))

    entries = sum(1 for each in scanner.tree.rglob("*") if each.is_file())
    size = sum(each.stat().st_size for each in scanner.tree.rglob("*") if each.is_file())
    assert told[-1] == (entries, entries, size)
    assert {known for done, known, _ in told if done >= 4000} == {entries}
    assert told == sorted(told)


def test_a_scan_that_is_interrupted_keeps_what_it_had_read(scanner: Scanner) -> None:
    for number in range(2000):
        (scanner.tree / f"d{number:04}").mkdir()
        (scanner.tree / f"d{number:04}" / "a.py").write_text("x = 1\n")

    def stop(done: int, known: int, size: int = 0) -> None:
        del known, size
        if done > 1000:
            raise KeyboardInterrupt

    def examiner() -> Examiner:
        return Examiner([HOST, WORD], [], HyperscanLiterals, reader_for)

    digest = Digest(scanner.rulebook)
    with pytest.raises(KeyboardInterrupt), TreeCache(scanner.folder, str(scanner.tree), digest, LATER) as cache:
        list(results(str(scanner.tree), examiner, stop, cache=cache))

    assert scanner.folder is not None
    (kept,) = scanner.folder.glob("tree-*.sqlite")
    with sqlite3.connect(kept) as connection:
        ((rows,),) = connection.execute("select count(*) from stretches")
    assert rows > 500
    assert scanner.scan() == Scanner(scanner.tree, None).scan()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("there.txt", "gone.txt", id="it leads nowhere now"),
        pytest.param("there.txt", "tree/z.py", id="it leads into the tree now"),
    ],
)
def test_a_link_is_looked_up_again_although_its_folder_is_as_it_was(
    scanner: Scanner, tmp_path: Path, before: str, after: str
) -> None:
    (tmp_path / "way").symlink_to(tmp_path / before)
    (tmp_path / before).touch()
    (scanner.tree / "link").symlink_to(tmp_path / "way")
    scanner.scan()
    (tmp_path / "way").unlink()
    (tmp_path / "way").symlink_to(tmp_path / after)

    later = scanner.scan()

    assert scanner.told == [False, False]
    assert later == Scanner(scanner.tree, None).scan()


def test_a_folder_that_was_listed_within_the_clocks_grain_is_listed_again(scanner: Scanner) -> None:
    for path in scanner.tree.rglob("*.py"):
        os.utime(path, ns=(0, 0))
    newest = max(path.stat().st_ctime_ns for path in scanner.tree.rglob("*"))
    scanner.started = newest + 10**9

    scanner.scan()
    scanner.scan()

    assert scanner.told == [False, False]


def test_a_damaged_answer_is_made_again(scanner: Scanner, tmp_path: Path) -> None:
    first = scanner.scan()
    (kept,) = (tmp_path / "cache").glob("*.whole")
    kept.write_bytes(kept.read_bytes()[:-30])

    second, third = scanner.scan(), scanner.scan()

    assert first == second == third
    assert scanner.told == [False, False, True]


def test_an_answer_bears_the_name_by_which_the_tree_was_asked_for(scanner: Scanner, tmp_path: Path) -> None:
    scanner.scan()
    (tmp_path / "other").symlink_to(scanner.tree)
    scanner.tree = tmp_path / "other"

    assert scanner.scan().root == str(tmp_path / "other")
    assert scanner.told == [False, True]


def test_one_change_among_many_files_is_seen_by_whichever_process_asks(scanner: Scanner) -> None:
    for number in range(90):
        (scanner.tree / f"f{number:02}").mkdir()
        for each in range(100):
            (scanner.tree / f"f{number:02}/{each}.py").touch()
    scanner.scan()
    for changed in ("f00/1.py", "f89/1.py"):
        (scanner.tree / changed).write_text(USES)

        assert changed in {each.path for each in scanner.scan().findings}
    assert scanner.scan() == Scanner(scanner.tree, None).scan()
    assert scanner.told == [False, False, False, True]


@pytest.fixture
def wide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scanner:
    """Return a scanner of a tree that is large enough to be asked about by two processes.

    A process that has threads begins no other; here they are those of the tests, and hold nothing that is needed.
    """
    monkeypatch.setattr("threading.active_count", lambda: 1)
    for folder in range(100):
        (tmp_path / "tree" / f"{folder:03}").mkdir(parents=True)
        for file in range(81):
            (tmp_path / "tree" / f"{folder:03}" / f"{file:03}.py").touch()
    return Scanner(tmp_path / "tree", tmp_path / "cache")


def test_whichever_of_two_processes_meets_it_a_change_is_seen(wide: Scanner) -> None:
    wide.scan()
    for folder in ("000", "049", "050", "099"):
        (wide.tree / folder / "040.py").write_text(USES)
    known = known_of(wide.folder, str(wide.tree), Digest(wide.rulebook), wide.started)

    assert known.differing is not None
    assert len(known.differing) == 4
    assert len(wide.scan().findings) == 4


def test_what_reading_needs_is_made_once_as_soon_as_a_change_is_known(scanner: Scanner) -> None:
    scanner.scan()
    for changed in ("a/one.py", "b/c/three.py"):
        (scanner.tree / changed).write_text("x = 2\n")
    made: list[str] = []

    known = known_of(
        scanner.folder, str(scanner.tree), Digest(scanner.rulebook), LATER, meanwhile=lambda: made.append("examiner")
    )

    assert made == ["examiner"]
    assert known.differing is not None
    assert len(known.differing) == 2


def test_nothing_is_made_for_reading_where_nothing_changed(scanner: Scanner) -> None:
    scanner.scan()
    made: list[str] = []

    known = known_of(
        scanner.folder, str(scanner.tree), Digest(scanner.rulebook), LATER, meanwhile=lambda: made.append("examiner")
    )

    assert made == []
    assert known.told is not None


def test_where_the_other_process_is_gone_all_is_asked_by_this_one(wide: Scanner) -> None:
    wide.scan()
    (wide.tree / "099" / "080.py").write_text(USES)

    with Beginning(wide.folder, str(wide.tree), Digest(wide.rulebook), wide.started) as begun:
        for child in children():
            os.kill(child, signal.SIGKILL)
        known = begun.known()

    assert known.differing is not None
    assert len(known.differing) == 1


def test_what_was_begun_and_never_asked_for_leaves_no_process(wide: Scanner) -> None:
    wide.scan()

    with Beginning(wide.folder, str(wide.tree), Digest(wide.rulebook), wide.started):
        assert len(children()) == 1

    assert children() == []


def children() -> list[int]:
    """Return the processes that this one started and that are not gone."""
    own = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(child) for child in own.read_text().split()]
