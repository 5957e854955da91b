"""A vendor's service as a client meets it: one call on a connection at a time, and nothing followed or guessed.

A redirect is an answer like any other, and never followed. A coded answer breaks off the call, for nobody could guard
it. A call is never sent twice: where a connection ends before its answer, whether the vendor got it is not known.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol, cast

import httptools

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

_OLDEST: Final = 20.0
"""Seconds after which an idle connection is not used again."""
_MOST_HEAD: Final = 64 * 1024
_LONGEST_NAME: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Where a service is. `prefix` goes before every path; without `tls` the connection is in the clear."""

    host: str
    port: int
    prefix: str
    authority: str
    tls: ssl.SSLContext | None
    connect_seconds: float


class Receiver(Protocol):
    """Takes an answer as it comes. After `completed` or `failed`, nothing more comes."""

    def began(self, status: int, headers: Mapping[str, str]) -> None:
        """Take the head of the answer."""

    def came(self, data: bytes) -> None:
        """Take a part of the body."""

    def completed(self) -> None:
        """Take that the answer is complete."""

    def failed(self, why: str, *, sent: bool) -> None:
        """Take that there is no answer, or that it breaks off. Where it was not `sent`, the vendor got nothing."""


class Roundtrip(Protocol):
    """A call that is under way."""

    def pause(self) -> None:
        """Take nothing more for now."""

    def resume(self) -> None:
        """Go on taking."""

    def abort(self) -> None:
        """End it at once; the receiver is told nothing more."""


class Upstream:
    """Calls one service, on as many connections as there are calls."""

    def __init__(self, service: Service) -> None:
        """Connect when first asked to."""
        self._service = service
        self._idle: deque[_Connection] = deque()
        self._closed = False

    def opening(self, path: str, headers: bytes, method: bytes = b"POST") -> bytes:
        """Return how a request to `path` begins, with `headers` as lines beside those that every call has."""
        service = self._service
        target, host = f"{service.prefix}{path}".encode(), service.authority.encode()
        return b"%b %b HTTP/1.1\r\nHost: %b\r\n%bContent-Length: " % (method, target, host, headers)

    def send(self, opening: bytes, body: bytes, receiver: Receiver) -> Roundtrip:
        """Send a request that begins with `opening`, which ends where the length of `body` belongs."""
        message = b"%b%d\r\n\r\n%b" % (opening, len(body), body)
        while self._idle:
            connection = self._idle.pop()
            if connection.usable():
                connection.send(message, receiver)
                return connection
            connection.close()
        return _Connecting(self, message, receiver)

    def close(self) -> None:
        """End every connection that is idle, and every other one once it would be."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def keep(self, connection: _Connection) -> None:
        """Keep a connection for another call."""
        if self._closed:
            connection.close()
        else:
            self._idle.append(connection)

    async def connect(self) -> _Connection:
        """Return a new connection. Raises: OSError, also where it takes too long."""
        service = self._service
        loop = asyncio.get_running_loop()
        opening = loop.create_connection(
            lambda: _Connection(self),
            service.host,
            service.port,
            ssl=service.tls,
            server_hostname=service.host if service.tls else None,
        )
        _, connection = await asyncio.wait_for(opening, service.connect_seconds)
        return connection


class _Connecting:
    """A call whose connection is being made."""

    def __init__(self, upstream: Upstream, message: bytes, receiver: Receiver) -> None:
        self._on: _Connection | None = None
        self._paused = False
        self._task = asyncio.get_running_loop().create_task(self._begin(upstream, message, receiver))

    async def _begin(self, upstream: Upstream, message: bytes, receiver: Receiver) -> None:
        try:
            connection = await upstream.connect()
        except (OSError, TimeoutError) as error:
            told = "no connection in time" if isinstance(error, TimeoutError) else f"no connection ({error})"
            receiver.failed(told, sent=False)
            return
        self._on = connection
        connection.send(message, receiver)
        if self._paused:
            connection.pause()

    def pause(self) -> None:
        self._paused = True
        if self._on is not None:
            self._on.pause()

    def resume(self) -> None:
        self._paused = False
        if self._on is not None:
            self._on.resume()

    def abort(self) -> None:
        if self._on is not None:
            self._on.abort()
        else:
            self._task.cancel()


class _Connection(asyncio.Protocol):
    """One connection. Bytes that nobody asked for end it, for nobody could say to which call they belong."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._transport: asyncio.Transport = cast(asyncio.Transport, None)
        self._receiver: Receiver | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._time = asyncio.get_running_loop().time
        self._parts: list[bytes] = []
        self._headers: dict[str, str] = {}
        self._begun = self._complete = self._surplus = self._lasts = self._closed = self._paused = False
        self._raw = 0
        self._since = 0.0

    def usable(self) -> bool:
        return not self._closed and not self._transport.is_closing() and self._time() - self._since < _OLDEST

    def send(self, message: bytes, receiver: Receiver) -> None:
        self._receiver = receiver
        self._begun = self._complete = False
        self._raw = 0
        self._headers = {}
        self._transport.write(message)

    def pause(self) -> None:
        self._paused = True
        self._transport.pause_reading()

    def resume(self) -> None:
        if self._paused and not self._transport.is_closing():
            self._paused = False
            self._transport.resume_reading()

    def abort(self) -> None:
        self._receiver = None
        self._transport.abort()

    def close(self) -> None:
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._closed = True
        self._fail("the connection ended before the answer did")

    def eof_received(self) -> None:
        """Break off: whatever has no length, nobody could tell from what was cut short."""
        self._fail("the vendor ended the connection before the answer was complete")

    def data_received(self, data: bytes) -> None:
        if self._receiver is None:
            self._transport.abort()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._give_up(f"the answer is no HTTP/1.1 as it is taken here ({error})")
            return
        if not self._begun:
            self._raw += len(data)
            if self._raw > _MOST_HEAD:
                self._give_up("the head of the answer is too large")
                return
        if self._parts and self._receiver is not None:  # else it gave up while it took the head
            data, self._parts = b"".join(self._parts), []
            self._receiver.came(data)
        if self._complete:
            self._end()

    def on_message_begin(self) -> None:
        """Mark what begins after the answer: nobody asked for it."""
        self._surplus = self._complete

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header of the answer; trailers are left alone, and names longer than any that counts."""
        if not self._begun and len(name) <= _LONGEST_NAME:
            self._headers.setdefault(_named(name), value.decode("latin-1"))

    def on_headers_complete(self) -> None:
        """Tell that the answer began; those that only say `wait` are passed over.

        A second answer was never asked for: it is thrown away, and the connection with it.
        """
        if self._surplus:
            return
        status = self._parser.get_status_code()
        if status < 200:  # noqa: PLR2004  (HTTP)
            self._headers = {}
            return
        self._begun = True
        if self._receiver is not None:
            self._receiver.began(status, self._headers)

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        if not self._surplus:
            self._parts.append(body)

    def on_message_complete(self) -> None:
        """Note that the answer is complete."""
        self._complete = self._begun
        self._lasts = self._parser.should_keep_alive()

    def _end(self) -> None:
        """Tell that the answer is complete; the connection is kept where nothing speaks against it."""
        receiver, self._receiver = self._receiver, None
        if receiver is None:
            return
        if self._lasts and not self._surplus and not self._transport.is_closing():
            self._since = self._time()
            self.resume()
            self._upstream.keep(self)
        else:
            self._transport.close()
        receiver.completed()

    def _give_up(self, why: str) -> None:
        self._transport.abort()
        self._fail(why)

    def _fail(self, why: str) -> None:
        receiver, self._receiver = self._receiver, None
        if receiver is not None:
            receiver.failed(why, sent=True)


@lru_cache(maxsize=512)
def _named(name: bytes) -> str:
    """Return the name of a header in lower case; a vendor sends the same ones with every answer."""
    return name.decode("ascii").lower()
