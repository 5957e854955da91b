"""Names that a reader cannot tell apart are of one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.domain.person import ALIKE, alike, likeness

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("J RIVERA", id="case and a point"),
        pytest.param("J.\u00a0Rivera", id="a blank that does not break"),
        pytest.param("J.\u200b Rivera", id="a blank without width"),
        pytest.param("J. Riv\u00e9ra", id="an accent"),
        pytest.param("J. Rive\u0301ra", id="an accent by itself"),
        pytest.param("\uff2a. \uff32ivera", id="wide letters"),
        pytest.param("J. R\u0456vera", id="a Cyrillic letter"),
        pytest.param("J. River\u0391", id="a Greek letter"),
        pytest.param("J. Rlvera", id="an l"),
        pytest.param("\U0001d409. Rivera", id="a mathematical letter"),
    ],
)
def test_what_a_reader_may_not_notice_makes_no_other_person(other: str) -> None:
    assert alike("J. Rivera", other)


@pytest.mark.parametrize("other", ["J. Rivero", "K. Rivera", "J. A. Rivera", "J. Rivera Jr", ""])
def test_other_letters_make_another_person(other: str) -> None:
    assert not alike("J. Rivera", other)


@given(NAMES, NAMES)
def test_likeness_has_the_laws_of_an_equality(one: str, other: str) -> None:
    assert alike(one, one)
    assert alike(one, other) == alike(other, one)


@given(NAMES)
def test_what_stands_for_other_letters_stands_for_itself(name: str) -> None:
    assert not set(likeness(name)) & (set(ALIKE) - {"l"}) or not any(each.isalnum() for each in name)


def test_a_name_of_signs_alone_is_compared_as_it_is() -> None:
    assert not alike("...", "---")
