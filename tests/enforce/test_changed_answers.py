"""No change to an answer lets a call pass that is withheld: laws over streams and whole answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from enforce.hostile import WITHHOLD, calls_in, fed
from enforce.transcripts import EVENTS, JSON, ONE, guard_of, stream, whole

if TYPE_CHECKING:
    from muniment.domain.call import Dialect


SCRAPS = (
    b"\n",
    b"\r",
    b"\n\n",
    b"data: ",
    b"event: error\n",
    b": x\n",
    b"\xe2\x80\xa8",
    b"\xff",
    b"\\u005f",
    b'"',
    b"}",
    b"[",
    b"null",
    b'"type":"text",',
    b'"index":1,',
    b"data: [DONE]\n\n",
    b"tool_calls",
    b"content",
    b"message",
    b"function_call",
    b"text",
)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["insert", "replace", "drop", "twice", "swap"]),
        st.integers(min_value=0, max_value=10**6),
        st.sampled_from(SCRAPS),
    ),
    min_size=1,
    max_size=6,
)


def changed(events: list[bytes], changes: list[tuple[str, int, bytes]]) -> bytes:
    """Return the events with each change made to one of them."""
    for how, place, scrap in changes:
        at = place % len(events)
        one, inside = events[at], place % (len(events[at]) + 1)
        match how:
            case "insert":
                events[at] = one[:inside] + scrap + one[inside:]
            case "replace":
                events[at] = one[:inside] + scrap + one[inside + len(scrap) :]
            case "drop":
                events[at] = b""
            case "twice":
                events[at] = one + one
            case _:
                events[at], events[at - 1] = events[at - 1], events[at]
    return b"".join(events)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(tuple(EVENTS)), CHANGES, st.lists(st.integers(min_value=1, max_value=400), max_size=8))
def test_no_change_to_a_stream_lets_a_call_pass_that_is_withheld(
    dialect: Dialect, changes: list[tuple[str, int, bytes]], sizes: list[int]
) -> None:
    raw = changed(EVENTS[dialect](ONE), changes)

    out, asked, cut, left_out = fed(guard_of(dialect), raw, WITHHOLD)
    other = fed(guard_of(dialect), raw, WITHHOLD, sizes)

    assert not list(calls_in(out))
    assert not list(calls_in(other[0]))
    assert cut == other[2]
    if cut is None:  # an answer that breaks ends at once, also where a call waits
        assert (out, asked, left_out) == (other[0], other[1], other[3])


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(tuple(EVENTS)), CHANGES)
def test_no_change_to_a_whole_answer_lets_a_call_pass_that_is_withheld(
    dialect: Dialect, changes: list[tuple[str, int, bytes]]
) -> None:
    raw = changed([whole(dialect, ONE)], [change for change in changes if change[0] in {"insert", "replace"}])

    out, _, _, _ = fed(guard_of(dialect, JSON), raw, WITHHOLD)

    assert not list(calls_in(out))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(tuple(EVENTS)), st.binary(max_size=200))
def test_any_bytes_end_in_an_answer_or_in_the_dialects_error(dialect: Dialect, raw: bytes) -> None:
    out, _, cut, _ = fed(guard_of(dialect), stream(dialect, ())[:200] + raw, WITHHOLD)

    assert cut
    assert b"error" in out
