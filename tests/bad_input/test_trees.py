"""Folders, names and links that are meant to mislead: every entry is in the account, and nothing moves the cursor."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from bad_input.program import ESTATE, HIT, check, muniment, snapshot, written

if TYPE_CHECKING:
    from pathlib import Path

LIKE_ANYBODY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")
"""Takes from the superuser what lets them read everything."""


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param(b"new\nline.py", "new\\x0aline.py:1", id="line feed"),
        pytest.param(b"\x1b[2J\x1b]0;x\x07.py", "\\x1b[2J\\x1b]0;x\\x07.py:1", id="escape sequences"),
        pytest.param("\u202eyp.exe.py".encode(), "\\u202eyp.exe.py:1", id="reversed text"),
        pytest.param("a\u200b.py".encode(), "a\\u200b.py:1", id="a character without width"),
        pytest.param(b"caf\xe9.py", "caf\\xe9.py:1", id="no UTF-8"),
        pytest.param(b"caf\\xe9.py", "caf\\\\xe9.py:1", id="looks like an escape"),
        pytest.param(b"-rf.py", "-rf.py:1", id="looks like an option"),
        pytest.param(b" .py", " .py:1", id="a blank"),
        pytest.param(b"[red]a[/red].py", "[red]a[/red].py:1", id="looks like markup"),
    ],
)
def test_a_hostile_name_is_shown_and_not_obeyed(name: bytes, shown: str, tmp_path: Path) -> None:
    written(tmp_path, {name: HIT})

    page, sarif = muniment("check", ".", cwd=tmp_path), muniment("check", ".", "--sarif", cwd=tmp_path)

    assert page.code == sarif.code == 0
    assert shown in page.out
    assert "\x1b" not in page.out + sarif.out
    assert "\u202e" not in page.out + sarif.out


def test_two_names_that_differ_never_look_the_same(tmp_path: Path) -> None:
    names: dict[str | bytes, bytes] = {b"caf\xe9.py": HIT, b"caf\\xe9.py": HIT, b"caf\\\\xe9.py": HIT, b"a\\b.py": HIT}

    ended = check(written(tmp_path, names))

    assert len(ended.stands) == len(names)


def test_a_very_long_name_is_found_and_cut_on_the_page_alone(tmp_path: Path) -> None:
    written(tmp_path, {"x" * 250 + ".py": HIT})

    page, ended = muniment("check", tmp_path), check(tmp_path)

    assert max(map(len, page.out.splitlines()[:-1])) <= 100
    assert ended.stands == {("x" * 250 + ".py", 1)}


def test_a_folder_deeper_than_the_system_can_name_is_in_the_account(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=here)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    with os.fdopen(os.open("a.py", os.O_WRONLY | os.O_CREAT, dir_fd=here), "wb") as file:
        file.write(HIT)
    os.close(here)

    ended = check(tmp_path)

    assert ended.code == 3
    assert set(ended.gaps.values()) == {("unreadable", True)}


def test_ten_thousand_empty_folders_are_no_clean_answer(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number // 100}" / f"{number}").mkdir(parents=True)

    ended = muniment("check", tmp_path)

    assert ended.code == 3
    assert "nothing was there to be read" in ended.out


@pytest.mark.parametrize("count", [1, 599, 600, 601, 799, 801, 1601])
def test_no_file_is_lost_whatever_their_number(count: int, tmp_path: Path) -> None:
    written(tmp_path, {f"{number}.py": HIT for number in range(count)})

    ended = muniment("check", "--json", tmp_path)

    assert ended.entries == count
    assert len(ended.stands) == count


def test_links_that_lead_in_circles_nowhere_or_out_are_told_and_not_followed(tmp_path: Path) -> None:
    tree = written(tmp_path / "tree", {"a.py": HIT, ".git/hooks/b.py": HIT})
    (tree / "loop").symlink_to(".")
    (tree / "one").symlink_to("two")
    (tree / "two").symlink_to("one")
    (tree / "inside").symlink_to("a.py")
    (tree / "out").symlink_to(tmp_path)
    (tree / "hidden.py").symlink_to(".git/hooks/b.py")

    ended = check(tree)

    assert ended.stands == {("a.py", 1)}
    assert ended.code == 3
    assert {path for path, (_, limits) in ended.gaps.items() if limits} == {"out", "hidden.py"}


def test_a_folder_of_a_company_called_cvs_is_read_like_any_other(tmp_path: Path) -> None:
    ended = check(written(tmp_path, {"CVS/a.py": HIT, "old/CVS/Entries": b"", "old/CVS/b.py": HIT}))

    assert ended.stands == {("CVS/a.py", 1)}
    assert ended.gaps == {"old/CVS": ("vcs", False)}


def test_pipes_sockets_and_devices_in_a_folder_could_hide_a_use_and_nobody_waits_for_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(tmp_path / "socket"))

        ended = check(tmp_path)

    assert ended.code == 3
    assert ended.gaps == {"pipe": ("special", True), "socket": ("special", True)}


def test_a_pipe_as_path_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    ended = muniment("check", tmp_path / "pipe")

    assert ended.code == 2
    assert ended.err.splitlines() == [
        f"muniment: {tmp_path / 'pipe'}: is a FIFO, socket or device",
        "  help: name a folder or a file",
    ]


def test_a_device_as_path_is_refused() -> None:
    ended = muniment("check", "/dev/zero")

    assert (ended.code, ended.out) == (2, "")
    assert "/dev/zero: is a FIFO, socket or device" in ended.err


@pytest.mark.parametrize("path", ["gone", "a.py/below", "", "x" * 5000, "one"])
def test_a_path_that_leads_to_nothing_is_refused_and_never_taken_for_the_folder_here(path: str, tmp_path: Path) -> None:
    written(tmp_path, {"a.py": HIT})
    (tmp_path / "one").symlink_to("one")

    ended = muniment("check", path, cwd=tmp_path)

    assert (ended.code, ended.out) == (2, "")
    assert "does not exist" in ended.err


def test_a_link_to_a_folder_or_to_a_file_may_be_given_as_path(tmp_path: Path) -> None:
    written(tmp_path, {"tree/a.py": HIT})
    (tmp_path / "folder").symlink_to("tree")
    (tmp_path / "b.py").symlink_to("tree/a.py")

    folder, file = check("folder", cwd=tmp_path), check("b.py", cwd=tmp_path)

    assert folder.stands == {("a.py", 1)}
    assert file.stands == {("b.py", 1)}


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(["tree", "tree"], id="twice"),
        pytest.param(["tree", "tree/", "./tree"], id="spelt in several ways"),
        pytest.param(["tree", "tree/below"], id="a folder and one in it"),
        pytest.param(["tree/below", "tree"], id="the inner one first"),
        pytest.param(["tree", "tree/below/a.py", "tree/below"], id="a folder, one in it, a file in that"),
        pytest.param(["tree", "link"], id="a folder and a link to it"),
    ],
)
def test_a_file_below_several_paths_counts_once(paths: list[str], tmp_path: Path) -> None:
    written(tmp_path, {"tree/below/a.py": HIT, "tree/b.py": HIT})
    (tmp_path / "link").symlink_to("tree")

    ended = check(*paths, cwd=tmp_path)

    assert ended.entries == 2
    assert len(ended.answer["findings"]) == len(
        {(found["path"], found["fingerprint"]) for found in ended.answer["findings"]}
    )


def test_what_version_control_hides_is_read_where_it_is_named(tmp_path: Path) -> None:
    written(tmp_path, {".git/hooks/a.py": HIT, "b.py": b"x"})

    ended = check(".", ".git/hooks", cwd=tmp_path)

    assert ended.stands == {("a.py", 1)}


def test_a_path_outside_every_source_belongs_to_no_system_and_says_so(tmp_path: Path) -> None:
    written(tmp_path, {"portal/a.py": b"x", "elsewhere/b.py": HIT, "muniment.toml": ESTATE.encode()})

    page = muniment("check", "elsewhere", "--estate", "muniment.toml", cwd=tmp_path)

    assert "Not mapped to a system" in page.out


def test_a_path_above_the_sources_is_read_for_the_systems_in_it_and_the_rest_for_none(tmp_path: Path) -> None:
    written(tmp_path, {"portal/a.py": HIT, "b.py": HIT, "muniment.toml": ESTATE.encode()})

    ended = check(".", "--estate", "muniment.toml", cwd=tmp_path)

    assert {(found["system"], found["path"]) for found in ended.answer["findings"]} == {
        ("portal", "a.py"),
        (None, "b.py"),
    }
    assert ended.entries == 3


def test_a_source_inside_another_systems_counts_for_both_and_the_page_says_so(tmp_path: Path) -> None:
    inner = '\n[[systems]]\nid = "widget"\ncontracts = ["C-1"]\nsources = ["portal/widget"]\n'
    written(tmp_path, {"portal/widget/a.py": HIT, "muniment.toml": (ESTATE + inner).encode()})

    page, ended = (muniment("check", *form, "--estate", "muniment.toml", cwd=tmp_path) for form in ([], ["--json"]))

    assert {(found["system"], found["path"]) for found in ended.answer["findings"]} == {
        ("portal", "widget/a.py"),
        ("widget", "a.py"),
    }
    words = " ".join(page.out.split())
    assert "portal/widget lies inside a source of portal and counts for it as well as for widget" in words


def test_two_sources_of_one_system_inside_each_other_count_once(tmp_path: Path) -> None:
    nested = ESTATE.replace('["portal"]', '["portal", "portal/widget"]')
    written(tmp_path, {"portal/widget/a.py": HIT, "portal/b.py": HIT, "muniment.toml": nested.encode()})

    ended = check("--estate", "muniment.toml", cwd=tmp_path)

    assert ended.entries == 2


def test_paths_are_shown_from_the_folder_that_was_read_where_that_is_elsewhere(tmp_path: Path) -> None:
    written(tmp_path, {"tree/src/a.py": HIT, "tree/old.7z": b"7z\xbc\xaf\x27\x1c", "here/x": b""})

    there = muniment("check", tmp_path / "tree", cwd=tmp_path / "here")
    here = muniment("check", ".", cwd=tmp_path / "tree")
    above = muniment("check", "tree", cwd=tmp_path)

    assert f"in{tmp_path / 'tree'}" in "".join(there.out.split())
    assert "    src/a.py:1  import deepseek" in there.out
    assert "    old.7z  " in there.out
    assert "    src/a.py:1  import deepseek" in here.out
    assert "    tree/src/a.py:1  import deepseek" in above.out


def test_a_folder_that_may_not_be_entered_could_hide_a_use(tmp_path: Path) -> None:
    written(tmp_path, {"a.py": b"x", "secret/b.py": HIT})
    (tmp_path / "secret").chmod(0)

    ended = muniment("check", "--json", tmp_path, under=LIKE_ANYBODY if os.geteuid() == 0 else ())

    (tmp_path / "secret").chmod(0o700)
    assert ended.code == 3
    assert ended.gaps == {"secret": ("unreadable", True)}


def test_a_check_changes_nothing_in_what_it_reads(tmp_path: Path) -> None:
    written(tmp_path, {"a.py": HIT, "package.json": b"{", "b.zip": b"PK\3\4"})
    before = snapshot(tmp_path)

    muniment("check", ".", cwd=tmp_path)

    assert snapshot(tmp_path) == before
