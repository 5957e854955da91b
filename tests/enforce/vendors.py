"""Servers that speak as vendors do: a model that asks for the weather once, and then tells what it was given.

Each refuses a request that the types of its vendor's own library do not allow.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

from anthropic.types.message_create_params import MessageCreateParamsNonStreaming, MessageCreateParamsStreaming
from openai.types.chat.completion_create_params import (
    CompletionCreateParamsNonStreaming,
    CompletionCreateParamsStreaming,
)
from openai.types.responses.response_create_params import (
    ResponseCreateParamsNonStreaming,
    ResponseCreateParamsStreaming,
)
from pydantic import TypeAdapter

from muniment.domain.call import Dialect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHAPES: Final[dict[Dialect, tuple[TypeAdapter[Any], TypeAdapter[Any]]]] = {
    Dialect.CHAT: (TypeAdapter(CompletionCreateParamsNonStreaming), TypeAdapter(CompletionCreateParamsStreaming)),
    Dialect.MESSAGES: (TypeAdapter(MessageCreateParamsNonStreaming), TypeAdapter(MessageCreateParamsStreaming)),
    Dialect.RESPONSES: (TypeAdapter(ResponseCreateParamsNonStreaming), TypeAdapter(ResponseCreateParamsStreaming)),
}
PATHS: Final = {
    "/v1/chat/completions": Dialect.CHAT,
    "/v1/messages": Dialect.MESSAGES,
    "/v1/responses": Dialect.RESPONSES,
}


@dataclass(frozen=True)
class Reply:
    """What a server sends: in `pieces`, so that clients see them come one by one."""

    pieces: list[bytes]
    status: int = 200
    content_type: str = "text/event-stream"


@contextmanager
def serving(answer: Callable[[str, dict[str, Any]], Reply]) -> Iterator[str]:
    """Serve `answer` on a free port, and yield its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            reply = answer(self.path, json.loads(raw))
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in (*filter(None, reply.pieces), b""):
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Vendor:
    """A vendor of one dialect. `asked` holds what it was asked."""

    dialect: Dialect
    asked: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, path: str, body: dict[str, Any]) -> Reply:
        assert PATHS[path] is self.dialect
        streamed = body.get("stream") is True
        SHAPES[self.dialect][streamed].validate_python(body)
        self.asked.append(body)
        given = _GIVEN[self.dialect](body)
        script = _TELLS[self.dialect](given) if given is not None else _ASKS[self.dialect]()
        assert streamed
        return Reply(script)


def _given_in_chat(body: dict[str, Any]) -> str | None:
    last = body["messages"][-1]
    return last["content"] if last["role"] == "tool" else None


def _given_in_messages(body: dict[str, Any]) -> str | None:
    last = body["messages"][-1]["content"]
    return last[0]["content"] if isinstance(last, list) and last[0]["type"] == "tool_result" else None


def _given_in_responses(body: dict[str, Any]) -> str | None:
    last = body["input"][-1]
    return last["output"] if last.get("type") == "function_call_output" else None


_GIVEN: Final[dict[Dialect, Callable[[dict[str, Any]], str | None]]] = {
    Dialect.CHAT: _given_in_chat,
    Dialect.MESSAGES: _given_in_messages,
    Dialect.RESPONSES: _given_in_responses,
}


def _chat(delta: dict[str, Any], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return _chat_event(choices=[choice], usage=None, obfuscation="xY")


def _chat_event(**fields: object) -> bytes:
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-x"}
    return f"data: {json.dumps({**head, 'service_tier': 'default', 'system_fingerprint': 'fp', **fields})}\n\n".encode()


def _chat_end(finish: str) -> list[bytes]:
    usage = {
        "prompt_tokens": 30,
        "completion_tokens": 7,
        "total_tokens": 37,
        "prompt_tokens_details": {"cached_tokens": 10},
    }
    return [_chat({}, finish), _chat_event(choices=[], usage=usage), b"data: [DONE]\n\n"]


def _chat_asks() -> list[bytes]:
    first = {"index": 0, "id": "call_7", "type": "function", "function": {"name": "get_weather", "arguments": ""}}
    pieces = [{"index": 0, "function": {"arguments": text}} for text in ('{"ci', 'ty":"Paris"', "}")]
    return [
        _chat({"role": "assistant", "content": "", "refusal": None}),
        _chat({"content": "I will "}),
        _chat({"content": "look."}),
        _chat({"tool_calls": [first]}),
        *(_chat({"tool_calls": [each]}) for each in pieces),
        *_chat_end("tool_calls"),
    ]


def _chat_tells(given: str) -> list[bytes]:
    return [_chat({"role": "assistant", "content": ""}), _chat({"content": f"It is {given}."}), *_chat_end("stop")]


def _event(kind: str, **fields: object) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()


def _message(blocks: list[bytes], stop: str) -> list[bytes]:
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-x", "content": []}
    usage = {"input_tokens": 20, "cache_read_input_tokens": 10, "cache_creation_input_tokens": 0, "output_tokens": 1}
    begun = {**message, "stop_reason": None, "stop_sequence": None, "usage": usage}
    delta = {"stop_reason": stop, "stop_sequence": None}
    return [
        _event("message_start", message=begun),
        _event("ping"),
        *blocks,
        _event("message_delta", delta=delta, usage={"output_tokens": 7}),
        _event("message_stop"),
    ]


def _block(place: int, first: dict[str, Any], deltas: list[dict[str, Any]]) -> list[bytes]:
    return [
        _event("content_block_start", index=place, content_block=first),
        *(_event("content_block_delta", index=place, delta=each) for each in deltas),
        _event("content_block_stop", index=place),
    ]


def _messages_asks() -> list[bytes]:
    thought = _block(
        0,
        {"type": "thinking", "thinking": "", "signature": ""},
        [{"type": "thinking_delta", "thinking": "hm"}, {"type": "signature_delta", "signature": "s"}],
    )
    said = [{"type": "text_delta", "text": each} for each in ("I will ", "look.")]
    call = [{"type": "input_json_delta", "partial_json": each} for each in ("", '{"city":', '"Paris"}')]
    tool = {"type": "tool_use", "id": "toolu_7", "name": "get_weather", "input": {}}
    return _message([*thought, *_block(1, {"type": "text", "text": ""}, said), *_block(2, tool, call)], "tool_use")


def _messages_tells(given: str) -> list[bytes]:
    return _message(
        _block(0, {"type": "text", "text": ""}, [{"type": "text_delta", "text": f"It is {given}."}]), "end_turn"
    )


def _response(output: list[dict[str, Any]], events: list[bytes]) -> list[bytes]:
    usage = {
        "input_tokens": 30,
        "input_tokens_details": {"cached_tokens": 10, "cache_write_tokens": 0},
        "output_tokens": 7,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 37,
    }
    head = {"id": "resp_1", "object": "response", "created_at": 1, "model": "gpt-x", "tools": [], "error": None}
    begun = {**head, "status": "in_progress", "output": []}
    done = {**head, "status": "completed", "output": output, "usage": usage}
    return [
        _event("response.created", response=begun),
        _event("response.in_progress", response=begun),
        *events,
        _event("response.completed", response=done),
    ]


def _said(place: int, texts: list[str]) -> tuple[dict[str, Any], list[bytes]]:
    part = {"type": "output_text", "text": "".join(texts), "annotations": []}
    item = {"id": f"msg_{place}", "type": "message", "role": "assistant", "status": "completed", "content": [part]}
    at = {"output_index": place, "item_id": f"msg_{place}", "content_index": 0}
    return item, [
        _event("response.output_item.added", output_index=place, item={**item, "content": [], "status": "in_progress"}),
        _event("response.content_part.added", **at, part={**part, "text": ""}),
        *(_event("response.output_text.delta", **at, delta=each) for each in texts),
        _event("response.output_text.done", **at, text="".join(texts)),
        _event("response.content_part.done", **at, part=part),
        _event("response.output_item.done", output_index=place, item=item),
    ]


def _responses_asks() -> list[bytes]:
    item, events = _said(0, ["I will ", "look."])
    call = {"id": "fc_1", "type": "function_call", "call_id": "call_7", "name": "get_weather", "arguments": ""}
    pieces = ['{"ci', 'ty":"Paris"', "}"]
    whole = {**call, "arguments": "".join(pieces), "status": "completed"}
    at = {"output_index": 1, "item_id": "fc_1"}
    events += [
        _event("response.output_item.added", output_index=1, item=call),
        *(_event("response.function_call_arguments.delta", **at, delta=each) for each in pieces),
        _event("response.function_call_arguments.done", **at, arguments="".join(pieces)),
        _event("response.output_item.done", output_index=1, item=whole),
    ]
    return _response([item, whole], events)


def _responses_tells(given: str) -> list[bytes]:
    item, events = _said(0, [f"It is {given}."])
    return _response([item], events)


_ASKS: Final[dict[Dialect, Callable[[], list[bytes]]]] = {
    Dialect.CHAT: _chat_asks,
    Dialect.MESSAGES: _messages_asks,
    Dialect.RESPONSES: _responses_asks,
}
_TELLS: Final[dict[Dialect, Callable[[str], list[bytes]]]] = {
    Dialect.CHAT: _chat_tells,
    Dialect.MESSAGES: _messages_tells,
    Dialect.RESPONSES: _responses_tells,
}
