"""An MCP server behind a gate, over standard input and output: every `tools/call` is judged before it gets there.

Each message of the client is read strictly and written anew, so that the server reads what was judged. What the server
says goes through as it came. Batches are refused: the protocol has none any more.   Source: MCP 2026-07-28, stdio.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Protocol

from muniment.app.approvals.tool_gate import WantedCall
from muniment.errors import MunimentError
from muniment.prove.any_json import canonical_any, parse_object
from muniment.prove.canonical import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.app.approvals.tool_gate import Judged, Told

RELEASE: Final = "muniment/release"
"""The key in `_meta` of a call under which a client passes its token along."""
HOLD: Final = "muniment/hold"
"""The key in `_meta` of a refusal that names the hold."""
LARGEST: Final = 16 * 2**20
"""Bytes of the longest message."""
_INVALID: Final = -32600
_LAST_WORDS: Final = 2.0
"""Seconds in which calls that came last may be judged once the client sends no more."""
_SEEN: Final = frozenset({"name", "arguments", "_meta"})


class Judge(Protocol):
    """Judges calls of tools."""

    async def judge(self, wanted: WantedCall, told: Told) -> Judged:
        """Return whether a call may run."""


class Proxy:
    """Stands between one client and one server that was started for it."""

    def __init__(self, gate: Judge, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        """Judge by `gate` what comes from the client."""
        self._gate, self._from_client, self._to_client = gate, from_client, to_client
        self._held: dict[object, asyncio.Task[None]] = {}
        self._listing: set[object] = set()
        self._schemas: dict[str, str] = {}

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
                message = parse_object(line, "message")
            except MunimentError as error:
                await self._answer({"id": None, "error": {"code": _INVALID, "message": error.problems[0].what}})
                continue
            await self._take(message, server)

    async def _take(self, message: Mapping[str, Any], server: asyncio.StreamWriter) -> None:
        method, number = message.get("method"), message.get("id")
        if method == "tools/call":
            task = asyncio.create_task(self._call(message, server))
            self._held[_key(number)] = task
            task.add_done_callback(lambda _: self._held.pop(_key(number), None))
            return
        if method == "tools/list":
            self._listing.add(_key(number))
        if method == "notifications/cancelled":
            params = message.get("params")
            waiting = self._held.get(_key(params.get("requestId") if isinstance(params, dict) else None))
            if waiting is not None:
                waiting.cancel()
                return
        await _send(server, message)

    async def _call(self, message: Mapping[str, Any], server: asyncio.StreamWriter) -> None:
        params = message.get("params")
        meta = params.get("_meta") if isinstance(params, dict) else None
        wanted = self._wanted(params, meta if isinstance(meta, dict) else {})
        if wanted is None:
            what = "`tools/call` has no name and arguments that could be judged"
            await self._answer({"id": message.get("id"), "error": {"code": _INVALID, "message": what}})
            return
        token = meta.get("progressToken") if isinstance(meta, dict) else None
        judged = await self._gate.judge(wanted, _Beat(self, token))
        if judged.runs:
            await _send(server, _without_token(message))
        else:
            await self._answer({"id": message.get("id"), "result": _refusal(judged)})

    def _wanted(self, params: object, meta: Mapping[str, Any]) -> WantedCall | None:
        if not isinstance(params, dict) or not isinstance(params.get("name"), str):
            return None
        arguments = params.get("arguments") or {}
        if not isinstance(arguments, dict):
            return None
        token = meta.get(RELEASE)
        return WantedCall(
            tool=params["name"],
            arguments=arguments,
            token=token if isinstance(token, str) else "",
            schema=self._schemas.get(params["name"], ""),
            unseen=tuple(sorted(set(params) - _SEEN)),
        )

    async def _back(self, server: asyncio.StreamReader) -> None:
        async for line in server:
            self._learn(line)
            self._to_client.write(line)
            await self._to_client.drain()

    def _learn(self, line: bytes) -> None:
        """Keep the digest of each tool's declaration out of the answers to `tools/list`."""
        if not self._listing:
            return
        with suppress(ValueError, AttributeError, TypeError, MunimentError):
            message = json.loads(line)
            if _key(message.get("id")) in self._listing:
                self._listing.discard(_key(message["id"]))
                for tool in message["result"]["tools"]:
                    self._schemas[tool["name"]] = digest(canonical_any(tool)).removeprefix("sha256:")

    async def tell(self, token: object, notice: str, step: int) -> None:
        """Tell the client what its call waits for, where it asked to be told of progress."""
        params = {"progressToken": token, "progress": step, "message": notice}
        await self._answer({"method": "notifications/progress", "params": params})

    async def _answer(self, message: Mapping[str, Any]) -> None:
        await _send(self._to_client, message)


class _Beat:
    def __init__(self, proxy: Proxy, token: object) -> None:
        self._proxy, self._token, self._step = proxy, token, 0

    async def __call__(self, notice: str) -> None:
        if self._token is not None:
            self._step += 1
            await self._proxy.tell(self._token, notice, self._step)


def _without_token(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a call without the token, which is spent and none of the server's business."""
    params = dict(message["params"])
    if isinstance(params.get("_meta"), dict):
        params["_meta"] = {key: value for key, value in params["_meta"].items() if key != RELEASE}
    return {**message, "params": params}


def _refusal(judged: Judged) -> dict[str, Any]:
    content = [{"type": "text", "text": judged.notice}]
    found: dict[str, Any] = {"content": content, "isError": True, "resultType": "complete"}
    return {**found, "_meta": {HOLD: judged.hold_id}} if judged.hold_id else found


async def _send(to: asyncio.StreamWriter, message: Mapping[str, Any]) -> None:
    to.write(json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")).encode() + b"\n")
    await to.drain()


def _key(number: object) -> object:
    """Return an id as it is compared: 1 and "1" are two."""
    return (type(number).__name__, number) if isinstance(number, str | int) else None
