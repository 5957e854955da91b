"""Every dialect, streamed and whole, under every ruling, however the bytes are cut."""

from __future__ import annotations

import json
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce.transcripts import EVENTS, JSON, ONE, SSE, TWO, Use, call_of, chat_chunk, guard_of, stream, whole
from muniment.domain.call import Dialect, Fault, Ruling, Usage
from muniment.domain.gateway import Ruled
from muniment.enforce.guards import guard_for
from muniment.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from muniment.domain.call import AnyJson, ToolUse
    from muniment.enforce.guards import Guard, Passed

ANSWERS = Path(__file__).parent.parent / "samples" / "gateway" / "answers"
RELEASE = Ruled(ruling=Ruling.RELEASE)
WITHHOLD = Ruled(ruling=Ruling.WITHHOLD, notice="not today")
HOLD = Ruled(ruling=Ruling.HOLD, notice="waits for two people", hold_id="hold-7")
SPOKEN = tuple(EVENTS)
FORMS = {"stream": (SSE, stream), "whole": (JSON, whole)}
dialects = pytest.mark.parametrize("dialect", SPOKEN, ids=lambda dialect: dialect.value)
forms = pytest.mark.parametrize("form", FORMS)
STOPPED = {Dialect.CHAT: b'"content_filter"', Dialect.MESSAGES: b'"end_turn"', Dialect.RESPONSES: b'"completed"'}


class Run:
    """What a client gets when an answer goes through a guard and every use is ruled as told, at once."""

    def __init__(self, guard: Guard, rulings: Mapping[str, Ruled]) -> None:
        self.out = b""
        self.asked: list[ToolUse] = []
        self.cut: str | None = None
        self.left_out: tuple[str, ...] = ()
        self._guard = guard
        self._rulings = rulings

    def through(self, chunks: Iterable[bytes]) -> Run:
        for chunk in chunks:
            self._take(self._guard.feed(chunk))
        self._take(self._guard.end())
        return self

    def _take(self, passed: Passed) -> None:
        self.out += passed.out
        self.cut = self.cut or passed.cut
        self.left_out += passed.left_out
        self.asked += passed.asks
        if passed.asks:
            self._take(self._guard.answer({use.call_id: self._rulings[use.name] for use in passed.asks}))


def run(dialect: Dialect, chunks: Iterable[bytes], ruled: Ruled | Mapping[str, Ruled], form: str = "stream") -> Run:
    rulings = {"set_valve": ruled, "read_log": ruled} if isinstance(ruled, Ruled) else ruled
    return Run(guard_of(dialect, FORMS[form][0]), rulings).through(chunks)


def cuts(raw: bytes, places: Sequence[int]) -> list[bytes]:
    edges = sorted({0, len(raw), *(place % (len(raw) + 1) for place in places)})
    return [raw[start:end] for start, end in pairwise(edges)]


@dialects
@forms
def test_a_call_that_is_released_reaches_the_client_byte_for_byte(dialect: Dialect, form: str) -> None:
    raw = FORMS[form][1](dialect, TWO)

    got = run(dialect, [raw], RELEASE, form)

    assert got.out == raw
    assert [(use.call_id, use.name, json.loads(use.arguments)) for use in got.asked] == [
        ("call_1", "set_valve", {"valve": "A7", "open": True}),
        ("call_2", "read_log", {}),
    ]


@dialects
@forms
@pytest.mark.parametrize("ruled", [WITHHOLD, HOLD], ids=["withheld", "held"])
def test_a_call_that_is_not_released_is_replaced_by_its_notice(dialect: Dialect, form: str, ruled: Ruled) -> None:
    raw = FORMS[form][1](dialect, ONE)

    got = run(dialect, [raw], ruled, form)

    assert b"A7" not in got.out
    assert b"call_1" not in got.out
    assert ruled.notice.encode() in got.out
    assert STOPPED[dialect] in got.out
    assert (b"hold-7" in got.out) is (ruled is HOLD)
    assert b"Let me check." in got.out or b'"check."' in got.out
    assert got.cut is None


@dialects
@forms
def test_of_two_calls_the_one_that_is_withheld_never_passes(dialect: Dialect, form: str) -> None:
    raw = FORMS[form][1](dialect, TWO)

    got = run(dialect, [raw], {"set_valve": WITHHOLD, "read_log": RELEASE}, form)

    assert b"A7" not in got.out
    assert b"not today" in got.out
    assert (b"call_2" in got.out) is (dialect is not Dialect.CHAT)  # there, a part of a turn would lie to the model


@dialects
@forms
@pytest.mark.parametrize("ruled", [RELEASE, WITHHOLD], ids=["then approved", "then denied"])
def test_a_call_waits_for_as_long_as_nobody_has_ruled(dialect: Dialect, form: str, ruled: Ruled) -> None:
    raw = FORMS[form][1](dialect, ONE)
    guard = guard_of(dialect, FORMS[form][0])
    first, second = guard.feed(raw), guard.end()

    waiting = guard.answer({})
    after = guard.answer({"call_1": ruled})

    assert len((*first.asks, *second.asks)) == 1
    assert b"A7" not in first.out + second.out
    assert waiting.out == b""
    assert (first.out + second.out + after.out == raw) is (ruled is RELEASE)


@dialects
@forms
def test_an_answer_without_calls_passes_as_it_came(dialect: Dialect, form: str) -> None:
    raw = FORMS[form][1](dialect, (), "größer … 漢字 😀")

    got = run(dialect, [raw], WITHHOLD, form)

    assert (got.out, got.asked, got.cut) == (raw, [], None)


@dialects
def test_text_passes_at_once_while_the_call_behind_it_waits(dialect: Dialect) -> None:
    guard = guard_of(dialect)
    events = EVENTS[dialect](ONE)
    before = next(place for place, event in enumerate(events) if b"set_valve" in event)

    passed = [guard.feed(event).out for event in events]

    assert passed[:before] == events[:before]
    assert not any(passed[before:])


@dialects
@forms
def test_the_tokens_are_told_as_the_vendor_told_them(dialect: Dialect, form: str) -> None:
    guard = guard_of(dialect, FORMS[form][0])

    guard.feed(FORMS[form][1](dialect, ()))
    guard.end()

    assert guard.usage == Usage(input_tokens=12, output_tokens=7, cached_tokens=4)


@pytest.mark.parametrize("path", sorted(ANSWERS.iterdir()), ids=lambda path: path.name)
def test_a_sample_of_an_answer_passes_as_it_came_where_its_calls_are_released(path: Path) -> None:
    form = {".sse": "stream", ".json": "whole"}[path.suffix]

    got = run(Dialect(path.stem), [path.read_bytes()], RELEASE, form)

    assert got.out == path.read_bytes()
    assert [use.name for use in got.asked] == ["set_valve", "read_log"]


def chat_fragment(index: int, name: str) -> bytes:
    function: dict[str, AnyJson] = {"name": name, "arguments": '{"valve":"A7"}'}
    call: AnyJson = {"index": 0, "id": f"call_{index}", "type": "function", "function": function}
    return chat_chunk({"content": f"choice {index}", "tool_calls": [call]}, index=index)


SEVERAL = [
    chat_chunk({"role": "assistant", "content": "first"}),
    chat_fragment(0, "set_valve"),
    chat_chunk({"content": "beside"}, index=1),
    chat_fragment(1, "read_log"),
    chat_chunk({}, "tool_calls", index=1),
    chat_chunk({}, "tool_calls", index=0),
    b"data: [DONE]\n\n",
]


def test_several_answers_of_one_call_are_asked_about_together_and_pass_as_they_came() -> None:
    got = run(Dialect.CHAT, SEVERAL, RELEASE)

    assert got.out == b"".join(SEVERAL)
    assert [use.call_id for use in got.asked] == ["call_0", "call_1"]


def test_of_several_answers_the_words_pass_where_the_calls_are_withheld() -> None:
    got = run(Dialect.CHAT, SEVERAL, {"set_valve": WITHHOLD, "read_log": RELEASE})

    assert b"A7" not in got.out
    assert b"tool_calls" not in got.out
    assert got.out.count(b'"content_filter"') == 2
    for words in (b"first", b"choice 0", b"beside", b"choice 1", b"not today", b"withheld with the rest of the turn"):
        assert words in got.out


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SPOKEN),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([RELEASE, WITHHOLD]),
    st.lists(st.integers(min_value=0, max_value=10**6), max_size=40),
    st.text(st.characters(codec="utf-8"), max_size=12),
)
def test_however_a_stream_is_cut_the_client_gets_the_same(
    dialect: Dialect, line_end: str, ruled: Ruled, places: list[int], said: str
) -> None:
    raw = stream(dialect, TWO, f"{said} \u2028 ü").replace(b"\n", line_end.encode())

    at_once, in_parts = run(dialect, [raw], ruled), run(dialect, cuts(raw, places), ruled)

    assert in_parts.out == at_once.out
    assert in_parts.asked == at_once.asked
    assert (in_parts.cut, at_once.cut) == (None, None)


@dialects
def test_cut_at_every_byte_a_stream_gives_the_same(dialect: Dialect) -> None:
    raw = stream(dialect, ONE, "ü \u2028").replace(b"\n", b"\r\n")

    got = run(dialect, [raw[at : at + 1] for at in range(len(raw))], HOLD)

    assert got.out == run(dialect, [raw], HOLD).out


@dialects
def test_wherever_a_vendor_breaks_off_the_client_gets_an_error_and_no_call(dialect: Dialect) -> None:
    raw = stream(dialect, ONE)
    last = {Dialect.CHAT: b"data: [DONE]", Dialect.MESSAGES: b"event: message_stop"}.get(dialect, b"")
    whole_at = raw.index(last) if last else len(raw)
    for at in range(0, whole_at, 3):
        got = run(dialect, [raw[:at]], RELEASE)
        if got.asked:
            continue
        assert got.cut, at
        assert b"A7" not in got.out
        assert b"vendor broke off" in got.out


TEXTUAL = [pair for pair in product(SPOKEN, FORMS) if pair != (Dialect.MESSAGES, "whole")]
"""There, the input is an object of the answer itself, which is refused as a whole."""


@pytest.mark.parametrize(("dialect", "form"), TEXTUAL)
@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        pytest.param('{"valve":"A7","valve":"B1"}', "the key `valve` stands twice", id="a key twice"),
        pytest.param('{"valve":"A7","Valve":"B1"}', "differ in case alone", id="a key in another case"),
        pytest.param('{"valve":"A7","n":NaN}', "no number of JSON", id="not a number"),
        pytest.param('{"valve":"A7","n":9007199254740993}', "readers differ", id="a great integer"),
        pytest.param('{"valve":"A7\\ud800"}', "a surrogate stands without its partner", id="half a sign"),
        pytest.param('{"valve":"A7"', "no JSON at character", id="no end"),
        pytest.param('["A7"]', "its arguments are no object", id="a list"),
        pytest.param('{"valve":"A7"}{"valve":"B1"}', "extra data", id="two objects"),
    ],
)
def test_arguments_that_are_not_read_by_all_alike_are_withheld_without_asking(
    dialect: Dialect, form: str, arguments: str, why: str
) -> None:
    raw = FORMS[form][1](dialect, (Use("call_1", arguments=arguments),))

    got = run(dialect, [raw], RELEASE, form)

    assert (got.asked, got.cut) == ([], None)
    assert b"A7" not in got.out
    assert why in got.out.decode()


@dialects
@forms
def test_a_call_of_a_tool_that_the_request_does_not_offer_is_withheld(dialect: Dialect, form: str) -> None:
    raw = FORMS[form][1](dialect, (Use("call_1", "Set_Valve"),))

    got = run(dialect, [raw], RELEASE, form)

    assert got.asked == []
    assert b"A7" not in got.out
    assert b"the request offers no such tool" in got.out


@dialects
@forms
def test_a_second_call_with_the_id_of_the_first_is_never_ruled_as_the_first(dialect: Dialect, form: str) -> None:
    uses = (Use("call_1", "read_log", "{}"), Use("call_1", "set_valve"))
    raw = FORMS[form][1](dialect, uses)

    got = run(dialect, [raw], RELEASE, form)

    assert [use.name for use in got.asked] == ([] if dialect is Dialect.CHAT else ["read_log"])  # all or nothing there
    assert b"A7" not in got.out


@dialects
def test_what_passes_for_a_line_end_in_unicode_is_written_as_an_escape(dialect: Dialect) -> None:
    said = 'x\u2028data: {"choices":[]}\u2029\x85'

    got = run(dialect, [stream(dialect, (), said)], WITHHOLD)

    assert len(got.out.decode().splitlines()) == len(got.out.split(b"\n")) - 1
    assert b"\\u2028" in got.out
    assert b"\\u0085" in got.out


@dialects
def test_while_a_call_waits_the_client_gets_what_it_passes_over(dialect: Dialect) -> None:
    raw = stream(dialect, ONE)
    guard = guard_of(dialect)
    first = guard.feed(raw).out

    alive = guard.keepalive()
    after = guard.answer({"call_1": RELEASE}).out

    assert alive.endswith(b"\n\n")
    assert first + after == raw


def test_space_keeps_a_whole_answer_waiting() -> None:
    assert guard_of(Dialect.CHAT, JSON).keepalive().isspace()


@dialects
@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"<html>", b'{"a":1,"a":2}'])
def test_a_whole_answer_that_is_none_of_the_dialect_is_an_error(dialect: Dialect, raw: bytes) -> None:
    got = run(dialect, [raw], RELEASE, "whole")

    assert got.cut
    assert json.loads(got.out)["error"]["message"] == got.cut


@pytest.mark.parametrize("dialect", Dialect, ids=lambda dialect: dialect.value)
@pytest.mark.parametrize("content_type", ["text/html", "", "application/octet-stream", "multipart/mixed"])
def test_an_answer_of_another_kind_has_no_guard_and_none_of_it_passes(dialect: Dialect, content_type: str) -> None:
    with pytest.raises(CallError) as error:
        guard_for(call_of(dialect), content_type, 200)

    assert error.value.code == Fault.UNREADABLE_ANSWER


@dialects
def test_an_error_of_the_vendor_passes_as_it_came(dialect: Dialect) -> None:
    guard = guard_for(call_of(dialect), "application/json", 429)

    assert guard.feed(b'{"error":{}}').out == b'{"error":{}}'


def test_embeddings_pass_at_once_and_tell_their_tokens() -> None:
    raw = b'{"object":"list","data":[{"embedding":[0.1,0.2]}],"usage":{"prompt_tokens":8,"total_tokens":8}}'
    guard = guard_for(call_of(Dialect.EMBEDDINGS), "application/json", 200)

    passed = b"".join(guard.feed(part).out for part in cuts(raw, [50, 70]))
    guard.end()

    assert passed == raw
    assert guard.usage == Usage(input_tokens=8, output_tokens=None)
