"""JSON that every reader reads alike."""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import TYPE_CHECKING

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from muniment.enforce.strict_json import DEPTH, GREATEST, NotStrictError, digest, read, write

if TYPE_CHECKING:
    from muniment.domain.call import AnyJson

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-GREATEST, max_value=GREATEST)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"))
)
KEYS = st.text(st.characters(codec="utf-8"), max_size=8).map(str.casefold)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)


@given(VALUES)
def test_what_is_written_is_read_again_as_it_was(value: AnyJson) -> None:
    assert read(write(value), limit=10**6) == value


@given(VALUES)
def test_a_digest_is_that_of_the_canonical_bytes(value: AnyJson) -> None:
    canonical = rfc8785.dumps(json.loads(json.dumps(value)))

    assert digest(value) == hashlib.sha256(canonical).hexdigest()


@given(VALUES)
def test_a_digest_does_not_depend_on_the_order_of_keys(value: AnyJson) -> None:
    turned = json.loads(json.dumps(value), object_pairs_hook=lambda pairs: dict(reversed(pairs)))

    assert digest(turned) == digest(value)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_as_others_read_them_or_refused(raw: bytes) -> None:
    with contextlib.suppress(NotStrictError):
        assert read(raw, limit=1000) == json.loads(raw)


@given(VALUES, st.text(st.characters(codec="ascii"), max_size=30))
def test_whatever_follows_the_value_is_refused_unless_it_is_space(value: AnyJson, rest: str) -> None:
    raw = write({"value": value})
    if rest.strip(" \t\r\n") == "":
        assert read(raw + rest.encode(), limit=10**6) == {"value": value}
    else:
        with pytest.raises(NotStrictError):
            read(raw + rest.encode(), limit=10**6)


@pytest.mark.parametrize("number", [GREATEST, -GREATEST])
def test_the_greatest_integer_that_readers_agree_on_is_read(number: int) -> None:
    assert read(str(number), limit=100) == number


@pytest.mark.parametrize("number", [GREATEST + 1, -GREATEST - 1, 10**30])
def test_an_integer_beyond_it_is_refused(number: int) -> None:
    with pytest.raises(NotStrictError, match="readers differ"):
        read(str(number), limit=100)


def test_nesting_is_read_up_to_the_limit_and_no_further() -> None:
    assert read("[" * DEPTH + "]" * DEPTH, limit=1000)

    with pytest.raises(NotStrictError, match="nested deeper"):
        read("[" * (DEPTH + 2) + "]" * (DEPTH + 2), limit=1000)


@pytest.mark.parametrize("part", ["[],", "{},", "1,"])
def test_few_bytes_never_become_much_memory(part: str) -> None:
    with pytest.raises(NotStrictError, match="more than 1,000,000 objects, lists or commas"):
        read("[" + part * 1_000_001 + "0]", limit=10**7)


def test_a_pair_of_surrogates_is_one_sign() -> None:
    assert read('"\\ud83d\\ude00"', limit=100) == "😀"


def test_keys_that_differ_in_more_than_case_stand_beside_each_other() -> None:
    assert read('{"aB":1,"a_b":2,"AB2":3}', limit=100) == {"aB": 1, "a_b": 2, "AB2": 3}
