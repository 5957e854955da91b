"""An entry is found by its number or its id, and a slip names no other one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from muniment.app.ledger import drafted
from muniment.app.ledger.proofs import find_entry
from muniment.domain.entry import EntryId
from muniment.errors import InputError
from prove.entries import entry
from stores.ledgers import in_sqlite

if TYPE_CHECKING:
    from pathlib import Path

IDS = ("47e7aa00", "12345678", "a3000000")


def found(folder: Path, named: str) -> int:
    kept = in_sqlite(folder)
    with kept.open() as ledger:
        ledger.append(*(drafted(replace(entry(), id=EntryId(each + "0" * 24))) for each in IDS))
        return find_entry(ledger, named)


@pytest.mark.parametrize(
    ("named", "index"),
    [("0", 0), ("2", 2), ("47e", 0), ("a3", 2), ("12345678", 1), ("1234567800", 1), (IDS[1] + "0" * 24, 1)],
)
def test_an_entry_is_found_by_its_number_or_the_beginning_of_its_id(named: str, index: int, tmp_path: Path) -> None:
    assert found(tmp_path, named) == index


@pytest.mark.parametrize("named", ["47", "1234567", "3", "", "a4", "-1", "9" * 40, "\udcff"])
def test_digits_that_are_no_number_of_an_entry_begin_no_id(named: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is neither the number nor the id of an entry"):
        found(tmp_path, named)
