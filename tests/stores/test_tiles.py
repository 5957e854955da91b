"""Tiles are read by a reader that was written from the specification alone."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import pytest

from muniment.app.ledger import Draft
from muniment.errors import InputError
from muniment.prove.checkpoint import read, verify
from muniment.prove.tiles import _path, hash_tiles
from muniment.wiring.ledger.files import export_tiles
from stores.ledgers import in_sqlite, key

if TYPE_CHECKING:
    from pathlib import Path


def tile_path(number: int) -> str:
    """Return the path elements of c2sp.org/tlog-tiles: three digits each, all but the last with an `x` before them."""
    digits = f"{number:0{max(3, -(-len(str(number)) // 3) * 3)}}"
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([f"x{part}" for part in parts[:-1]] + parts[-1:])


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(hashes: list[bytes]) -> bytes:
    """Return MTH of RFC 6962 over the hashes of leaves, or of subtrees of one size."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return node(tree_hash(hashes[:half]), tree_hash(hashes[half:]))


class Reader:
    """Fetches what the checkpoint in a folder asks for, and believes nothing that does not hash to its root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        _, size, root = (folder / "checkpoint").read_text().split("\n")[:3]
        self.size, self.root = int(size), base64.b64decode(root)

    def fetch(self, level: str, number: int, width: int) -> bytes:
        suffix = "" if width == 256 else f".p/{width}"
        return (self.folder / "tile" / level / (tile_path(number) + suffix)).read_bytes()

    def hashes(self, level: int) -> list[bytes]:
        count = self.size // 256**level
        found: list[bytes] = []
        for number in range(-(-count // 256)):
            width = min(256, count - number * 256)
            tile = self.fetch(str(level), number, width)
            assert len(tile) == width * 32
            found += [tile[at : at + 32] for at in range(0, len(tile), 32)]
        return found

    def entries(self) -> list[bytes]:
        found: list[bytes] = []
        for number in range(-(-self.size // 256)):
            bundle = self.fetch("entries", number, min(256, self.size - number * 256))
            while bundle:
                length = int.from_bytes(bundle[:2])
                found.append(bundle[2 : 2 + length])
                bundle = bundle[2 + length :]
        return found


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 1000, 66_000])
def test_a_reader_of_the_specification_finds_every_entry_under_the_root(size: int, tmp_path: Path) -> None:
    leaves = [b"entry %d" % number for number in range(size)]
    kept = in_sqlite(tmp_path)
    with kept.open() as ledger:
        ledger.append(*(Draft(leaf=each) for each in leaves))
        exported = export_tiles(ledger, tmp_path / "tiles")

    reader = Reader(tmp_path / "tiles")
    found = reader.hashes(0)
    assert reader.entries() == leaves
    assert found == [hashlib.sha256(b"\x00" + each).digest() for each in leaves]
    assert tree_hash(found) == reader.root
    for level in range(1, 3):
        below = reader.hashes(level - 1)
        full = [tree_hash(below[at : at + 256]) for at in range(0, len(below) // 256 * 256, 256)]
        assert reader.hashes(level) == full
    files = [each for each in (tmp_path / "tiles").rglob("*") if each.is_file()]
    assert exported == (size, len(files))
    assert verify(read((tmp_path / "tiles" / "checkpoint").read_bytes()), [key()]).size == size


def test_the_example_of_the_specification_has_its_tiles() -> None:
    paths = [path for path, _ in hash_tiles(lambda *_: bytes(32), 70_000)]

    assert len(paths) == 273 + 1 + 1 + 1 + 1
    assert {"tile/0/000", "tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"} <= set(
        paths
    )


def test_a_number_above_999_becomes_folders() -> None:
    assert _path("0", 1_234_067, 256) == "tile/0/x001/x234/067"


def test_an_export_is_brought_up_to_date_and_never_mixed_with_another_ledger(tmp_path: Path) -> None:
    kept = in_sqlite(tmp_path)
    with kept.open() as ledger:
        ledger.append(Draft(leaf=b"one"))
        export_tiles(ledger, tmp_path / "tiles")
        ledger.append(Draft(leaf=b"two"))
        assert export_tiles(ledger, tmp_path / "tiles")[0] == 2
    assert Reader(tmp_path / "tiles").entries() == [b"one", b"two"]
    (tmp_path / "other").mkdir()
    other = in_sqlite(tmp_path / "other")
    with other.open() as ledger:
        ledger.append(Draft(leaf=b"three"), Draft(leaf=b"four"))
        with pytest.raises(InputError, match="is of another ledger, or was changed"):
            export_tiles(ledger, tmp_path / "tiles")
