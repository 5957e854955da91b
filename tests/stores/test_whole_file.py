"""A file is written whole, whoever else writes beside it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from muniment.stores.whole_file import draft_of, write_whole

if TYPE_CHECKING:
    from pathlib import Path


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
