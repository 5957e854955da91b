"""An MCP server behind a gate, over standard input and output: every `tools/call` is judged before it gets there.

Each message of the client is read strictly and written anew, so that the server reads what was judged. What the server
says goes through as it came. Batches are refused: the protocol has none any more.   Source: MCP 2026-07-28, stdio.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from muniment.errors import MunimentError
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
    from collections.abc import Mapping

    from muniment.servers.mcp_messages import Judge

_LAST_WORDS: Final = 2.0
"""Seconds in which calls that came last may be judged once the client sends no more."""


class Proxy:
    """Stands between one client and one server that was started for it."""

    def __init__(self, gate: Judge, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        """Judge by `gate` what comes from the client."""
        self._gate, self._from_client, self._to_client = gate, from_client, to_client
        self._held: dict[object, asyncio.Task[None]] = {}
        self._listing: set[object] = set()
        self._declared = Declared()

    async def run(self, command: tuple[str, ...]) -> int:
        """Start the server and serve until one side ends; return the server's exit code."""
        server = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LARGEST
        )
        if server.stdin is None or server.stdout is None:
            return 1
        back = asyncio.create_task(self._back(server.stdout))
        forth = asyncio.create_task(self._forth(server.stdin))
        await asyncio.wait((back, forth), return_when=asyncio.FIRST_COMPLETED)
        if self._held and not back.done():
            await asyncio.wait(tuple(self._held.values()), timeout=_LAST_WORDS)
        for task in (forth, *self._held.values()):
            task.cancel()
        server.stdin.close()
        await back
        return await server.wait()

    async def _forth(self, server: asyncio.StreamWriter) -> None:
        async for line in self._from_client:
            try:
                message = read_message(line)
            except MunimentError as error:
                await self.answer(invalid(None, error.problems[0].what))
                continue
            await self._take(message, server)

    async def _take(self, message: Mapping[str, Any], server: asyncio.StreamWriter) -> None:
        method, number = message.get("method"), message.get("id")
        if method == "tools/call":
            task = asyncio.create_task(self._call(message, server))
            self._held[key_of(number)] = task
            task.add_done_callback(lambda _: self._held.pop(key_of(number), None))
            return
        if method == "tools/list":
            self._listing.add(key_of(number))
        if method == "notifications/cancelled":
            params = message.get("params")
            waiting = self._held.get(key_of(params.get("requestId") if isinstance(params, dict) else None))
            if waiting is not None:
                waiting.cancel()
                return
        await _send(server, message)

    async def _call(self, message: Mapping[str, Any], server: asyncio.StreamWriter) -> None:
        wanted = self._declared.wanted(message)
        if wanted is None:
            await self.answer(invalid(message.get("id"), NOT_JUDGED))
            return
        judged = await self._gate.judge(wanted, _Beat(self, meta_of(message).get("progressToken")))
        if judged.runs:
            await _send(server, without_token(message))
        else:
            await self.answer(refused(message, judged))

    async def _back(self, server: asyncio.StreamReader) -> None:
        async for line in server:
            self._learn(line)
            self._to_client.write(line)
            await self._to_client.drain()

    def _learn(self, line: bytes) -> None:
        """Keep the digest of each tool's declaration out of the answers to `tools/list`."""
        if not self._listing:
            return
        with suppress(ValueError, AttributeError):
            message = json.loads(line)
            if key_of(message.get("id")) in self._listing:
                self._listing.discard(key_of(message["id"]))
                self._declared.learn(message)

    async def answer(self, message: Mapping[str, Any]) -> None:
        """Tell the client."""
        await _send(self._to_client, message)


class _Beat:
    def __init__(self, proxy: Proxy, token: object) -> None:
        self._proxy, self._token, self._step = proxy, token, 0

    async def __call__(self, notice: str) -> None:
        if self._token is not None:
            self._step += 1
            await self._proxy.answer(progress(self._token, self._step, notice))


async def _send(to: asyncio.StreamWriter, message: Mapping[str, Any]) -> None:
    to.write(written(message) + b"\n")
    await to.drain()
