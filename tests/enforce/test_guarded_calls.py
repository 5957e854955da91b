"""Which calls are guarded, in which forms, and what becomes of one that is told twice."""

from __future__ import annotations

import json
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
    RELEASE,
    WITHHOLD,
    calls_in,
    closed,
    completed,
    fed,
    fragment,
    opened,
    piece,
    told,
)
from enforce.transcripts import SSE, call_of, chat_chunk, event, guard_of, responses_whole
from muniment.domain.call import Dialect, ModelCall, OfferedTool
from muniment.enforce.guards import guard_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import AnyJson


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
