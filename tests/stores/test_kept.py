"""What is kept between runs costs time when it is damaged, and never an answer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from muniment.stores.kept import kept

if TYPE_CHECKING:
    from pathlib import Path


class Maker:
    """Makes a value, and counts how often."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> str:
        self.made += 1
        return "wind"


def test_a_value_is_made_once(tmp_path: Path) -> None:
    make = Maker()

    assert [kept(tmp_path, "a", make), kept(tmp_path, "a", make), kept(tmp_path, "b", make)] == ["wind"] * 3
    assert make.made == 2


def test_a_damaged_value_is_made_again(tmp_path: Path) -> None:
    make = Maker()
    kept(tmp_path, "a", make)
    (tmp_path / "kept-a.pickle").write_bytes(b"damaged")

    assert kept(tmp_path, "a", make) == "wind"
    assert make.made == 2
    assert [path.name for path in tmp_path.iterdir()] == ["kept-a.pickle"]


def test_nothing_is_kept_without_a_folder_or_where_others_can_write(tmp_path: Path) -> None:
    make = Maker()
    tmp_path.chmod(0o777)

    assert kept(None, "a", make) == kept(tmp_path, "a", make) == "wind"
    assert list(tmp_path.iterdir()) == []


def test_another_process_is_asked_only_for_what_is_not_there_and_made_up_for_where_it_fails(tmp_path: Path) -> None:
    make, elsewhere = Maker(), Maker()

    def apart() -> None:
        elsewhere()
        kept(tmp_path, "a", elsewhere)

    assert [kept(tmp_path, "a", make, apart=apart) for _ in range(2)] == ["wind"] * 2
    assert (make.made, elsewhere.made) == (0, 2)  # asked once, made once
    assert kept(tmp_path, "b", make, apart=lambda: None) == "wind"
    assert make.made == 1


def test_a_value_in_use_is_kept_when_many_others_come(tmp_path: Path) -> None:
    make = Maker()
    kept(tmp_path, "in-use", make)
    _last_used(tmp_path / "kept-in-use.pickle", 1000)
    for number in range(23):
        kept(tmp_path, f"{number}", make)
        _last_used(tmp_path / f"kept-{number}.pickle", 1001 + number)

    kept(tmp_path, "in-use", make)
    kept(tmp_path, "another", make)

    assert (tmp_path / "kept-in-use.pickle").exists()
    assert not (tmp_path / "kept-0.pickle").exists()


def _last_used(path: Path, seconds: int) -> None:
    os.utime(path, (seconds, seconds))
