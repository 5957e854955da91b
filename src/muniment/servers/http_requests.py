"""HTTP/1.1 as a server takes it: strictly, one request after the other, within limits of size and time.

Refused are: both ways of telling a length at once, folded headers, repeated headers that decide anything, any transfer
coding but `chunked`, trailers, `Upgrade`, `CONNECT`, `Expect`, coded bodies, targets that are no plain path, HTTP/1.0.
What comes before an answer is complete is never read as a request: the connection ends after that answer.

Source: RFC 9112; the parser is llhttp in its strict mode.
"""

from __future__ import annotations

import asyncio
import re
from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import httptools

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SINGLE: Final = frozenset(
    {
        "host",
        "content-length",
        "content-type",
        "transfer-encoding",
        "content-encoding",
        "authorization",
        "x-api-key",
        "connection",
        "expect",
        "upgrade",
        "anthropic-version",
        "muniment-purpose",
        "muniment-authority",
    }
)
_COMMON: Final = {
    name: name.decode().lower()
    for each in (*_SINGLE, "accept", "accept-encoding", "user-agent")
    for name in (each.encode(), each.title().encode())
}
"""Names as they mostly come, so that they need not be made anew."""
_PLAIN_PATH: Final = re.compile(rb"/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?")
_MOST_AHEAD: Final = 64 * 1024
"""Bytes that a client may send before it has its answer; they are thrown away."""
_MOST_FRAMING: Final = 16
"""How many bytes may come for each byte of a body; a chunk of one byte takes six."""
_LENGTH: Final = re.compile(rb"\r\ncontent-length: ?([1-9][0-9]{0,7})\r\n", re.IGNORECASE)
_MOST_DIGITS: Final = 9
"""Of a length, with the end of its line."""
_ZERO: Final = ord("0")
_REASONS: Final = {
    200: b"OK",
    202: b"Accepted",
    400: b"Bad Request",
    401: b"Unauthorized",
    403: b"Forbidden",
    404: b"Not Found",
    405: b"Method Not Allowed",
    408: b"Request Timeout",
    413: b"Content Too Large",
    415: b"Unsupported Media Type",
    417: b"Expectation Failed",
    429: b"Too Many Requests",
    431: b"Request Header Fields Too Large",
    500: b"Internal Server Error",
    502: b"Bad Gateway",
    503: b"Service Unavailable",
    504: b"Gateway Timeout",
    505: b"HTTP Version Not Supported",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How large a request may be, in bytes, and how long it and the pause before it may take, in seconds."""

    head_bytes: int
    body_bytes: int
    request_seconds: float
    idle_seconds: float


class RefusedRequestError(Exception):
    """A request that is not taken; the connection ends after it is told."""

    def __init__(self, status: int, what: str) -> None:
        """`status` is that of HTTP, `what` says why."""
        super().__init__(what)
        self.status = status


def head(status: int, headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Return the head of an answer."""
    return head_of(status, lines_of(headers))


def lines_of(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return `headers` as lines of a head."""
    return b"".join([b"%b: %b\r\n" % header for header in headers])


def head_of(status: int, lines: bytes) -> bytes:
    """Return the head of an answer, with `lines` for its headers."""
    return b"HTTP/1.1 %d %b\r\n%b\r\n" % (status, _REASONS.get(status, b"Status"), lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """A head that was read and taken, as bytes around the digits of the length that it tells of its body."""

    before: bytes
    after: bytes

    def body_of(self, data: bytes) -> bytes | None:
        """Return the body in `data` where that is this head, with another length at most, and the whole of its body."""
        if not data.startswith(self.before):
            return None
        start = len(self.before)
        end = data.find(b"\r", start, start + _MOST_DIGITS)
        digits = data[start:end]
        if not digits.isdigit() or digits[0] == _ZERO or not data.startswith(self.after, end):
            return None
        body = data[end + len(self.after) :]
        return body if len(body) == int(digits) else None


class Connection(asyncio.Protocol):
    """One client. A subclass answers in `requested`, and calls `answered` when the answer is complete."""

    def __init__(self, bounds: Bounds, open_connections: set[Connection]) -> None:
        """`open_connections` holds every connection while it is open; whoever keeps it calls `overdue`."""
        self._bounds = bounds
        self._open = open_connections
        self._parser = httptools.HttpRequestParser(self)
        self.transport: asyncio.Transport = cast(asyncio.Transport, None)
        self.busy = False
        self.closing = False
        self._since = 0.0
        self._ahead = 0
        self._url = b""
        self._head_size = self._body_size = self._raw = 0
        self._body: list[bytes] = []
        self._repeated = ""
        self._first = b""
        self._taken: _Head | None = None
        self._begun = False
        self._head_done = self._lasts = False
        self.method = self.target = ""
        self.headers: dict[str, str] = {}

    @abstractmethod
    def requested(self, method: str, target: str, body: bytes) -> None:
        """Take a whole request; `headers` has its headers."""

    def headed(self) -> None:
        """Take that the head is complete: `method`, `target` and `headers` have it.

        Raises: RefusedRequestError, and no body is taken.
        """

    @abstractmethod
    def refuse(self, status: int, what: str) -> None:
        """Tell the client that its request is not taken."""

    @abstractmethod
    def gone(self) -> None:
        """Take that the client has gone while it waited for its answer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = cast(asyncio.Transport, transport)
        self._loop = asyncio.get_running_loop()
        self._since = self._loop.time()
        self._open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """End; who waits for an answer is told."""
        del exc
        self._open.discard(self)
        self.closing = True
        if self.busy:
            self.busy = False
            self.gone()

    def data_received(self, data: bytes) -> None:
        """Read on, or end the connection for what is no request."""
        if self.closing:
            return
        if self.busy:
            self._came_early(data)
            return
        try:
            if not self._begun:
                if self._taken is not None and self._take_alike(self._taken, data):
                    return
                self._begun, self._first = True, data
                self._since = self._loop.time()
            self._parser.feed_data(data)
            self._weigh(len(data))
        except RefusedRequestError as error:
            self._refuse(error.status, str(error))
        except httptools.HttpParserUpgrade:
            self._refuse(400, "`Upgrade` and `CONNECT` are not served")
        except httptools.HttpParserError as error:
            cause = error.__context__
            if isinstance(cause, RefusedRequestError):
                self._refuse(cause.status, str(cause))
            else:
                self._refuse(400, f"no HTTP/1.1 as it is taken here ({error})")

    def _take_alike(self, taken: _Head, data: bytes) -> bool:
        """Take a whole request whose head was read before, but for the length that it tells; say whether it is one.

        Read again, such a head would be the same request for another body: a client mostly sends no other.
        """
        body = taken.body_of(data)
        if body is None or len(body) > self._bounds.body_bytes:
            return False
        self.headers["content-length"] = str(len(body))
        self.headed()
        self.busy = True
        self.requested(self.method, self.target, body)
        return True

    def _remembered(self) -> _Head | None:
        """Return the head of the request that was just read, where that came in one piece, its whole body with it."""
        first, self._first = self._first, b""
        size = first.find(b"\r\n\r\n") + 4
        length = _LENGTH.search(first, 0, size)
        if length is None or not self._lasts or len(first) != size + self._body_size:
            return None
        return _Head(before=first[: length.start(1)], after=first[length.end(1) : size])

    def _weigh(self, size: int) -> None:
        """Count what came, of which a request that is not complete may have so much beside its body."""
        self._raw += size
        if not self._head_done:
            self._grow(self._raw)
        elif self._begun and self._raw > self._bounds.head_bytes + _MOST_FRAMING * self._body_size:
            raise RefusedRequestError(400, "the chunks hold too little of a body for what is around it")

    def answered(self) -> None:
        """Take the next request, or end: the answer is complete."""
        self.busy = False
        self._since = self._loop.time()
        if self.closing or self._ahead or not self._lasts:
            self.end()

    def end(self) -> None:
        """End the connection once everything that was written has left."""
        self.closing = True
        self._since = self._loop.time()
        self.transport.close()

    def abort(self) -> None:
        """End the connection at once, so that the client sees an answer that breaks off."""
        self.closing = True
        self.transport.abort()

    def hold_to(self, bounds: Bounds) -> None:
        """Hold to other bounds from now on."""
        self._bounds = bounds

    def overdue(self, now: float) -> None:
        """End what takes too long, at `now` by the loop's clock. An answer has its own limits.

        A client that does not read the end of its answer is not waited for longer than one that does not ask.
        """
        if self.closing:
            if now - self._since > self._bounds.idle_seconds:
                self.transport.abort()
            return
        if self.busy:
            return
        limit = self._bounds.request_seconds if self._begun else self._bounds.idle_seconds
        if now - self._since <= limit:
            return
        if self._begun:
            self._refuse(408, f"the request was not complete after {limit:g} s")
        else:
            self.end()

    def _came_early(self, data: bytes) -> None:
        self._ahead += len(data)
        if self._ahead > _MOST_AHEAD:
            self.abort()

    def _refuse(self, status: int, what: str) -> None:
        if self.closing or self.busy:
            self._ahead += 1
            return
        self.refuse(status, what)
        self.end()

    # What follows is called by the parser.

    def on_message_begin(self) -> None:
        """Begin a request, unless one is under way: then what comes is not read."""
        if self.busy or self.closing:
            self._ahead += 1
            raise RefusedRequestError(400, "a request came before the answer to the one before it")
        if not self._begun:  # behind the end of another one that is answered already, so that `_first` has not its head
            self._begun, self._first = True, b""
            self._since = self._loop.time()
        self._head_done = False
        self._url = b""
        self.headers = {}
        self._repeated = ""
        self._head_size = self._body_size = self._raw = 0
        self._body = []

    def on_url(self, url: bytes) -> None:
        """Take a part of the target."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        if self._head_done:
            raise RefusedRequestError(400, "trailers are not taken")
        self._head_size += len(name) + len(value) + 4
        self._grow(self._head_size)
        key = _COMMON.get(name) or name.decode("ascii").lower()
        if key in self.headers:
            if key in _SINGLE:
                self._repeated = key
            self.headers[key] += ", " + value.decode("latin-1")
        else:
            self.headers[key] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Refuse what is not served before any of the body is taken."""
        self._head_done, self._raw = True, 0
        if self._repeated:
            raise RefusedRequestError(400, f"the header `{self._repeated}` came twice")
        if self._parser.get_http_version() != "1.1":
            raise RefusedRequestError(505, "only HTTP/1.1 is served")
        if self._parser.get_method() == b"HEAD":
            raise RefusedRequestError(405, "`HEAD` is not served")
        if not _PLAIN_PATH.fullmatch(self._url):
            raise RefusedRequestError(400, "the target is no plain path")
        self.method, self.target = self._parser.get_method().decode("ascii"), self._url.decode("ascii")
        _refuse_by(self.headers)
        length = self.headers.get("content-length")
        if length is not None and int(length) > self._bounds.body_bytes:
            raise RefusedRequestError(413, f"the body is larger than {self._bounds.body_bytes:,} bytes")
        self.headed()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._body_size += len(body)
        if self._body_size > self._bounds.body_bytes:
            raise RefusedRequestError(413, f"the body is larger than {self._bounds.body_bytes:,} bytes")
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Hand on the whole request."""
        self.busy, self._begun = True, False
        self._lasts = self._parser.should_keep_alive()
        body, self._body = b"".join(self._body), []
        self._taken = self._remembered()
        self.requested(self.method, self.target, body)

    def _grow(self, size: int) -> None:
        if size > self._bounds.head_bytes:
            raise RefusedRequestError(431, f"the head is larger than {self._bounds.head_bytes:,} bytes")


def _refuse_by(headers: Mapping[str, str]) -> None:
    if "host" not in headers:
        raise RefusedRequestError(400, "there is no `Host`")
    if headers.get("transfer-encoding", "chunked").lower() != "chunked":
        raise RefusedRequestError(400, "no transfer coding but `chunked` is taken")
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise RefusedRequestError(415, "a coded body is not taken: send it plain")
    if "expect" in headers:
        raise RefusedRequestError(417, "`Expect` is not served")
    if "upgrade" in headers:
        raise RefusedRequestError(400, "`Upgrade` and `CONNECT` are not served")
