"""What people sign: the exact call, in one spelling, and nothing that two programs could read differently."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import ProofError
from muniment.prove.any_json import canonical_any, parse_any
from muniment.prove.hold import arguments_in, call_digest, hold_text, read_hold
from prove.holds import VALVE, hold

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
KEYS = st.text("abcdefghij_é\u20ac", min_size=1, max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_a_hold_reads_back_as_the_text_that_was_signed(arguments: dict[str, object]) -> None:
    text = hold_text(hold(arguments))  # type: ignore[arg-type]

    try:
        found = read_hold(text)
    except ProofError as error:
        assert "is another number" in str(error)  # noqa: PT017  (numbers beyond 53 bits)
        return

    assert hold_text(found) == text


def test_the_signed_text_holds_everything_that_an_approval_must_not_be_moved_away_from() -> None:
    text = hold_text(hold())

    said = json.loads(text)

    assert rfc8785.dumps(said) == text
    assert said["arguments"] == VALVE
    assert set(said) == {
        "approvers", "arguments", "authority", "call", "contract", "created", "decision", "does", "effect", "expires",
        "format", "grounds", "id", "model", "policy", "purpose", "quorum", "requester", "schema", "server", "tool",
        "vendor",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(lambda said: said | {"quorum": 0}, "asks for nobody", id="nobody has to approve"),
        pytest.param(lambda said: said | {"more": 1}, "unknown field", id="a field that is not known"),
        pytest.param(lambda said: said | {"arguments": []}, "is not an object", id="arguments that are a list"),
        pytest.param(lambda said: said | {"format": "muniment-hold/2"}, "is not", id="a later format"),
        pytest.param(lambda said: said | {"approvers": [""]}, "names nobody", id="an approver without a name"),
    ],
)
def test_a_hold_that_says_something_else_is_not_read(change: Callable[[Any], Any], why: str) -> None:
    text = rfc8785.dumps(change(json.loads(hold_text(hold()))))

    with pytest.raises(ProofError, match=why):
        read_hold(text)


def test_a_hold_in_another_spelling_is_not_read() -> None:
    text = json.dumps(json.loads(hold_text(hold()))).encode()

    with pytest.raises(ProofError, match="is not written as RFC 8785"):
        read_hold(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param('{"a": 1, "a": 2}', "repeated", id="a key twice"),
        pytest.param('{"path": 1, "Path": 2}', "case alone", id="two keys that differ by case"),
        pytest.param('{"a": NaN}', "no value of JSON", id="not a number"),
        pytest.param('{"a": 1e999}', "another number", id="beyond all doubles"),
        pytest.param('{"a": 9223372036854775808}', "another number", id="an integer that doubles round"),
        pytest.param('{"a": 0.10000000000000000555}', "another number", id="more digits than a double keeps"),
        pytest.param('{"a": "\\ud800"}', "surrogates", id="half a character"),
        pytest.param('{"a": ' + "[" * 70 + "]" * 70 + "}", "nested", id="nested too deeply"),
        pytest.param("[1]", "not an object", id="a list"),
        pytest.param('{"a": 1', "delimiter", id="cut off"),
    ],
)
def test_arguments_that_two_programs_could_read_differently_are_refused(text: str, why: str) -> None:
    with pytest.raises(ProofError, match=why):
        arguments_in(text)


def test_no_arguments_at_all_are_an_empty_object() -> None:
    assert arguments_in("") == {}


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_a_call_has_one_digest_whatever_the_order_and_the_blanks(arguments: dict[str, object]) -> None:
    try:
        one = parse_any(canonical_any(arguments), "a")  # type: ignore[arg-type]
        other = parse_any(json.dumps(dict(reversed(arguments.items())), indent=2).encode(), "b")
    except ProofError:
        return

    assert call_digest("t", "s", one) == call_digest("t", "s", other)  # type: ignore[arg-type]


def test_another_tool_server_or_argument_has_another_digest() -> None:
    found = {
        call_digest("set_valve", "mcp://plant", VALVE),
        call_digest("set_valves", "mcp://plant", VALVE),
        call_digest("set_valve", "mcp://plan", VALVE),
        call_digest("set_valve", "mcp://plant", {**VALVE, "open": "true"}),
        call_digest("set_valve", "mcp://plant", {**VALVE, "valve": "A8"}),
    }

    assert len(found) == 5
