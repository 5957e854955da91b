"""A small vendor: a real server that answers in four dialects, and remembers every byte that reached it."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from types import TracebackType


@dataclass(frozen=True)
class Seen:
    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found


@dataclass
class Reply:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pieces: list[bytes] = field(default_factory=list)
    cut: bool = False
    pause: float = 0.0
    delay: float = 0.0
    raw: bytes | None = None


class Vendor:
    """`reply`, where set, stands in place of the usual answer. `gone` counts callers that left before the end."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.reply: Reply | None = None
        self.gone = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(60)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                seen = await _request(reader)
                self.seen.append(seen)
                if not await self._answer(self.reply or usual(seen), reader, writer):
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await asyncio.sleep(reply.delay)
        if reply.raw is not None:
            writer.write(reply.raw)
            await writer.drain()
            return False
        lines = "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
        writer.write(f"HTTP/1.1 {reply.status} X\r\n{lines}transfer-encoding: chunked\r\n\r\n".encode())
        async for piece in _paced(reply):
            if reader.at_eof() or writer.is_closing():
                self.gone += 1
                return False
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            await writer.drain()
        if reply.cut:
            writer.transport.abort()
            return False
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True


async def _paced(reply: Reply) -> AsyncIterator[bytes]:
    for piece in reply.pieces:
        if reply.pause:
            await asyncio.sleep(reply.pause)
        yield piece


async def _request(reader: asyncio.StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    raw = await reader.readexactly(int(headers.get("content-length", "0")))
    return Seen(path=first.split(" ")[1], headers=headers, raw=raw)


JSON = {"content-type": "application/json", "x-request-id": "req-1"}
SSE = {"content-type": "text/event-stream; charset=utf-8", "x-request-id": "req-1"}


def usual(seen: Seen) -> Reply:
    """Return what a vendor answers: a few words, or a call of the first tool that was offered."""
    body = seen.body
    tool = _first_tool(body)
    stream = bool(body.get("stream"))
    match seen.path:
        case "/v1/chat/completions":
            return _chat(body, tool, stream=stream)
        case "/v1/messages/count_tokens" | "/v1/responses/input_tokens":
            return whole({"input_tokens": 11})
        case "/v1/messages":
            return _messages(body, tool, stream=stream)
        case "/v1/responses":
            return _responses(body, tool, stream=stream)
        case "/v1/embeddings":
            data = [{"object": "embedding", "index": 0, "embedding": [0.25, 0.5]}]
            usage = {"prompt_tokens": 2, "total_tokens": 2}
            return whole({"object": "list", "data": data, "model": body["model"], "usage": usage})
        case _:
            return Reply(status=404, headers=JSON, pieces=[b"{}"])


def whole(body: dict[str, Any]) -> Reply:
    return Reply(headers=JSON, pieces=[json.dumps(body).encode()])


def events(told: Iterator[tuple[str, dict[str, Any]]], *, done: bool) -> Reply:
    pieces = []
    for name, data in told:
        line = f"event: {name}\n" if name else ""
        pieces.append(f"{line}data: {json.dumps(data)}\n\n".encode())
    return Reply(headers=SSE, pieces=[*pieces, b"data: [DONE]\n\n"] if done else pieces)


def _first_tool(body: dict[str, Any]) -> str:
    tools = body.get("tools") or []
    if not tools:
        return ""
    return str(tools[0].get("name") or tools[0].get("function", {}).get("name"))


ARGUMENTS = '{"city":"Oslo"}'


def _chat(body: dict[str, Any], tool: str, *, stream: bool) -> Reply:
    base = {"id": "chatcmpl-1", "created": 1, "model": body["model"]}
    usage = {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}
    call = {"id": "call_1", "type": "function", "function": {"name": tool, "arguments": ARGUMENTS}}
    if not stream:
        message: dict[str, Any] = {"role": "assistant", "content": None if tool else "Hello there"}
        if tool:
            message["tool_calls"] = [call]
        reason = "tool_calls" if tool else "stop"
        choice = {"index": 0, "message": message, "finish_reason": reason, "logprobs": None}
        return whole({**base, "object": "chat.completion", "choices": [choice], "usage": usage})

    def told() -> Iterator[tuple[str, dict[str, Any]]]:
        def chunk(delta: dict[str, Any], reason: str | None = None) -> tuple[str, dict[str, Any]]:
            choice = {"index": 0, "delta": delta, "finish_reason": reason}
            return "", {**base, "object": "chat.completion.chunk", "choices": [choice]}

        yield chunk({"role": "assistant", "content": ""})
        yield chunk({"content": "Hello "})
        yield chunk({"content": "there"})
        if tool:
            first = {"index": 0, **call, "function": {"name": tool, "arguments": ""}}
            yield chunk({"tool_calls": [first]})
            yield chunk({"tool_calls": [{"index": 0, "function": {"arguments": ARGUMENTS[:6]}}]})
            yield chunk({"tool_calls": [{"index": 0, "function": {"arguments": ARGUMENTS[6:]}}]})
        yield chunk({}, "tool_calls" if tool else "stop")
        yield "", {**base, "object": "chat.completion.chunk", "choices": [], "usage": usage}

    return events(told(), done=True)


def _messages(body: dict[str, Any], tool: str, *, stream: bool) -> Reply:
    text = {"type": "text", "text": "Hello there"}
    used = {"type": "tool_use", "id": "toolu_1", "name": tool, "input": json.loads(ARGUMENTS)}
    base = {"id": "msg_1", "type": "message", "role": "assistant", "model": body["model"]}
    reason = "tool_use" if tool else "end_turn"
    usage = {"input_tokens": 5, "output_tokens": 3}
    if not stream:
        content = [text, used] if tool else [text]
        return whole({**base, "content": content, "stop_reason": reason, "stop_sequence": None, "usage": usage})

    def told() -> Iterator[tuple[str, dict[str, Any]]]:
        def event(kind: str, **more: object) -> tuple[str, dict[str, Any]]:
            return kind, {"type": kind, **more}

        empty = {**base, "content": [], "stop_reason": None, "stop_sequence": None, "usage": usage}
        yield event("message_start", message=empty)
        yield event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        yield event("ping")
        for part in ("Hello ", "there"):
            yield event("content_block_delta", index=0, delta={"type": "text_delta", "text": part})
        yield event("content_block_stop", index=0)
        if tool:
            yield event("content_block_start", index=1, content_block={**used, "input": {}})
            for part in (ARGUMENTS[:6], ARGUMENTS[6:]):
                delta = {"type": "input_json_delta", "partial_json": part}
                yield event("content_block_delta", index=1, delta=delta)
            yield event("content_block_stop", index=1)
        yield event("message_delta", delta={"stop_reason": reason, "stop_sequence": None}, usage={"output_tokens": 3})
        yield event("message_stop")

    return events(told(), done=False)


def _responses(body: dict[str, Any], tool: str, *, stream: bool) -> Reply:
    part = {"type": "output_text", "text": "Hello there", "annotations": []}
    item: dict[str, Any] = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "status": "completed",
        "content": [part],
    }
    if tool:
        item = {
            "id": "fc_1",
            "type": "function_call",
            "call_id": "call_1",
            "name": tool,
            "arguments": ARGUMENTS,
            "status": "completed",
        }
    usage = {
        "input_tokens": 5,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": 3,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 8,
    }
    base = {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": body["model"],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
    }
    done = {**base, "status": "completed", "output": [item], "usage": usage}
    if not stream:
        return whole(done)

    def told() -> Iterator[tuple[str, dict[str, Any]]]:
        numbers = iter(range(1000))

        def event(kind: str, **more: object) -> tuple[str, dict[str, Any]]:
            return kind, {"type": kind, "sequence_number": next(numbers), **more}

        begun = {**base, "status": "in_progress", "output": [], "usage": None}
        yield event("response.created", response=begun)
        yield event("response.in_progress", response=begun)
        at = {"item_id": item["id"], "output_index": 0}
        if tool:
            yield event(
                "response.output_item.added", output_index=0, item={**item, "arguments": "", "status": "in_progress"}
            )
            yield event("response.function_call_arguments.delta", **at, delta=ARGUMENTS)
            yield event("response.function_call_arguments.done", **at, arguments=ARGUMENTS, name=tool)
        else:
            yield event(
                "response.output_item.added", output_index=0, item={**item, "content": [], "status": "in_progress"}
            )
            yield event("response.content_part.added", **at, content_index=0, part={**part, "text": ""})
            for text in ("Hello ", "there"):
                yield event("response.output_text.delta", **at, content_index=0, delta=text, logprobs=[])
            yield event("response.output_text.done", **at, content_index=0, text="Hello there", logprobs=[])
            yield event("response.content_part.done", **at, content_index=0, part=part)
        yield event("response.output_item.done", output_index=0, item=item)
        yield event("response.completed", response=done)

    return events(told(), done=False)
