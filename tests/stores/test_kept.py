"""What is kept between runs costs time when it is damaged, and never an answer."""

from __future__ import annotations

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
