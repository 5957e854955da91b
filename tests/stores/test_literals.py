"""The two searches for literals find the same: everything, everywhere, whatever the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discover.signatures import signature
from muniment.app.scan import inventory
from muniment.app.scan.examine import Examiner
from muniment.domain.ids import Digest
from muniment.domain.technology import IdentifierKind as Kind
from muniment.readers.registry import reader_for
from muniment.stores.literals import AhoCorasickLiterals, CrossChecked, HyperscanLiterals, cores
from muniment.stores.tree.folder import results

if TYPE_CHECKING:
    from pathlib import Path

HOST = signature(Kind.HOST, "api.northwind.example", name="host")
SMALL = st.text("abAB.-", min_size=3, max_size=9)
LITERALS = st.lists(SMALL.map(str.lower), min_size=1, max_size=12, unique=True)


@given(literals=LITERALS, text=st.text("abAB.-x\n", max_size=400))
def test_both_engines_find_the_same(literals: list[str], text: str) -> None:
    data = text.encode()

    assert sorted(HyperscanLiterals(literals).find(data, 10_000)) == sorted(
        AhoCorasickLiterals(literals).find(data, 10_000)
    )


@given(literals=LITERALS, text=st.text("abAB.-x\n", max_size=400))
def test_a_literal_is_found_where_it_stands(literals: list[str], text: str) -> None:
    lowered = text.lower()

    found = HyperscanLiterals(literals).find(text.encode(), 10_000)

    expected = [
        (number, at + len(literal))
        for number, literal in enumerate(literals)
        for at in range(len(text))
        if lowered.startswith(literal, at)
    ]
    assert sorted(found) == sorted(expected)
    assert [end for _, end in found] == sorted(end for _, end in found)


def test_a_literal_that_holds_another_is_no_core() -> None:
    assert cores(["northwind", "northwind_client", "mynorthwind", "borealis"]) == {"northwind", "borealis"}


def test_no_more_are_returned_than_one_beyond_the_limit() -> None:
    assert len(HyperscanLiterals(["aaa", "aaab"]).find(b"a" * 1000, 10)) == 11


def test_a_difference_between_the_engines_is_no_silent_one() -> None:
    checked = CrossChecked(HyperscanLiterals(["abc", "xyz"]), AhoCorasickLiterals(["xyz", "abc"]))

    with pytest.raises(ValueError, match="two searches for the same words differ"):
        checked.find(b"abc", 10)


def test_a_file_on_which_the_engines_differ_is_a_gap(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("URL = 'https://api.northwind.example'\n")
    finder = Blind()
    examiner = Examiner([HOST], [], lambda literals: CrossChecked(HyperscanLiterals(literals), finder), reader_for)

    found = inventory(str(tmp_path), results(str(tmp_path), lambda: examiner), {HOST.id: HOST}, Digest("sha256:0"))

    assert {gap.path for gap in found.coverage.gaps if gap.limits} == {"a.py", "b.py"}
    assert "two searches for the same words differ" in found.coverage.gaps[0].why


class Blind:
    """An engine that finds nothing."""

    def find(self, data: bytes | memoryview, most: int) -> list[tuple[int, int]]:
        del data, most
        return []
