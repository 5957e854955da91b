"""An entry has one spelling, and commits to contents without showing them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.domain.entry import Commitment, Entry, EntryId, EntryType
from muniment.domain.ids import ContractId, Digest
from muniment.errors import ProofError
from muniment.prove.entry import commitment, holds, leaf, read_leaf
from prove.entries import NOON, entry

SALT = bytes(range(32))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(str.strip)
IDS = st.integers(0, 2**128 - 1).map(lambda each: EntryId(f"{each:032x}"))
ENTRIES = st.builds(
    Entry,
    type=st.sampled_from(EntryType),
    id=IDS,
    at=st.integers(0, 2**31).map(lambda each: datetime.fromtimestamp(each, UTC)),
    actor=TEXTS,
    contract=st.none() | TEXTS.map(ContractId),
    after=st.none() | IDS,
    commitments=st.lists(
        st.builds(commitment, TEXTS, st.binary(), st.none() | st.just(SALT)), unique_by=lambda each: each.name
    ).map(lambda each: tuple(sorted(each, key=lambda one: one.name))),
    details=st.dictionaries(TEXTS, TEXTS).map(lambda each: tuple(sorted(each.items()))),
)


@given(ENTRIES)
def test_an_entry_is_read_back_from_its_bytes(written: Entry) -> None:
    assert read_leaf(leaf(written)) == written


@given(st.binary(max_size=60))
def test_no_bytes_raise_anything_but_a_proof_error(raw: bytes) -> None:
    with suppress(ProofError):
        read_leaf(raw)


def test_an_entry_looks_as_the_manual_says() -> None:
    one = replace(entry(1, target="portal"), commitments=(commitment("report", b"x"),), contract=ContractId("C-1"))

    assert leaf(one).decode() == (
        '{"actor":"ada","after":null,"at":"2026-11-26T12:00:00Z","commitments":{"report":{"sha256":'
        '"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}},"contract":"C-1",'
        '"details":{"target":"portal"},"format":"muniment.entry/1","id":"00000000000000000000000000000001","type":"scan"}'
    )


@pytest.mark.parametrize(
    ("part", "into", "what"),
    [
        pytest.param(b"entry/1", b"entry/2", "is not `muniment.entry/1`", id="another format"),
        pytest.param(b'"scan"', b'"scanned"', "is none of `intent`", id="an unknown type"),
        pytest.param(b'"ada"', b'""', "is empty", id="no actor"),
        pytest.param(b"0" * 32, b"0" * 31, "is not 32 lower-case", id="a short id"),
        pytest.param(b":00Z", b":00+00:00", "is not an instant", id="another spelling of the time"),
        pytest.param(b'"details":{}', b'"details":[]', "is not an object", id="a list of details"),
        pytest.param(b'"details":{}', b'"details":{"a":1}', "is not text", id="a number"),
        pytest.param(b'"details":{}', b'"details": {}', "is not written as RFC 8785", id="a blank"),
        pytest.param(b'"type":"scan"', b'"type":"scan","why":1', "has the unknown field", id="an unknown field"),
        pytest.param(b'"commitments":{}', b'"commitments":{"a":{"sha256":"0"}}', "64 lower-case", id="a short digest"),
        pytest.param(b'"commitments":{}', b'"commitments":{"a":"b"}', "is not an object", id="no digest"),
    ],
)
def test_what_is_no_entry_in_its_one_spelling_is_refused(part: bytes, into: bytes, what: str) -> None:
    raw = leaf(entry())
    assert part in raw

    with pytest.raises(ProofError, match=what):
        read_leaf(raw.replace(part, into))


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        pytest.param(
            replace(entry(), at=NOON + timedelta(microseconds=1)), "would not read back", id="part of a second"
        ),
        pytest.param(replace(entry(), details=(("a", "b"), ("a", "c"))), "would not read back", id="a repeated name"),
        pytest.param(replace(entry(), details=(("a", "b" * 70_000),)), "has 70", id="too large"),
    ],
)
def test_nothing_is_written_that_would_not_read_back(bad: Entry, what: str) -> None:
    with pytest.raises(ProofError, match=what):
        leaf(bad)


def test_a_commitment_holds_for_one_content_alone() -> None:
    plain, salted = commitment("report", b"x"), commitment("report", b"x", SALT)

    assert holds(plain, b"x")
    assert holds(salted, b"x", SALT)
    assert not holds(plain, b"y")
    assert not holds(salted, b"x")
    assert not holds(salted, b"x", bytes(32))
    assert not holds(plain, b"x", SALT)
    assert salted.digest != plain.digest


def test_a_salt_cannot_be_moved_into_the_content() -> None:
    salted = commitment("report", b"x", SALT)
    moved = Commitment(name="report", digest=Digest(salted.digest), salted=True)

    assert not holds(moved, SALT[16:] + b"x", SALT[:16])
    with pytest.raises(ValueError, match="a salt has 32 bytes"):
        commitment("report", b"x", b"short")
