"""Answers said in another dialect, whole and in pieces."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce.conversations import answers
from muniment.domain.call import Dialect
from muniment.domain.conversation import Answer, Called, Refusal, Stop, Text, Tokens
from muniment.enforce.translate import chat_answer, messages_answer, responses_answer
from muniment.enforce.translate.losses import Losses
from muniment.enforce.translate.moving import Came, returning
from muniment.enforce.translate.pieces import Broke, Gathering, OneAtATime, pieces_of
from muniment.enforce.translate.shared import OriginalCall, compact
from muniment.enforce.translate.sse import EventReader

if TYPE_CHECKING:
    from types import ModuleType

    from muniment.domain.call import AnyJson
    from muniment.enforce.translate.moving import Returning

DIALECTS: Final = {
    Dialect.CHAT: chat_answer,
    Dialect.MESSAGES: messages_answer,
    Dialect.RESPONSES: responses_answer,
}
STREAMED: Final = OriginalCall(body={"stream": True, "stream_options": {"include_usage": True}}, at=1_790_000_000)
WHOLE: Final = OriginalCall(body={}, at=1_790_000_000)


def stream(module: ModuleType, answer: Answer) -> bytes:
    order, writing = OneAtATime(), module.Writing(STREAMED)
    return b"".join(writing.write(passed) for piece in pieces_of(answer) for passed in order.put(piece))


def gathered(module: ModuleType, raw: bytes) -> Answer | Broke:
    """Return what a stream says, or how it broke."""
    reading, order, gathering = module.Reading(Losses()), OneAtATime(), Gathering()
    for event in EventReader().feed(raw):
        for piece in reading.read(event):
            for passed in order.put(piece):
                if isinstance(passed, Broke):
                    return passed
                gathering.put(passed)
    return gathering.answer


def streaming(spoken: Dialect, onto: Dialect) -> Returning:
    return returning(Came(spoken=spoken, onto=onto, status=200, content_type="text/event-stream"), STREAMED)


@pytest.mark.parametrize("module", DIALECTS.values(), ids=lambda module: module.__name__.rpartition(".")[2])
@settings(max_examples=40)
@given(answer=answers)
def test_a_whole_answer_comes_back_as_it_was(module: ModuleType, answer: Answer) -> None:
    losses = Losses()

    assert module.read(module.write(answer, WHOLE), losses) == answer
    assert losses.lost == ()


@pytest.mark.parametrize("spoken", DIALECTS)
@pytest.mark.parametrize("onto", DIALECTS)
@settings(max_examples=25)
@given(answer=answers, cuts=st.lists(st.integers(0, 4000), max_size=12))
def test_a_stream_says_the_same_in_every_dialect_wherever_its_bytes_are_cut(
    spoken: Dialect, onto: Dialect, answer: Answer, cuts: list[int]
) -> None:
    raw = stream(DIALECTS[spoken], answer)
    cut, whole = streaming(spoken, onto), streaming(spoken, onto)

    places = [0, *sorted(place for place in cuts if place < len(raw)), len(raw)]
    out = b"".join(cut.feed(raw[start:end]) for start, end in pairwise(places)) + cut.end()

    assert out == whole.feed(raw) + whole.end()
    assert gathered(DIALECTS[onto], out) == answer


@pytest.mark.parametrize("spoken", DIALECTS)
@pytest.mark.parametrize("onto", DIALECTS)
@settings(max_examples=25)
@given(answer=answers, share=st.floats(0, 1, exclude_max=True))
def test_a_stream_that_was_cut_ends_in_an_error_and_never_as_an_answer(
    spoken: Dialect, onto: Dialect, answer: Answer, share: float
) -> None:
    raw = stream(DIALECTS[spoken], answer)
    last = {Dialect.CHAT: b'data: {"id"', Dialect.MESSAGES: b"event: message_delta", Dialect.RESPONSES: b"event: "}
    going = streaming(spoken, onto)

    out = going.feed(raw[: int(raw.rfind(last[spoken]) * share)]) + going.end()

    assert isinstance(gathered(DIALECTS[onto], out), Broke)


@pytest.mark.parametrize("spoken", DIALECTS)
@pytest.mark.parametrize("onto", DIALECTS)
def test_a_whole_answer_is_a_stream_for_a_client_that_wants_one(spoken: Dialect, onto: Dialect) -> None:
    answer = Answer(id="a", model="m", parts=(Text("hello"),), stop=Stop.END, tokens=Tokens(given=3, made=2))
    came = Came(spoken=spoken, onto=onto, status=200, content_type="application/json")
    going = returning(came, STREAMED)

    going.feed(compact(DIALECTS[spoken].write(answer, WHOLE)).encode())
    out = going.end()

    assert (going.status, going.content_type) == (200, "text/event-stream")
    assert gathered(DIALECTS[onto], out) == answer


def events(*bodies: AnyJson) -> bytes:
    return b"".join(f"data: {json.dumps(body)}\n\n".encode() for body in bodies)


def chunk(finish: str | None = None, **delta: AnyJson) -> AnyJson:
    return {"id": "c", "model": "m", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def piece(place: int, arguments: str, **first: str) -> AnyJson:
    begins = {"id": first["id"], "type": "function"} if "id" in first else {}
    named = {"name": first["name"]} if "name" in first else {}
    return {"index": place, **begins, "function": {**named, "arguments": arguments}}


def test_calls_whose_pieces_come_mixed_are_told_one_after_the_other() -> None:
    raw = events(
        chunk(role="assistant", content="so"),
        chunk(tool_calls=[piece(0, '{"a"', id="c0", name="x"), piece(1, "", id="c1", name="y")]),
        chunk(tool_calls=[piece(1, '{"b":2}')]),
        chunk(tool_calls=[piece(0, ":1}")]),
        chunk("tool_calls"),
    )
    going = streaming(Dialect.CHAT, Dialect.MESSAGES)

    out = going.feed(raw + b"data: [DONE]\n\n")

    found = gathered(messages_answer, out)
    assert isinstance(found, Answer)
    assert found.parts == (
        Text("so"),
        Called(call_id="c0", name="x", arguments='{"a":1}'),
        Called(call_id="c1", name="y", arguments='{"b":2}'),
    )
    assert out.index(b"content_block_stop") < out.index(b'"name":"x"') < out.index(b'"name":"y"')


def test_pieces_of_the_first_call_leave_at_once() -> None:
    going = streaming(Dialect.CHAT, Dialect.MESSAGES)
    going.feed(events(chunk(tool_calls=[piece(0, "", id="c0", name="x")])))

    out = going.feed(events(chunk(tool_calls=[piece(0, '{"city":')])))

    assert b'"partial_json":"{\\"city\\":"' in out


def test_a_call_is_told_as_the_reason_of_the_end_where_a_server_says_stop() -> None:
    raw = events(chunk(tool_calls=[piece(0, "{}", id="c0", name="x")]), chunk("stop")) + b"data: [DONE]\n\n"

    out = streaming(Dialect.CHAT, Dialect.MESSAGES).feed(raw)

    assert b'"stop_reason":"tool_use"' in out


def test_a_call_without_arguments_has_empty_ones() -> None:
    raw = events(chunk(tool_calls=[piece(0, "", id="c0", name="x")]), chunk("tool_calls")) + b"data: [DONE]\n\n"

    found = gathered(responses_answer, streaming(Dialect.CHAT, Dialect.RESPONSES).feed(raw))

    assert isinstance(found, Answer)
    assert found.parts == (Called(call_id="c0", name="x", arguments="{}"),)


@pytest.mark.parametrize("onto", DIALECTS)
def test_words_of_refusal_end_in_a_refusal(onto: Dialect) -> None:
    raw = events(chunk(refusal="I must not"), chunk("stop")) + b"data: [DONE]\n\n"

    found = gathered(DIALECTS[onto], streaming(Dialect.CHAT, onto).feed(raw))

    assert isinstance(found, Answer)
    told = (found.parts, found.stop)
    in_messages = ((Text("I must not"),), Stop.REFUSED)
    assert told == (in_messages if onto is Dialect.MESSAGES else ((Refusal("I must not"),), found.stop))


def test_reasoning_in_a_stream_is_left_out_and_listed() -> None:
    raw = events(chunk(reasoning_content="hm"), chunk(content="yes"), chunk("stop")) + b"data: [DONE]\n\n"
    going = streaming(Dialect.CHAT, Dialect.MESSAGES)

    out = going.feed(raw)

    assert b"hm" not in out
    assert [each.field for each in going.lost] == ["choices.delta.reasoning_content"]


def test_a_vendor_that_waits_keeps_the_client_waiting() -> None:
    going = streaming(Dialect.CHAT, Dialect.MESSAGES)

    assert going.feed(b": still there\n\n") == b'event: ping\ndata: {"type":"ping"}\n\n'
    assert streaming(Dialect.MESSAGES, Dialect.CHAT).feed(events({"type": "ping"})) == b": wait\n\n"


@pytest.mark.parametrize(
    ("spoken", "onto", "raw"),
    [
        (Dialect.CHAT, Dialect.MESSAGES, events({"error": {"message": "overloaded", "type": "server_error"}})),
        (
            Dialect.MESSAGES,
            Dialect.CHAT,
            events({"type": "error", "error": {"type": "api_error", "message": "overloaded"}}),
        ),
        (Dialect.RESPONSES, Dialect.CHAT, events({"type": "error", "code": "x", "message": "overloaded"})),
        (
            Dialect.RESPONSES,
            Dialect.MESSAGES,
            events(
                {"type": "response.failed", "response": {"id": "r", "error": {"code": "x", "message": "overloaded"}}}
            ),
        ),
    ],
)
def test_an_error_in_a_stream_is_one_in_the_dialect_of_the_client(spoken: Dialect, onto: Dialect, raw: bytes) -> None:
    out = streaming(spoken, onto).feed(raw)

    found = gathered(DIALECTS[onto], out)
    assert isinstance(found, Broke)
    assert found.message == "overloaded"


@pytest.mark.parametrize(
    ("spoken", "raw"),
    [
        (Dialect.CHAT, b"data: {not json}\n\n"),
        (Dialect.CHAT, b"data: \xff\n\n"),
        (Dialect.CHAT, events({"choices": [{"index": 1, "delta": {"content": "a"}}]})),
        (Dialect.CHAT, events(chunk(function_call={"name": "x"}))),
        (
            Dialect.MESSAGES,
            events({"type": "content_block_start", "index": 0, "content_block": {"type": "server_tool_use"}}),
        ),
        (Dialect.RESPONSES, events({"type": "response.output_item.added", "item": {"type": "web_search_call"}})),
    ],
)
def test_a_stream_that_cannot_be_carried_over_breaks(spoken: Dialect, raw: bytes) -> None:
    going = streaming(spoken, Dialect.MESSAGES)

    out = going.feed(raw) + going.feed(events(chunk("stop"))) + going.end()

    assert out.count(b"event: error") == 1
    assert b"message_stop" not in out


@pytest.mark.parametrize("onto", DIALECTS)
def test_an_error_of_the_vendor_keeps_its_status_and_its_words(onto: Dialect) -> None:
    came = Came(spoken=Dialect.CHAT, onto=onto, status=429, content_type="application/json")
    going = returning(came, STREAMED)

    going.feed(b'{"error": {"message": "slow down", "type": "requests"}}')
    body = json.loads(going.end())

    assert (going.status, going.content_type) == (429, "application/json")
    assert body["error"]["message"] == "slow down"
    assert body["error"]["type"] == "rate_limit_error"
    assert ("type" in body) == (onto is Dialect.MESSAGES)


def test_an_answer_whose_arguments_are_no_object_is_an_error_for_a_client_that_needs_one() -> None:
    answer = Answer(id="a", model="m", parts=(Called(call_id="c", name="x", arguments="{oops"),), stop=Stop.TOOLS)
    came = Came(spoken=Dialect.CHAT, onto=Dialect.MESSAGES, status=200, content_type="application/json")
    going = returning(came, WHOLE)

    going.feed(compact(chat_answer.write(answer, WHOLE)).encode())
    body = json.loads(going.end())

    assert going.status == 502
    assert "the arguments of a tool call are no JSON object" in body["error"]["message"]


def test_tokens_from_the_cache_are_part_of_those_given_except_where_the_dialect_says_otherwise() -> None:
    cost = Tokens(given=100, made=5, read=60, written=30)
    answer = Answer(id="a", model="m", parts=(Text("x"),), stop=Stop.END, tokens=cost)

    in_chat, in_messages = chat_answer.write(answer, WHOLE), messages_answer.write(answer, WHOLE)

    assert isinstance(in_chat, dict)
    assert isinstance(in_messages, dict)
    assert in_chat["usage"]["prompt_tokens"] == 100
    assert in_messages["usage"]["input_tokens"] == 10


def test_an_event_without_end_breaks_the_answer_before_it_fills_the_memory() -> None:
    going = streaming(Dialect.CHAT, Dialect.MESSAGES)

    out = b"".join(going.feed(b"x" * 2**20) for _ in range(33))

    assert b"one event is larger than 32 MiB" in out
    assert going.broke == "one event is larger than 32 MiB"


def said_in_responses(*told: dict[str, AnyJson]) -> bytes:
    """Return a stream of Responses whose items are `told`, each at the place 0."""
    first: AnyJson = {"type": "response.created", "response": {"id": "r", "model": "m"}}
    last: AnyJson = {"type": "response.completed", "response": {"id": "r", "status": "completed", "output": [CALL]}}
    return events(first, *({"output_index": 0, **each} for each in told), last)


CALL: Final[dict[str, AnyJson]] = {"type": "function_call", "call_id": "c0", "name": "x", "arguments": '{"a":1}'}
ADDED: Final[dict[str, AnyJson]] = {"type": "response.output_item.added", "item": {**CALL, "arguments": ""}}
FULL: Final[dict[str, AnyJson]] = {"type": "response.output_item.added", "item": CALL}
DELTA: Final[dict[str, AnyJson]] = {"type": "response.function_call_arguments.delta", "delta": '{"a"'}
TOLD: Final[dict[str, AnyJson]] = {"type": "response.function_call_arguments.done", "arguments": '{"a":1}'}
DONE: Final[dict[str, AnyJson]] = {"type": "response.output_item.done", "item": CALL}
RELEASED: Final = Called(call_id="c0", name="x", arguments='{"a":1}')


@pytest.mark.parametrize("onto", [Dialect.CHAT, Dialect.MESSAGES])
@pytest.mark.parametrize(
    "told",
    [(ADDED, DONE), (ADDED, TOLD, DONE), (DONE,), (FULL, DONE), (ADDED, DELTA, DONE), (ADDED, DELTA, TOLD, DONE)],
)
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_call_of_responses_is_the_one_of_its_whole_item_however_it_is_told(
    onto: Dialect, told: tuple[dict[str, AnyJson], ...], size: int
) -> None:
    raw, going = said_in_responses(*told), streaming(Dialect.RESPONSES, onto)

    out = b"".join(going.feed(raw[at : at + size]) for at in range(0, len(raw), size)) + going.end()

    answer = gathered(DIALECTS[onto], out)
    assert isinstance(answer, Answer)
    assert answer.parts == (RELEASED,)


@pytest.mark.parametrize(
    "told",
    [
        (ADDED, {**DELTA, "delta": '{"b"'}, DONE),
        (ADDED, {**DELTA, "delta": '{"b"'}, TOLD),
        (ADDED, {**DONE, "item": {**CALL, "name": "y"}}),
        (),
    ],
)
def test_a_call_of_responses_that_is_told_in_two_ways_breaks(told: tuple[dict[str, AnyJson], ...]) -> None:
    going = streaming(Dialect.RESPONSES, Dialect.CHAT)

    out = going.feed(said_in_responses(*told)) + going.end()

    assert gathered(chat_answer, out) == Broke("a call is told in two ways", "server_error")


@pytest.mark.parametrize("onto", [Dialect.MESSAGES, Dialect.RESPONSES])
def test_a_call_of_chat_is_opened_when_its_id_and_its_name_are_known(onto: Dialect) -> None:
    fragments = [piece(0, '{"a"', id="c0"), piece(0, ":", name="x"), piece(0, "1}")]
    raw = events(*(chunk(tool_calls=[each]) for each in fragments), chunk("tool_calls")) + b"data: [DONE]\n\n"
    going = streaming(Dialect.CHAT, onto)

    answer = gathered(DIALECTS[onto], going.feed(raw) + going.end())

    assert isinstance(answer, Answer)
    assert answer.parts == (RELEASED,)


def test_a_call_of_chat_without_a_name_breaks_the_answer() -> None:
    raw = events(chunk(tool_calls=[piece(0, "{}", id="c0")]), chunk("tool_calls")) + b"data: [DONE]\n\n"
    going = streaming(Dialect.CHAT, Dialect.RESPONSES)

    going.feed(raw)
    going.end()

    assert going.broke == "a call has no id or no name"
