"""The file of suppressions: what it may say, and how every mistake in it is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.domain.ids import SignatureId, VendorId
from muniment.domain.suppression import Alike, OneFinding
from muniment.errors import SuppressionError
from muniment.readers.suppressions import read_suppressions

SAMPLES = Path(__file__).parents[1] / "samples" / "suppressions"
VENDORS = (VendorId("northwind-ai"), VendorId("southwind"))
SIGNATURES = {SignatureId("northwind-sdk"): VENDORS[0], SignatureId("southwind-radio"): VENDORS[1]}


def read(text: str) -> tuple[object, ...]:
    return read_suppressions(text, where="s.toml", signatures=SIGNATURES, vendors=VENDORS)


def test_a_suppression_names_one_finding_or_those_of_a_signature_in_some_files() -> None:
    text = (SAMPLES / "good" / "both-forms.toml").read_text(encoding="utf-8")

    one, alike = read_suppressions(text, where="s.toml", signatures=SIGNATURES, vendors=VENDORS)

    assert one.what == OneFinding(fingerprint="0123456789abcdef0123456789abcdef")
    assert (one.owner, one.until, one.where) == ("net team", date(2026, 12, 31), "s.toml:2")
    assert alike.what == Alike(vendor=VENDORS[0], signature=SignatureId("northwind-sdk"), path="vendor/**")
    assert (alike.reason, alike.evidence, alike.where) == ("a copy that is never built", "docs/audit.md", "s.toml:9")


def test_an_empty_file_sets_nothing_aside() -> None:
    assert read((SAMPLES / "good" / "none.toml").read_text(encoding="utf-8")) == ()


@pytest.mark.parametrize(
    ("sample", "line", "what"),
    [
        pytest.param("no-owner", 1, "without `owner`", id="nobody answers"),
        pytest.param("no-day", 6, "must be a day", id="no last day"),
        pytest.param("no-fingerprint", 2, "is no fingerprint", id="no fingerprint"),
        pytest.param("unknown-signature", 3, "is not a signature of `northwind-ai`", id="no such signature"),
        pytest.param("outside", 4, "begins outside the folder", id="a path outside"),
        pytest.param("both-at-once", 3, "stands beside `finding`", id="two ways at once"),
        pytest.param("nothing-named", 1, "without anything to suppress", id="nothing named"),
        pytest.param("another-key", 7, "`expires` has no place", id="a key that is not known"),
        pytest.param("unfinished", 2, "illegal character", id="a text without an end"),
        pytest.param("single-brackets", 1, "a single table", id="one pair of brackets"),
        pytest.param("nested", 1, "nested too deeply", id="lists in lists"),
    ],
)
def test_a_mistake_is_named_with_its_place(sample: str, line: int, what: str) -> None:
    text = (SAMPLES / "bad" / f"{sample}.toml").read_text(encoding="utf-8")

    with pytest.raises(SuppressionError) as caught:
        read(text)

    problem = next(problem for problem in caught.value.problems if what in problem.what)
    assert problem.where.startswith(f"s.toml:{line}:")


def test_every_mistake_of_a_file_is_told_at_once() -> None:
    text = (SAMPLES / "bad" / "another-key.toml").read_text(encoding="utf-8")

    with pytest.raises(SuppressionError) as caught:
        read(text)

    assert [problem.what.partition(" has")[0] for problem in caught.value.problems] == ["`expires`", "`suppression`"]


@given(st.text())
def test_no_text_ends_in_anything_but_suppressions_or_an_error_of_ours(text: str) -> None:
    try:
        read(text)
    except SuppressionError as error:
        assert error.problems  # noqa: PT017  (either end is fine; an error names what is wrong)
