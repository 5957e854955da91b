"""What a hostile or broken vendor sends: no call that was not released reaches any client, however it reads."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce.transcripts import (
    EVENTS,
    JSON,
    ONE,
    SSE,
    Use,
    call_of,
    chat_chunk,
    event,
    guard_of,
    responses_item,
    responses_whole,
    stream,
    whole,
)
from muniment.domain.call import Dialect, ModelCall, OfferedTool, Ruling, ToolUse
from muniment.domain.gateway import Ruled
from muniment.enforce.guards import guard_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from muniment.domain.call import AnyJson
    from muniment.enforce.guards import Guard, Passed

RELEASE = Ruled(ruling=Ruling.RELEASE)
WITHHOLD = Ruled(ruling=Ruling.WITHHOLD, notice="not today")
ARGUMENTS = '{"valve":"A7"}'


def fed(
    guard: Guard, raw: bytes, ruled: Ruled = RELEASE, sizes: Sequence[int] = ()
) -> tuple[bytes, list[ToolUse], str | None, tuple[str, ...]]:
    """Return what passes, what is asked, why the answer was cut and what was left out."""
    out, asked, cut, left_out = b"", list[ToolUse](), None, tuple[str, ...]()
    steps: list[Callable[[], Passed]] = [partial(guard.feed, part) for part in in_parts(raw, sizes)]
    for step in (*steps, guard.end):
        passed = step()
        while True:
            out += passed.out
            cut = cut or passed.cut
            left_out += passed.left_out
            asked += passed.asks
            if not passed.asks:
                break
            passed = guard.answer({use.call_id: ruled for use in passed.asks})
    return out, asked, cut, left_out


def in_parts(raw: bytes, sizes: Sequence[int]) -> Iterator[bytes]:
    for size in sizes:
        yield raw[:size]
        raw = raw[size:]
    yield raw


def fragment(**call: AnyJson) -> bytes:
    return chat_chunk({"tool_calls": [call]})


FUNCTION: dict[str, AnyJson] = {"name": "set_valve", "arguments": ARGUMENTS}
BEGUN: dict[str, AnyJson] = {"index": 0, "id": "c", "type": "function"}
ENDED = chat_chunk({}, "tool_calls") + b"data: [DONE]\n\n"
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


def opened(index: int, block: AnyJson) -> bytes:
    return event({"type": "content_block_start", "index": index, "content_block": block}, "content_block_start")


def piece(index: int, text: str) -> bytes:
    delta: AnyJson = {"type": "input_json_delta", "partial_json": text}
    return event({"type": "content_block_delta", "index": index, "delta": delta}, "content_block_delta")


def closed(index: int) -> bytes:
    return event({"type": "content_block_stop", "index": index}, "content_block_stop")


def block(name: str = "set_valve", call_id: str = "c", **more: AnyJson) -> dict[str, AnyJson]:
    return {"type": "tool_use", "id": call_id, "name": name, "input": {}, **more}


MESSAGE: dict[str, AnyJson] = {"id": "m", "type": "message", "role": "assistant", "content": [], "usage": {}}
BEGIN = event({"type": "message_start", "message": MESSAGE}, "message_start")
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


def told(kind: str, **rest: AnyJson) -> bytes:
    return event({"type": f"response.{kind}", "sequence_number": 1, **rest}, f"response.{kind}")


ITEM = responses_item(0, Use("c", arguments=ARGUMENTS))
WORDS: dict[str, AnyJson] = {"id": "fc_0", "type": "message", "role": "assistant", "content": []}
DONE = told("output_item.done", output_index=0, item=ITEM)
ADDED = told("output_item.added", output_index=0, item=ITEM | {"arguments": ""})


def completed(*output: AnyJson) -> bytes:
    return told("completed", response=responses_whole(()) | {"output": list(output)})


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


def test_a_call_that_was_released_and_is_repeated_with_other_arguments_is_withheld() -> None:
    other = completed(ITEM | {"arguments": '{"valve":"B1"}'})

    out, asked, cut, _ = fed(guard_of(Dialect.RESPONSES), ADDED + DONE + other, RELEASE)

    assert [use.arguments for use in asked] == [ARGUMENTS]
    assert b"B1" not in out
    assert b"which the answer did not show before" in out
    assert cut is None


def test_a_call_that_was_released_once_is_repeated_once() -> None:
    out, _, _, _ = fed(guard_of(Dialect.RESPONSES), ADDED + DONE + completed(ITEM, ITEM), RELEASE)

    assert out.count(b'"arguments":"{\\"valve\\":\\"A7\\"}"') == 2  # where it is done, and repeated


def test_where_the_vendor_stops_inside_a_call_its_end_still_reaches_the_client() -> None:
    ended = told("incomplete", response=responses_whole(()) | {"status": "incomplete", "output": [ITEM]})

    out, asked, cut, _ = fed(guard_of(Dialect.RESPONSES), ADDED + ended)

    assert (asked, cut) == ([], None)
    assert b"the vendor stopped inside it" in out
    assert b'"status":"incomplete"' in out
    assert not list(calls_in(out))


def test_a_stream_of_lines_that_end_no_event_is_cut_short() -> None:
    guard = guard_of(Dialect.CHAT)

    steps = [guard.feed(b"data: x\n").cut for _ in range(250)]

    assert steps[:200] == [None] * 200
    assert steps[200] == "an event is longer than 8388608 bytes or 200 lines"


def test_of_a_turn_with_more_calls_than_anybody_could_rule_upon_nobody_is_asked_about_any() -> None:
    calls = [BEGUN | {"index": place, "id": f"c{place}", "function": FUNCTION} for place in range(300)]

    out, asked, _, _ = fed(guard_of(Dialect.CHAT), b"".join(fragment(**call) for call in calls) + ENDED)

    assert not asked
    assert b"A7" not in out


def test_what_a_vendor_adds_and_nobody_knows_is_left_out_and_named() -> None:
    raw = chat_chunk({"content": "x", "actions": [{"run": "A7"}]}) + chat_chunk({}, "stop") + b"data: [DONE]\n\n"

    out, _, cut, left_out = fed(guard_of(Dialect.CHAT), raw)

    assert left_out == ("delta.actions",)
    assert b"A7" not in out
    assert b'"content":"x"' in out
    assert cut is None


def test_the_older_form_of_a_call_is_guarded_too() -> None:
    raw = chat_chunk({"function_call": FUNCTION}) + chat_chunk({}, "function_call") + b"data: [DONE]\n\n"

    out, asked, _, _ = fed(guard_of(Dialect.CHAT), raw)
    denied, _, _, _ = fed(guard_of(Dialect.CHAT), raw, WITHHOLD)

    assert out == raw
    assert [use.name for use in asked] == ["set_valve"]
    assert b"A7" not in denied


def test_the_free_text_of_a_custom_tool_is_asked_about_as_json() -> None:
    custom: AnyJson = {"index": 0, "id": "c", "type": "custom", "custom": {"name": "set_valve", "input": 'open "A7"'}}
    raw = chat_chunk({"tool_calls": [custom]}) + ENDED

    out, asked, _, _ = fed(guard_of(Dialect.CHAT), raw)

    assert out == raw
    assert [json.loads(use.arguments) for use in asked] == ['open "A7"']


@pytest.mark.parametrize(
    ("dialect", "kind", "item"),
    [
        pytest.param(
            Dialect.RESPONSES,
            "shell",
            {"type": "shell_call", "action": {"commands": ["rm"]}, "environment": {"type": "local"}},
            id="shell",
        ),
        pytest.param(Dialect.RESPONSES, "local_shell", {"type": "local_shell_call", "action": {"command": []}}, id="l"),
        pytest.param(
            Dialect.RESPONSES, "apply_patch", {"type": "apply_patch_call", "operation": {"path": "x"}}, id="p"
        ),
    ],
)
def test_tools_that_the_vendor_defines_and_the_client_runs_are_asked_about(
    dialect: Dialect, kind: str, item: dict[str, AnyJson]
) -> None:
    given: dict[str, AnyJson] = {"id": "i", "call_id": "c", "status": "completed"} | item
    raw = b"".join(told(f"output_item.{step}", output_index=0, item=given) for step in ("added", "done"))
    raw += completed(given)
    guard = guard_for(call_of(dialect, tools=[kind]), SSE, 200)

    out, asked, cut, _ = fed(guard, raw)

    assert (out, cut) == (raw, None)
    assert [use.name for use in asked] == [kind]
    assert json.loads(asked[0].arguments).keys() <= given.keys()


def test_what_a_listed_tool_of_the_vendor_does_passes() -> None:
    tool = OfferedTool(name="web_search", hosted=True, schema="")
    body: Mapping[str, AnyJson] = {"tools": [{"type": "web_search_20250305", "name": "web_search"}]}
    call = ModelCall(dialect=Dialect.MESSAGES, model="m", stream=True, tools=(tool,), body=body)
    raw = (
        BEGIN
        + opened(0, {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {}})
        + piece(0, '{"query":"x"}')
        + closed(0)
        + opened(1, {"type": "web_search_tool_result", "tool_use_id": "s", "content": []})
        + closed(1)
        + event({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {}}, "message_delta")
        + event({"type": "message_stop"}, "message_stop")
    )

    out, asked, cut, _ = fed(guard_for(call, SSE, 200), raw)

    assert (out, asked, cut) == (raw, [], None)


CALL_TYPES = {"tool_use", "server_tool_use", "mcp_tool_use", "input_json_delta", "function_call", "custom_tool_call"}
CALL_KEYS = {"tool_calls", "function_call"}


def calls_in(out: bytes) -> Iterator[AnyJson]:
    """Give every call that some client could see, minding neither case nor which characters end a line."""
    text = out.decode(errors="replace")
    for line in {*text.split("\n"), *text.splitlines(), text}:
        try:
            value = json.loads(line.strip().removeprefix("data:"))
        except ValueError:
            continue
        yield from _calls(value)


def _calls(value: AnyJson) -> Iterator[AnyJson]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.casefold() in CALL_KEYS and inner:
                yield inner
            if key.casefold() == "type" and isinstance(inner, str) and inner.casefold() in CALL_TYPES:
                yield value
            yield from _calls(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _calls(inner)


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
