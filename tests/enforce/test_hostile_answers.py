"""No trick in a stream lets a call pass that is withheld; each is named, with the reason that the client is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from enforce.hostile import (
    ADDED,
    ARGUMENTS,
    BEGIN,
    BEGUN,
    DONE,
    ENDED,
    FUNCTION,
    ITEM,
    MESSAGE,
    WITHHOLD,
    block,
    calls_in,
    closed,
    completed,
    fed,
    fragment,
    opened,
    piece,
    told,
)
from enforce.transcripts import chat_chunk, event, guard_of, responses_whole
from muniment.domain.call import Dialect

if TYPE_CHECKING:
    from muniment.domain.call import AnyJson

WORD = chat_chunk({"content": "word"})
CHAT: dict[str, tuple[bytes, str]] = {
    "a key spelt with escapes": (
        fragment(**BEGUN, function=FUNCTION).replace(b"tool_calls", b"tool\\u005fcalls") + ENDED,
        "",
    ),
    "a key in another case": (
        fragment(**BEGUN, function=FUNCTION).replace(b"tool_calls", b"Tool_Calls") + ENDED,
        "which some read as another",
    ),
    "a key with a long s": (
        fragment(**BEGUN, function=FUNCTION).replace(b"tool_calls", "tool_call\u017f".encode()) + ENDED,
        "which some read as another",
    ),
    "arguments in another case": (
        fragment(**BEGUN, function={"name": "set_valve", "Arguments": ARGUMENTS}) + ENDED,
        "",
    ),
    "a name in pieces": (
        fragment(**BEGUN, function={"name": "set_", "arguments": ""})
        + fragment(index=0, function={"name": "valve", "arguments": ARGUMENTS})
        + ENDED,
        "",
    ),
    "a name that comes twice": (
        fragment(**BEGUN, function=FUNCTION) + fragment(index=0, function={"name": "set_valve"}) + ENDED,
        "",
    ),
    "two ids": (
        fragment(**BEGUN, function=FUNCTION) + fragment(index=0, id="d", function={"arguments": " "}) + ENDED,
        "",
    ),
    "a fragment without a place": (fragment(id="c", type="function", function=FUNCTION) + ENDED, ""),
    "a type that nobody knows": (fragment(index=0, id="c", type="shell", function=FUNCTION) + ENDED, ""),
    "arguments that are no text": (
        fragment(**BEGUN, function={"name": "set_valve", "arguments": {"valve": "A7"}}) + ENDED,
        "",
    ),
    "more of a call behind the finish": (
        fragment(**BEGUN, function={"name": "read_log", "arguments": "{}"})
        + chat_chunk({}, "tool_calls")
        + fragment(index=0, function={"arguments": ARGUMENTS})
        + ENDED,
        "goes on with a tool call",
    ),
    "a call in a key beside the delta": (
        chat_chunk({"content": "x"}).replace(
            b'"finish_reason"', b'"message":{"tool_calls":[{"function":{"name":"A7"}}]},"finish_reason"'
        )
        + chat_chunk({}, "stop"),
        "",
    ),
    "a call behind text like that before": (
        WORD
        + WORD.replace(
            b'"word"',
            b'"word","tool_calls":[{"index":0,"id":"c","function":{"name":"set_valve","arguments":"{\\"A7\\":NaN}"}}]',
        )
        + ENDED,
        "",
    ),
    "choices twice": (WORD.replace(b'"choices":[', b'"choices":[],"choices":['), "stands twice"),
    "the end before the finish": (
        fragment(**BEGUN, function=FUNCTION) + b"data: [DONE]\n\n",
        "broke off inside a tool call",
    ),
    "an error that holds a call": (
        event({"error": {"message": "m"}, "choices": [{"index": 0, "delta": {"tool_calls": [{"name": "A7"}]}}]}),
        "told of an error",
    ),
    "an event that is named an error": (b"event: error\n" + fragment(**BEGUN, function=FUNCTION), "holds none"),
    "an event with another name": (b"event: thread.run\n" + fragment(**BEGUN, function=FUNCTION), "is named"),
    "a byte order mark": (b"\xef\xbb\xbf" + fragment(**BEGUN, function=FUNCTION) + ENDED, "readers take differently"),
    "a field with a space": (b" " + fragment(**BEGUN, function=FUNCTION) + ENDED, "readers take differently"),
    "a comment with a line end of Unicode": (
        b": \xe2\x80\xa8" + fragment(**BEGUN, function=FUNCTION) + ENDED,
        "readers take differently",
    ),
    "bytes that are no UTF-8": (WORD.replace(b"word", b"wo\xc0\x22rd"), "no UTF-8"),
    "an overlong event": (b"data: " + b"x" * (9 * 1024 * 1024), "longer than"),
    "two choices with one place": (
        event({"choices": [{"index": 0, "delta": {}}, {"index": 0, "delta": {"tool_calls": [{"id": "A7"}]}}]}),
        "a place of their own",
    ),
}


@pytest.mark.parametrize("name", CHAT)
def test_in_a_stream_of_chat_completions_no_trick_lets_a_call_pass(name: str) -> None:
    raw, reason = CHAT[name]

    out, asked, cut, _ = fed(guard_of(Dialect.CHAT), raw, WITHHOLD)

    assert b"A7" not in out
    assert not list(calls_in(out))
    assert reason in (cut or "")
    assert asked == [] or name in {"a key spelt with escapes", "more of a call behind the finish"}


HARMLESS = opened(0, block("read_log")) + piece(0, "{}") + closed(0)
MESSAGES: dict[str, tuple[bytes, str]] = {
    "more of a block behind its stop": (BEGIN + HARMLESS + piece(0, ARGUMENTS), "not open"),
    "a block begun twice": (BEGIN + HARMLESS + opened(0, block()) + piece(0, ARGUMENTS), "another place"),
    "a block begun inside another": (BEGIN + opened(0, block("read_log")) + opened(1, block()), "may"),
    "input for a block of text": (
        BEGIN + opened(0, {"type": "text", "text": ""}) + piece(0, ARGUMENTS) + closed(0),
        "",
    ),
    "input twice": (BEGIN + opened(0, block(input={"valve": "A7"})) + piece(0, ARGUMENTS) + closed(0), ""),
    "an unknown field": (BEGIN + opened(0, block(run={"valve": "A7"})) + closed(0), ""),
    "a message that begins with content": (
        event({"type": "message_start", "message": MESSAGE | {"content": [block()]}}, "message_start"),
        "does not begin with one empty message",
    ),
    "two messages": (BEGIN + HARMLESS + BEGIN, "does not begin with one empty message"),
    "an event without a name": (BEGIN + opened(0, block()).replace(b"event: content_block_start\n", b""), "a name"),
    "an event with another name": (BEGIN + opened(0, block()).replace(b"event: content_block", b"event: x"), "a name"),
    "an unknown event": (BEGIN + event({"type": "tool", "tool": block(name="A7")}, "tool"), ""),
    "an unknown piece": (
        BEGIN
        + opened(0, block())
        + event({"type": "content_block_delta", "index": 0, "delta": {"type": "A7"}}, "content_block_delta")
        + closed(0),
        "",
    ),
    "a tool of the vendor": (BEGIN + opened(0, {"type": "server_tool_use", "id": "s", "name": "A7"}) + closed(0), ""),
    "a block without a type": (BEGIN + opened(0, {"name": "A7"}), "no object with a type"),
    "an error that holds a call": (
        BEGIN + event({"type": "error", "error": {"message": "m"}, "content_block": block(name="A7")}, "error"),
        "told of an error",
    ),
    "no beginning": (opened(0, block()) + piece(0, ARGUMENTS) + closed(0), "may"),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_in_a_stream_of_messages_no_trick_lets_a_call_pass(name: str) -> None:
    raw, reason = MESSAGES[name]

    out, asked, cut, _ = fed(guard_of(Dialect.MESSAGES), raw, WITHHOLD)

    assert b'"valve' not in out
    assert not list(calls_in(out))
    assert reason in (cut or "")
    assert {use.name for use in asked} <= {"read_log"}


WORDS: dict[str, AnyJson] = {"id": "fc_0", "type": "message", "role": "assistant", "content": []}
RESPONSES: dict[str, tuple[bytes, str]] = {
    "added as words and done as a call": (
        told("output_item.added", output_index=0, item=WORDS) + DONE,
        "as another than it was added",
    ),
    "a call that stands in the last event alone": (completed(ITEM), ""),
    "a call under the name of words": (completed(ITEM | {"type": "Function_Call"}), ""),
    "pieces that make other arguments": (
        ADDED + told("function_call_arguments.delta", output_index=0, item_id="fc_0", delta='{"valve":"B1"}') + DONE,
        "",
    ),
    "whole arguments that are others": (
        ADDED
        + told("function_call_arguments.delta", output_index=0, item_id="fc_0", delta=ARGUMENTS)
        + told("function_call_arguments.done", output_index=0, item_id="fc_0", arguments='{"valve":"B1"}')
        + DONE,
        "",
    ),
    "another name when done": (
        told("output_item.added", output_index=0, item=ITEM | {"name": "read_log"}) + DONE,
        "",
    ),
    "a namespace": (
        told("output_item.added", output_index=0, item=ITEM | {"namespace": "plant"})
        + told("output_item.done", output_index=0, item=ITEM | {"namespace": "plant"}),
        "",
    ),
    "pieces without an item": (
        told("function_call_arguments.delta", output_index=4, item_id="fc_4", delta=ARGUMENTS),
        "",
    ),
    "a hosted tool": (
        told("output_item.added", output_index=0, item={"id": "m", "type": "mcp_call", "name": "A7"})
        + told("output_item.done", output_index=0, item={"id": "m", "type": "mcp_call", "name": "A7"}),
        "",
    ),
    "an unknown event": (told("tool.started", item=ITEM), ""),
    "a part of words that is a call": (
        told("output_item.added", output_index=0, item=WORDS | {"content": [ITEM]}),
        "",
    ),
    "an answer that begins with output": (
        told("created", response=responses_whole(()) | {"output": [ITEM]}),
        "does not begin with an empty output",
    ),
    "no output in the last event": (
        told("completed", response={"id": "r", "Output": [ITEM]}),
        "repeats no output",
    ),
    "an event behind the last": (completed() + ADDED + DONE, "behind the last one"),
    "names on some events": (ADDED.replace(b"event: response.output_item.added\n", b"") + DONE, "a name"),
    "an error that holds a call": (
        event({"type": "error", "message": "m", "item": ITEM}, "error"),
        "told of an error",
    ),
    "an item added twice": (ADDED + ADDED, "added twice"),
    "an item done twice": (ADDED + DONE + DONE, "no place of its own"),
}


@pytest.mark.parametrize("name", RESPONSES)
def test_in_a_stream_of_responses_no_trick_lets_a_call_pass(name: str) -> None:
    raw, reason = RESPONSES[name]

    out, _, cut, _ = fed(guard_of(Dialect.RESPONSES), raw, WITHHOLD)

    assert b'"valve' not in out
    assert not list(calls_in(out))
    assert reason in (cut or "")
