"""Answers that an attacker wrote, and what a guard lets through of them."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from enforce.transcripts import Use, chat_chunk, event, responses_item, responses_whole
from muniment.domain.call import Ruling, ToolUse
from muniment.domain.gateway import Ruled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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


def told(kind: str, **rest: AnyJson) -> bytes:
    return event({"type": f"response.{kind}", "sequence_number": 1, **rest}, f"response.{kind}")


ITEM = responses_item(0, Use("c", arguments=ARGUMENTS))
DONE = told("output_item.done", output_index=0, item=ITEM)
ADDED = told("output_item.added", output_index=0, item=ITEM | {"arguments": ""})


def completed(*output: AnyJson) -> bytes:
    return told("completed", response=responses_whole(()) | {"output": list(output)})


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
