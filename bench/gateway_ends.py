"""Both ends of the gateway's measurement: a vendor that answers at once or at a pace, and clients that never wait.

    python bench/gateway_ends.py vendor PORT
    python bench/gateway_ends.py load PORT CONNECTIONS SECONDS BODY [HEADER: VALUE]...     one line of JSON

They share a processor apart from that of what is measured.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from pathlib import Path
from typing import cast

import uvloop

WORDS = 200
PACE = 0.01
"""Seconds between two pieces of a paced answer, which has `WORDS` of them."""
PACED, BURST = b"paced,", b"burst,"
"""What the prompt holds that asks for a stream."""

_USAGE = {"prompt_tokens": 9, "completion_tokens": 12, "total_tokens": 21}
_BASE = {"id": "chatcmpl-1", "created": 1, "model": "gpt-5"}
_WHOLE = json.dumps({
    **_BASE,
    "object": "chat.completion",
    "choices": [{
        "index": 0,
        "message": {"role": "assistant", "content": "The quick brown fox jumps over the lazy dog, again and again."},
        "finish_reason": "stop",
    }],
    "usage": _USAGE,
}).encode()  # fmt: skip
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(_WHOLE), _WHOLE)


def piece(text: str, reason: str | None = None) -> bytes:
    """Return one event of a stream, as a chunk of HTTP."""
    choice = {"index": 0, "delta": {"content": text} if reason is None else {}, "finish_reason": reason}
    event = {**_BASE, "object": "chat.completion.chunk", "choices": [choice]}
    data = f"data: {json.dumps(event)}\n\n".encode()
    return b"%x\r\n%b\r\n" % (len(data), data)


PIECES = [*(piece(f"word{number} ") for number in range(WORDS - 1)), piece("", "stop")]
END = b"%x\r\n%b\r\n0\r\n\r\n" % (len(b"data: [DONE]\n\n"), b"data: [DONE]\n\n")
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


class VendorEnd(asyncio.Protocol):
    """Answers each request, whose head and body end as their length says."""

    def __init__(self) -> None:
        self._data = b""
        self._transport: asyncio.Transport
        self._next = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self._data += data
        end = self._data.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._data[:end].lower()
        start = head.index(b"content-length:") + 15
        stop = head.find(b"\r\n", start)
        size = int(head[start : stop if stop > 0 else len(head)])
        if len(self._data) < end + 4 + size:
            return
        body, self._data = self._data[end + 4 : end + 4 + size], b""
        if PACED in body:
            self._transport.write(STREAM)
            self._next = 0
            self._pace()
        elif BURST in body:
            self._transport.write(STREAM + b"".join(PIECES) + END)
        else:
            self._transport.write(WHOLE)

    def _pace(self) -> None:
        if self._next == len(PIECES):
            self._transport.write(END)
            return
        self._transport.write(PIECES[self._next])
        self._next += 1
        asyncio.get_running_loop().call_later(PACE, self._pace)


class Client(asyncio.Protocol):
    """Asks again as soon as its answer is complete."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._data = b""
        self._began = self._first = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def _ask(self) -> None:
        self._data, self._first = b"", 0.0
        self._began = time.perf_counter()
        self._transport.write(self._load.message)

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        now = time.perf_counter()
        self._data += data
        end = self._data.find(b"\r\n\r\n")
        if end < 0:
            return
        if not self._first and len(self._data) > end + 4:
            self._first = now
        if self._complete(end):
            self._load.answered(self._data[9:12], now - self._began, self._first - self._began, now)
            if now < self._load.until:
                self._ask()
            else:
                self._transport.close()

    def _complete(self, end: int) -> bool:
        head = self._data[:end].lower()
        if b"transfer-encoding: chunked" in head:
            return self._data.endswith(b"\r\n0\r\n\r\n")
        start = head.find(b"content-length:")
        stop = head.find(b"\r\n", start)
        return len(self._data) == end + 4 + int(head[start + 15 : stop if stop > 0 else len(head)])

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        del exc
        self._load.ended()


class Load:
    """Many clients for some seconds."""

    def __init__(self, port: int, connections: int, seconds: float, body: bytes, headers: list[str]) -> None:
        lines = "".join(f"{header}\r\n" for header in headers)
        head = (
            f"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n{lines}"
        )
        self.message = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
        self.port, self._connections, self._seconds = port, connections, seconds
        self.until = 0.0
        self._whole: list[float] = []
        self._first: list[float] = []
        self._bad = self._in_time = 0
        self._open = connections
        self._over = asyncio.Event()

    def answered(self, status: bytes, whole: float, first: float, now: float) -> None:
        """Note an answer: how long it took in whole, and to its first byte."""
        self._whole.append(whole)
        self._first.append(first)
        self._bad += status != b"200"
        self._in_time += now <= self.until

    def ended(self) -> None:
        """Note that a client has gone."""
        self._open -= 1
        if not self._open:
            self._over.set()

    async def run(self) -> dict[str, float]:
        """Return what was seen."""
        loop = asyncio.get_running_loop()
        self.until = time.perf_counter() + self._seconds
        for _ in range(self._connections):
            await loop.create_connection(lambda: Client(self), "127.0.0.1", self.port)
        await self._over.wait()
        return {
            "answers": len(self._whole),
            "per_second": self._in_time / self._seconds,
            "p50_ms": statistics.median(self._whole) * 1e3,
            "first_p50_ms": statistics.median(self._first) * 1e3,
            "not_200": self._bad,
        }


async def vendor(port: int) -> None:
    """Serve until killed."""
    server = await asyncio.get_running_loop().create_server(VendorEnd, "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


async def clients(port: int, connections: int, seconds: float, body: bytes, headers: list[str]) -> dict[str, float]:
    """Ask for some seconds, and return what was seen."""
    return await Load(port, connections, seconds, body, headers).run()


if __name__ == "__main__":
    if sys.argv[1] == "vendor":
        uvloop.run(vendor(int(sys.argv[2])))
    else:
        port, connections, seconds, body = sys.argv[2:6]
        content = Path(body).read_bytes()
        print(json.dumps(uvloop.run(clients(int(port), int(connections), float(seconds), content, sys.argv[6:]))))
