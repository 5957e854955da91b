"""Answers as vendors send them: the same turn in each dialect, streamed and whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from muniment.domain.call import Dialect, ModelCall, OfferedTool
from muniment.enforce.guards import guard_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.domain.call import AnyJson
    from muniment.enforce.guards import Guard

SSE = "text/event-stream; charset=utf-8"
JSON = "application/json"
TOOLS = ("set_valve", "read_log")


@dataclass(frozen=True, slots=True)
class Use:
    """A use of a tool as a model writes it."""

    call_id: str
    name: str = "set_valve"
    arguments: str = '{"valve":"A7","open":true}'


ONE = (Use("call_1"),)
TWO = (Use("call_1"), Use("call_2", "read_log", "{}"))


def call_of(dialect: Dialect, *, tools: Sequence[str] = TOOLS, body: dict[str, AnyJson] | None = None) -> ModelCall:
    offered = tuple(OfferedTool(name=name, hosted=False, schema="") for name in tools)
    return ModelCall(dialect=dialect, model="m", stream=True, tools=offered, body=body or {})


def guard_of(dialect: Dialect, content_type: str = SSE) -> Guard:
    return guard_for(call_of(dialect), content_type, 200)


def event(value: AnyJson, name: str = "") -> bytes:
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(value, separators=(',', ':'), ensure_ascii=False)}\n\n".encode()


def pieces(text: str) -> tuple[str, str]:
    return text[:4], text[4:]


def chat_chunk(delta: dict[str, AnyJson], finish: str | None = None, index: int = 0, **more: AnyJson) -> bytes:
    head: dict[str, AnyJson] = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    choice: AnyJson = {"index": index, "delta": delta, "logprobs": None, "finish_reason": finish}
    return event({**head, "system_fingerprint": "fp", "choices": [choice], **more})


def chat_events(uses: Sequence[Use] = ONE, said: str = "Let me check.") -> list[bytes]:
    out = [chat_chunk({"role": "assistant", "content": "", "refusal": None}, obfuscation="aaaa")]
    out += [chat_chunk({"content": word}, obfuscation="b") for word in said.split(" ")]
    for place, use in enumerate(uses):
        begin: dict[str, AnyJson] = {"index": place, "id": use.call_id, "type": "function"}
        out.append(chat_chunk({"tool_calls": [begin | {"function": {"name": use.name, "arguments": ""}}]}))
        out += [
            chat_chunk({"tool_calls": [{"index": place, "function": {"arguments": piece}}]})
            for piece in pieces(use.arguments)
        ]
    usage: dict[str, AnyJson] = {"prompt_tokens": 12, "completion_tokens": 7}
    usage |= {"prompt_tokens_details": {"cached_tokens": 4}}
    out.append(chat_chunk({}, "tool_calls" if uses else "stop"))
    head: dict[str, AnyJson] = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return [*out, event({**head, "choices": [], "usage": usage}), b"data: [DONE]\n\n"]


def messages_events(uses: Sequence[Use] = ONE, said: str = "Let me check.") -> list[bytes]:
    message: dict[str, AnyJson] = {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": []}
    message |= {"stop_reason": None, "stop_sequence": None}
    message |= {"usage": {"input_tokens": 8, "cache_read_input_tokens": 4, "output_tokens": 1}}
    out = [
        event({"type": "message_start", "message": message}, "message_start"),
        event(
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            "content_block_start",
        ),
        b'event: ping\ndata: {"type": "ping"}\n\n',
    ]
    for word in said.split(" "):
        delta: AnyJson = {"type": "text_delta", "text": word}
        out.append(event({"type": "content_block_delta", "index": 0, "delta": delta}, "content_block_delta"))
    out.append(event({"type": "content_block_stop", "index": 0}, "content_block_stop"))
    for place, use in enumerate(uses, 1):
        block: AnyJson = {"type": "tool_use", "id": use.call_id, "name": use.name, "input": {}}
        out.append(
            event({"type": "content_block_start", "index": place, "content_block": block}, "content_block_start")
        )
        for piece in pieces(use.arguments):
            delta = {"type": "input_json_delta", "partial_json": piece}
            out.append(event({"type": "content_block_delta", "index": place, "delta": delta}, "content_block_delta"))
        out.append(event({"type": "content_block_stop", "index": place}, "content_block_stop"))
    stop: AnyJson = {"stop_reason": "tool_use" if uses else "end_turn", "stop_sequence": None}
    out.append(event({"type": "message_delta", "delta": stop, "usage": {"output_tokens": 7}}, "message_delta"))
    return [*out, event({"type": "message_stop"}, "message_stop")]


def responses_item(place: int, use: Use) -> dict[str, AnyJson]:
    item: dict[str, AnyJson] = {"id": f"fc_{place}", "type": "function_call", "call_id": use.call_id}
    return item | {"name": use.name, "arguments": use.arguments, "status": "completed"}


def responses_whole(uses: Sequence[Use] = ONE, said: str = "Let me check.") -> dict[str, AnyJson]:
    part: AnyJson = {"type": "output_text", "text": said, "annotations": []}
    message: AnyJson = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [part]}
    output: list[AnyJson] = [message, *(responses_item(place, use) for place, use in enumerate(uses, 1))]
    usage: dict[str, AnyJson] = {"input_tokens": 12, "output_tokens": 7}
    usage |= {"input_tokens_details": {"cached_tokens": 4}, "total_tokens": 19}
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": "m",
        "status": "completed",
        "output": output,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": usage,
    }


def responses_events(uses: Sequence[Use] = ONE, said: str = "Let me check.") -> list[bytes]:
    numbers = count()

    def tell(name: str, /, **rest: AnyJson) -> bytes:
        kind = f"response.{name}"
        return event({"type": kind, "sequence_number": next(numbers), **rest}, kind)

    whole = responses_whole(uses, said)
    begun: AnyJson = whole | {"status": "in_progress", "output": [], "usage": None}
    message: AnyJson = {"id": "msg_1", "type": "message", "role": "assistant", "status": "in_progress", "content": []}
    here: dict[str, AnyJson] = {"output_index": 0, "item_id": "msg_1", "content_index": 0}
    part: dict[str, AnyJson] = {"type": "output_text", "text": said, "annotations": []}
    done: AnyJson = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [part]}
    out = [
        tell("created", response=begun),
        tell("in_progress", response=begun),
        tell("output_item.added", output_index=0, item=message),
        tell("content_part.added", **here, part=part | {"text": ""}),
        *(tell("output_text.delta", **here, delta=word, logprobs=[], obfuscation="c") for word in said.split(" ")),
        tell("output_text.done", **here, text=said, logprobs=[]),
        tell("content_part.done", **here, part=part),
        tell("output_item.done", output_index=0, item=done),
    ]
    for place, use in enumerate(uses, 1):
        item = responses_item(place, use)
        at: dict[str, AnyJson] = {"output_index": place, "item_id": item["id"]}
        begin: AnyJson = item | {"arguments": "", "status": "in_progress"}
        out.append(tell("output_item.added", output_index=place, item=begin))
        out += [tell("function_call_arguments.delta", **at, delta=piece) for piece in pieces(use.arguments)]
        out.append(tell("function_call_arguments.done", **at, name=use.name, arguments=use.arguments))
        out.append(tell("output_item.done", output_index=place, item=item))
    return [*out, tell("completed", response=whole)]


def chat_whole(uses: Sequence[Use] = ONE, said: str = "Let me check.") -> dict[str, AnyJson]:
    calls: AnyJson = [
        {"id": use.call_id, "type": "function", "function": {"name": use.name, "arguments": use.arguments}}
        for use in uses
    ]
    message: dict[str, AnyJson] = {"role": "assistant", "content": said, "refusal": None}
    message |= {"tool_calls": calls} if uses else {}
    choice: AnyJson = {"index": 0, "message": message, "finish_reason": "tool_calls" if uses else "stop"}
    usage: dict[str, AnyJson] = {"prompt_tokens": 12, "completion_tokens": 7, "total_tokens": 19}
    usage |= {"prompt_tokens_details": {"cached_tokens": 4}}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [choice],
        "usage": usage,
    }


def messages_whole(uses: Sequence[Use] = ONE, said: str = "Let me check.") -> dict[str, AnyJson]:
    content: list[AnyJson] = [{"type": "text", "text": said}]
    content += [
        {"type": "tool_use", "id": use.call_id, "name": use.name, "input": json.loads(use.arguments)} for use in uses
    ]
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": content,
        "stop_reason": "tool_use" if uses else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 8, "cache_read_input_tokens": 4, "output_tokens": 7},
    }


EVENTS = {Dialect.CHAT: chat_events, Dialect.MESSAGES: messages_events, Dialect.RESPONSES: responses_events}
WHOLE = {Dialect.CHAT: chat_whole, Dialect.MESSAGES: messages_whole, Dialect.RESPONSES: responses_whole}


def stream(dialect: Dialect, uses: Sequence[Use] = ONE, said: str = "Let me check.") -> bytes:
    return b"".join(EVENTS[dialect](uses, said))


def whole(dialect: Dialect, uses: Sequence[Use] = ONE, said: str = "Let me check.") -> bytes:
    return json.dumps(WHOLE[dialect](uses, said), indent=1).encode()
