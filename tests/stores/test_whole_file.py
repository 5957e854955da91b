"""A file is written whole, whoever else writes beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from muniment.stores.kept import kept
from muniment.stores.ledger import tile_files
from muniment.stores.ledger.anchor import Anchor
from muniment.stores.tree import whole as tree_whole
from muniment.stores.tree.whole import Parts
from muniment.stores.whole_file import draft_of, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_draft_of_another_process_with_the_same_number_neither_stops_a_write_nor_is_lost(tmp_path: Path) -> None:
    others = tmp_path / f".letter.{os.getpid()}"
    others.write_text("half of")

    write_whole(tmp_path / "letter", b"all of it")

    assert (tmp_path / "letter").read_bytes() == b"all of it"
    assert others.read_text() == "half of"


def test_two_drafts_of_one_file_have_different_names(tmp_path: Path) -> None:
    assert draft_of(tmp_path / "letter") != draft_of(tmp_path / "letter")


def test_a_write_leaves_no_draft(tmp_path: Path) -> None:
    write_whole(tmp_path / "letter", b"one")
    write_whole(tmp_path / "letter", b"two")

    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("letter", b"two")]


def test_the_disk_holds_all_of_a_file_before_it_appears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = tmp_path / "letter"
    held: list[tuple[int, bool]] = []

    def fsync(file: int) -> None:
        held.append((os.fstat(file).st_size, letter.exists()))

    monkeypatch.setattr(os, "fsync", fsync)

    write_whole(letter, b"all of it")

    assert held == [(9, False)]
    assert letter.read_bytes() == b"all of it"


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda to: Anchor(to).write(b"note"), id="an anchor"),
        pytest.param(lambda to: tile_files.put(to.parent, to.name, b"tile"), id="a tile"),
        pytest.param(lambda to: kept(to.parent, "it", lambda: "value"), id="a value between runs"),
        pytest.param(lambda to: tree_whole.write_whole(to, "", Parts(b"", b"", b"", b"", [])), id="a whole tree"),
    ],
)
def test_no_two_processes_share_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], object]
) -> None:
    drafts: list[str] = []
    replace = Path.replace

    def noted(draft: Path, to: Path) -> Path:
        drafts.append(draft.name)
        return replace(draft, to)

    monkeypatch.setattr(Path, "replace", noted)

    for _ in range(2):
        write(tmp_path / "kept-it.pickle")
        (tmp_path / "kept-it.pickle").unlink()

    assert len(set(drafts)) == 2
