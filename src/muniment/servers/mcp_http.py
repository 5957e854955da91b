"""An MCP server behind a gate, over streamable HTTP: every `tools/call` is judged before it gets there.

Each message is read strictly and written anew; headers that repeat parts of it must agree with it. What the server says
goes through as it came. While people are asked, the client gets signs of life and progress in a stream of events.
Sessions are the server's own.   Source: MCP 2026-07-28, streamable HTTP, and 2025-06-18 for servers with sessions.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from muniment.errors import MunimentError
from muniment.servers.asking import AwaitedAnswer, NoAnswerError
from muniment.servers.mcp_headers import differing, onward
from muniment.servers.mcp_messages import (
    LARGEST,
    NOT_JUDGED,
    Declared,
    invalid,
    key_of,
    meta_of,
    progress,
    read_message,
    refused,
    without_token,
    written,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.requests import Request

    from muniment.app.approvals.tool_gate import Judged
    from muniment.servers.mcp_messages import Judge
    from muniment.servers.upstream import Upstream

_AT_ONCE: Final = 0.5
"""Seconds in which a call may be judged before the answer begins as a stream."""
_LOOK: Final = 0.25
"""Seconds after which it is looked whether a client that waits for one answer is still there."""
_ALIVE: Final = 5.0
"""Seconds between two signs of life."""
_EVENTS: Final = "text/event-stream"
_JSON: Final = "application/json"
_BACK: Final = ("mcp-session-id", "mcp-protocol-version", "allow", "retry-after", "cache-control")
_LISTING: Final = "tools/list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Where clients come in, and by what they are known.

    `keys` are the SHA-256 of keys, in hexadecimal, of which a client shows one; `origins` those of browsers' pages that
    may ask; `credential` is a line for the head of what goes to the server.
    """

    path: str
    keys: frozenset[str]
    origins: frozenset[str]
    credential: bytes


def mcp_app(gate: Judge, upstream: Upstream, front: Front) -> Starlette:
    """Return the application that stands between clients and the server `upstream`."""
    served = _Served(gate, upstream, front)
    return Starlette(routes=[Route(front.path, served.answer, methods=["GET", "POST", "DELETE"])])


class _Served:
    def __init__(self, gate: Judge, upstream: Upstream, front: Front) -> None:
        self._gate, self._upstream, self._front = gate, upstream, front
        self._declared = Declared()
        self._held: dict[tuple[str, object], asyncio.Task[Judged]] = {}

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        if why := self._stranger(request):
            return why
        if request.method == "HEAD":
            return Response(status_code=405)
        if request.method != "POST":
            return await self._passed_on(request, b"")
        message = await _message(request)
        if isinstance(message, Response):
            return message
        if why_not := differing(_headers(request), message):
            return _told(400, invalid(message.get("id"), why_not))
        return await self._take(request, message)

    def _stranger(self, request: Request) -> Response | None:
        """Return what is told to whoever may not ask."""
        origin = request.headers.get("origin")
        if origin is not None and origin not in self._front.origins:
            return _told(403, invalid(None, "this origin may not ask"))
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or sha256(key.strip().encode()).hexdigest() not in self._front.keys:
            response = _told(401, invalid(None, "no key that is known here was shown"))
            response.headers["www-authenticate"] = "Bearer"
            return response
        return None

    async def _take(self, request: Request, message: Mapping[str, Any]) -> Response:
        match message.get("method"):
            case "tools/call":
                return await self._call(request, message)
            case "notifications/cancelled" if (waiting := self._waiting_for(request, message)) is not None:
                waiting.cancel()
                return Response(status_code=202)
            case _:
                return await self._passed_on(request, written(message), learns=message.get("method") == _LISTING)

    def _waiting_for(self, request: Request, message: Mapping[str, Any]) -> asyncio.Task[Judged] | None:
        params = message.get("params")
        number = params.get("requestId") if isinstance(params, dict) else None
        return self._held.get((request.headers.get("mcp-session-id", ""), key_of(number)))

    async def _call(self, request: Request, message: Mapping[str, Any]) -> Response:
        wanted = self._declared.wanted(message)
        if wanted is None:
            return _told(400, invalid(message.get("id"), NOT_JUDGED))
        beat = _Beat(meta_of(message).get("progressToken"))
        task = asyncio.create_task(self._gate.judge(wanted, beat))
        if session := request.headers.get("mcp-session-id"):  # without one, a client is known by nothing but its line
            key = session, key_of(message.get("id"))
            self._held[key] = task
            task.add_done_callback(lambda _: self._held.pop(key, None))
        streams = _EVENTS in request.headers.get("accept", "")
        if streams:
            await asyncio.wait((task,), timeout=_AT_ONCE)
        else:
            await _while_there(request, task)
        if not task.done():
            return StreamingResponse(self._waiting(request, message, task, beat), media_type=_EVENTS)
        if task.cancelled() or await request.is_disconnected():
            return Response(status_code=202)
        if task.result().runs:
            return await self._passed_on(request, written(without_token(message)))
        return _told(200, refused(message, task.result()))

    async def _waiting(
        self, request: Request, message: Mapping[str, Any], task: asyncio.Task[Judged], beat: _Beat
    ) -> AsyncIterator[bytes]:
        """Yield events while people are asked, and then what comes of it. Where the client leaves, nothing does."""
        try:
            while not task.done():
                yield beat.said()
                await asyncio.wait((task, beat.heard()), timeout=_ALIVE, return_when=asyncio.FIRST_COMPLETED)
            if task.cancelled():
                return
            if task.result().runs:
                async for part in self._events(request, message):
                    yield part
            else:
                yield _event(written(refused(message, task.result())))
        finally:
            task.cancel()
            beat.end()

    async def _events(self, request: Request, message: Mapping[str, Any]) -> AsyncIterator[bytes]:
        """Yield the server's answer to a call as events."""
        asked = self._ask(request, written(without_token(message)))
        try:
            await asked.head()
            kind = asked.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind == _EVENTS and asked.status == 200:  # noqa: PLR2004  (HTTP)
                async for part in asked.parts():
                    yield part
            elif kind == _JSON:
                yield _event(await asked.whole(LARGEST))
            else:
                yield _event(written(invalid(message.get("id"), f"the server answered with status {asked.status}")))
        except NoAnswerError as error:
            yield _event(written(invalid(message.get("id"), f"the server did not answer: {error}")))
        finally:
            asked.close()

    async def _passed_on(self, request: Request, body: bytes, *, learns: bool = False) -> Response:
        """Return the server's answer as it came; with `learns`, note what it declares."""
        asked = self._ask(request, body)
        begins = asyncio.create_task(asked.head())
        try:
            await _while_there(request, begins)
            if begins.cancelled():
                asked.close()
                return Response(status_code=202)
            begins.result()
        except NoAnswerError as error:
            asked.close()
            return _told(502, invalid(None, f"the server did not answer: {error}"))
        if 300 <= asked.status < 400 or asked.headers.get("content-encoding", "identity") != "identity":  # noqa: PLR2004
            asked.close()
            return _told(502, invalid(None, "the server redirects, or codes its answer, and nobody here follows it"))
        kept = {name: asked.headers[name] for name in _BACK if name in asked.headers}
        kind = asked.headers.get("content-type")
        parts = self._learnt(asked) if learns else _closing(asked)
        return StreamingResponse(parts, asked.status, kept, media_type=kind)

    def _ask(self, request: Request, body: bytes) -> AwaitedAnswer:
        common = b"Content-Type: application/json\r\nAccept-Encoding: identity\r\n" if body else b""
        lines = b"".join((onward(_headers(request)), common, self._front.credential))
        return AwaitedAnswer(self._upstream, self._upstream.opening("", lines, request.method.encode()), body)

    async def _learnt(self, asked: AwaitedAnswer) -> AsyncIterator[bytes]:
        found = bytearray()
        async for part in _closing(asked):
            if len(found) <= LARGEST:
                found += part
            yield part
        for text in _messages(bytes(found)):
            with suppress(ValueError):
                self._declared.learn(json.loads(text))


class _Beat:
    """What a call waits for, as the client is told; it is told of progress where it asked to be."""

    def __init__(self, token: object) -> None:
        self._token, self._step, self._notice = token, 0, ""
        self._news = asyncio.Event()
        self._hearing: asyncio.Task[bool] | None = None

    async def __call__(self, notice: str) -> None:
        if notice != self._notice:
            self._notice = notice
            self._news.set()

    def said(self) -> bytes:
        """Return an event: what is new, or that there is still somebody."""
        if self._token is None or not self._news.is_set():
            return b": waiting\n\n"
        self._news.clear()
        self._step += 1
        return _event(written(progress(self._token, self._step, self._notice)))

    def heard(self) -> asyncio.Task[bool]:
        """Return what is done once there is something new."""
        if self._token is None:
            self._news.clear()
        if self._hearing is None or self._hearing.done():
            self._hearing = asyncio.create_task(self._news.wait())
        return self._hearing

    def end(self) -> None:
        """Wait no more."""
        if self._hearing is not None:
            self._hearing.cancel()


async def _message(request: Request) -> Mapping[str, Any] | Response:
    """Return the message in a request, or what is told where it is none that is taken."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != _JSON or request.headers.get("content-encoding"):
        return _told(415, invalid(None, "a message is `application/json`, and not coded"))
    raw = await _body(request)
    if raw is None:
        return _told(413, invalid(None, f"a message has at most {LARGEST} bytes"))
    try:
        return read_message(raw)
    except MunimentError as error:
        return _told(400, invalid(None, error.problems[0].what))


async def _body(request: Request) -> bytes | None:
    """Return the body; nothing where it is too large."""
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > LARGEST:
            return None
    return bytes(found)


async def _closing(asked: AwaitedAnswer) -> AsyncIterator[bytes]:
    """Yield the answer; one that breaks off raises, so that nobody takes it for whole."""
    try:
        async for part in asked.parts():
            yield part
    finally:
        asked.close()


def _headers(request: Request) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw]


async def _while_there(request: Request, task: asyncio.Task[Any]) -> None:
    """Wait for `task`, which is cancelled where its client leaves."""
    while not task.done():
        await asyncio.wait((task,), timeout=_LOOK)
        if not task.done() and await request.is_disconnected():
            task.cancel()
            await asyncio.wait((task,))


def _told(status: int, message: Mapping[str, Any]) -> Response:
    return Response(written(message), status, media_type=_JSON)


def _event(message: bytes) -> bytes:
    lines = b"".join(b"data: %b\n" % line for line in message.splitlines())
    return b"event: message\n%b\n" % lines


def _messages(answer: bytes) -> list[bytes]:
    """Return the messages of an answer, whether it is one, or events."""
    if answer.lstrip()[:1] == b"{":
        return [answer]
    events = answer.replace(b"\r\n", b"\n").split(b"\n\n")
    data = ([line[5:].strip() for line in each.split(b"\n") if line.startswith(b"data:")] for each in events)
    return [b"\n".join(lines) for lines in data if lines]
