"""Values come back from bytes as they were, also those that check themselves when they are made."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from muniment.app.scan import FileResult, tally
from muniment.discover.paths.projects import Mark, Marked
from muniment.discover.paths.surfaces import Surfaces
from muniment.domain.evidence import FileRecord, FileStatus, NotUnderstood
from muniment.domain.tooling import NO_TOOLS
from muniment.stores.packed import packed, unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class Sworn:
    """Refuses to be made without an oath."""

    oath: str

    def __post_init__(self) -> None:
        if not self.oath:
            raise ValueError(self.oath)


@dataclass
class Loose:
    """Has no slots."""

    value: int


def test_the_account_of_a_stretch_is_the_same_after_it_was_packed() -> None:
    record = FileRecord("a/go.mod", FileStatus.READ, 7, None)
    account = tally([FileResult(record, (), (NotUnderstood(3, "why"),))], Surfaces(NO_TOOLS).of)

    assert unpacked(packed(account)) == account
    assert account.marks


@pytest.mark.parametrize("value", [Sworn(oath="so help me"), Loose(3), Marked("a", Mark.MANIFEST), FileStatus.READ])
def test_what_has_no_slots_and_what_is_no_data_class_is_packed_as_well(value: object) -> None:
    assert unpacked(packed(value)) == value


def test_a_value_that_stands_twice_is_one_after_it_was_packed() -> None:
    first, second = unpacked(packed([sworn := Sworn(oath="x"), sworn]))

    assert first is second


def test_damaged_bytes_are_refused_by_an_error_and_by_no_wrong_value() -> None:
    content = packed(Sworn(oath="so help me"))

    with pytest.raises(Exception):  # noqa: B017, PT011  (whatever damaged bytes raise; it is caught where they are read)
        unpacked(content[:-9])
