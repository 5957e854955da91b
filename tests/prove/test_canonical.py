"""One value has one sequence of bytes."""

from __future__ import annotations

import json
from collections import OrderedDict
from contextlib import suppress
from enum import IntEnum, StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import ProofError
from muniment.prove.canonical import canonical, parse

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**54), 2**54) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=4) | st.integers(0, 9), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_what_was_written_is_read_back(value: object) -> None:
    assert parse(canonical(value), "value") == value  # type: ignore[arg-type]


@given(ANYTHING)
def test_every_value_is_written_as_rfc8785_writes_it_or_refused_as_there(value: Any) -> None:  # noqa: ANN401  (anything)
    try:
        expected = rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError):
        with pytest.raises(ProofError):
            canonical(value)
    else:
        assert canonical(value) == expected


def test_each_character_is_escaped_as_rfc_8785_escapes_it() -> None:
    every = "".join(chr(number) for number in range(0x110000) if not 0xD800 <= number < 0xE000)

    for start in range(0, len(every), 0x400):
        block = every[start : start + 0x400]
        assert canonical([block, {block: 1}]) == rfc8785.dumps([block, {block: 1}])


@given(st.lists(st.sampled_from("a\u00e9\u20ac\ud7ff\ue000\ufb33\uffff\U00010000\U0010ffff"), min_size=2, unique=True))
def test_the_order_of_keys_is_that_of_rfc8785_where_that_of_code_points_is_another(keys: list[str]) -> None:
    value = {key + other: None for key in keys for other in keys}

    assert canonical(value) == rfc8785.dumps(value)


class Number(IntEnum):
    """A number that is of another type."""

    ONE = 1


class Word(StrEnum):
    """A text that is of another type, and has another name than value."""

    ONE = "two"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"a": Word.ONE}, id="an enum of texts"),
        pytest.param({Word.ONE: 1}, id="an enum of texts as a key"),
        pytest.param({"a": Number.ONE}, id="an enum of numbers"),
        pytest.param(OrderedDict(b=1, a=2), id="another mapping"),
        pytest.param({"a": (1, [2, ()])}, id="tuples"),
        pytest.param(2**53 - 1, id="a number alone"),
        pytest.param("\u007f\u0080\u2028", id="a text alone"),
    ],
)
def test_values_of_other_types_are_written_as_rfc8785_writes_them(value: Any) -> None:  # noqa: ANN401  (as above)
    assert canonical(value) == rfc8785.dumps(value)


def test_a_value_that_holds_itself_is_refused() -> None:
    value: dict[str, Any] = {}
    value["a"] = [value]

    with pytest.raises(ProofError, match="cannot be written as RFC 8785"):
        canonical(value)


@given(st.dictionaries(TEXTS, VALUES, max_size=6), st.randoms())
def test_the_order_of_keys_changes_no_byte(value: dict[str, object], random: object) -> None:
    keys = list(value)
    random.shuffle(keys)  # type: ignore[attr-defined]

    assert canonical({key: value[key] for key in keys}) == canonical(value)  # type: ignore[arg-type, misc]


@given(st.binary(max_size=40))
def test_no_bytes_raise_anything_but_a_proof_error(raw: bytes) -> None:
    with suppress(ProofError):
        assert canonical(parse(raw, "value"))


def test_keys_are_in_the_order_of_utf16_as_rfc_8785_asks() -> None:
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\u00f6": 7}

    assert list(json.loads(canonical(value))) == ["\r", "1", "\x80", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"a": 1.5}, id="a fraction"),
        pytest.param({"a": [1.0]}, id="a whole number written as a fraction"),
        pytest.param({"a": float("nan")}, id="not a number"),
        pytest.param({"a": 2**53}, id="more than 53 bits"),
        pytest.param({"a": "\ud800"}, id="half of a surrogate pair"),
        pytest.param({"a": b"x"}, id="bytes"),
        pytest.param({1: "a"}, id="a key that is a number"),
        pytest.param({None: "a"}, id="a key that is nothing"),
    ],
)
def test_what_programs_read_differently_is_not_signed(value: object) -> None:
    with pytest.raises(ProofError):
        canonical(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b'{"a":1,"a":2}', id="a repeated key"),
        pytest.param(b'{"a":{"b":1,"\\u0062":2}}', id="a repeated key in other letters"),
        pytest.param(b'{"a":1.0}', id="a fraction"),
        pytest.param(b'{"a":1e3}', id="an exponent"),
        pytest.param(b'{"a":NaN}', id="not a number"),
        pytest.param(b'{"a":-Infinity}', id="infinity"),
        pytest.param(b'{"a":9007199254740992}', id="54 bits"),
        pytest.param(b'{"a":-9007199254740992}', id="54 bits below zero"),
        pytest.param(b'{"a":' + b"9" * 5000 + b"}", id="a number of 5000 digits"),
        pytest.param(b"[" * 100_000, id="deep nesting"),
        pytest.param('{"a":1}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b'\xef\xbb\xbf{"a":1}', id="a byte-order mark"),
        pytest.param(b'{"a":"\xff"}', id="not UTF-8"),
        pytest.param(b'{"a":1} x', id="something behind"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_json_that_programs_read_differently_is_not_believed(raw: bytes) -> None:
    with pytest.raises(ProofError):
        parse(raw, "value")
