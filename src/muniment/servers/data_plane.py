"""Where calls come in. Nothing leaves before the record of it is durable, and nothing that is in doubt leaves."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, cast

from muniment.app.approvals.parking import HEADER, resuming
from muniment.app.gateway.calls import Answer, Request, Sending
from muniment.enforce.denials import Denial, body_of
from muniment.enforce.paths import dialect_of
from muniment.servers.exchange import Exchange
from muniment.servers.http_requests import Bounds, Connection, RefusedRequestError, head

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from muniment.app.gateway import Gateway
    from muniment.app.gateway.settings import Limits
    from muniment.servers.means import Means

_UNAVAILABLE = 503
_UNAUTHENTICATED = 401
_LITTLE = 64 * 1024
"""Bytes of a body that are taken before it is asked who sends it."""


class DataPlane:
    """All clients together."""

    def __init__(self, gateway: Gateway, means: Means, limits: Limits, clock: Callable[[], float]) -> None:
        """Let `gateway` rule on what comes in; `clock` tells seconds since 1970."""
        self.gateway, self.means, self.clock = gateway, means, clock
        self._limits, self._bounds = limits, _bounds(limits)
        self.connections: set[Connection] = set()
        self.closing = False

    def go_on_by(self, gateway: Gateway, means: Means, limits: Limits) -> None:
        """Take what comes from now on by others. Calls that are under way go on by what they began with."""
        before, means.under_way = self.means, self.means.under_way
        self.gateway, self.means = gateway, means
        self._limits, self._bounds = limits, _bounds(limits)
        for connection in self.connections:
            connection.hold_to(self._bounds)
        for upstream in before.upstreams.values():
            upstream.close()

    def connection(self, kind: type[ClientConnection] | None = None) -> asyncio.Protocol:
        """Return what takes a new client; of another `kind`, one that a proxy in front speaks for."""
        return (kind or ClientConnection)(self, self._bounds, self.connections)

    @property
    def full(self) -> bool:
        """Return whether there are as many clients as was set."""
        return len(self.connections) > self._limits.connections

    def sweep(self) -> None:
        """End what takes too long; to be called about once a second."""
        now = asyncio.get_running_loop().time()
        for connection in tuple(self.connections):
            connection.overdue(now)
        for exchange in tuple(self.means.under_way):
            exchange.overdue(now, answer_seconds=self._limits.answer_seconds, stall_seconds=self._limits.stall_seconds)


def _bounds(limits: Limits) -> Bounds:
    return Bounds(
        head_bytes=limits.head_bytes,
        body_bytes=limits.body_bytes,
        request_seconds=limits.request_seconds,
        idle_seconds=limits.idle_seconds,
    )


class ClientConnection(Connection):
    """One client of the data plane."""

    def __init__(self, plane: DataPlane, bounds: Bounds, open_connections: set[Connection]) -> None:
        """Belong to `plane`."""
        super().__init__(bounds, open_connections)
        self._plane = plane
        self._exchange: Exchange | None = None
        self._means = plane.means
        self._asked: Request | None = None
        self._asked_of: Gateway | None = None
        self._certificate = self._subject = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; what the client's certificate says stays for the whole connection."""
        super().connection_made(transport)
        tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
        shown = tls.getpeercert(binary_form=True) if tls is not None else None
        if tls is not None and shown:
            self._certificate = sha256(shown).hexdigest()
            self._subject = _common_name(tls)
        if self._plane.full:
            self.refuse(_UNAVAILABLE, "there are as many clients as was set")
            self.end()

    def headed(self) -> None:
        """Take no large body of somebody who is not known."""
        length = self.headers.get("content-length")
        if int(length) <= _LITTLE if length is not None else "transfer-encoding" not in self.headers:
            return
        if why := self._plane.gateway.stranger(self.asked, self._plane.clock()):
            raise RefusedRequestError(_UNAUTHENTICATED, why)

    def requested(self, method: str, target: str, body: bytes) -> None:
        """Rule on a request, and carry out the ruling once its record is durable."""
        plane = self._plane
        self._means = plane.means  # a call ends by what it began with
        del method, target  # `asked` has them
        since = time.perf_counter()
        try:
            ruled = plane.gateway.admit(self.asked, body, plane.clock())
        except Exception as error:  # noqa: BLE001  (a fault lets nothing through)
            plane.means.say("fault", {"what": type(error).__name__, "where": _where(error)})
            self._unavailable("fault", "the gateway could not decide, so nothing was sent")
            return
        if HEADER in self.headers and isinstance(ruled, Sending) and not (self.asked.elsewhere or ruled.call.counts):
            resuming(ruled, self.headers[HEADER])
        if ruled.record is None:
            assert isinstance(ruled, Answer)  # noqa: S101  (what is sent has a record)
            self._reply(ruled)
            return
        means = plane.means
        means.log.append(ruled.record, partial(self._recorded, ruled, since), alone=not means.under_way)

    @property
    def asked(self) -> Request:
        """Return the head that came in, with what is known of the client: one for all calls alike, by one gateway."""
        asked, gateway = self._asked, self._plane.gateway
        if asked is None or asked.headers is not self.headers or self._asked_of is not gateway:
            asked, self._asked_of = self.as_asked(), gateway
            self._asked = asked
        return asked

    def as_asked(self) -> Request:
        """Return the head that came in, with what is known of the client."""
        return Request(
            method=self.method,
            path=self.target,
            headers=self.headers,
            certificate=self._certificate,
            subject=self._subject,
        )

    def refuse(self, status: int, what: str) -> None:
        """Tell the client that its request is not taken."""
        self._plane.means.metrics.count("muniment_refused_total", "http")
        dialect = dialect_of(self._url.decode("latin-1"), self.headers)
        code = "not_authenticated" if status == _UNAUTHENTICATED else "request_refused"
        body = body_of(Denial(status=status, code=code, message=what), dialect)
        lines = [
            (b"Content-Type", b"application/json"),
            (b"Content-Length", b"%d" % len(body)),
            (b"Connection", b"close"),
        ]
        self.transport.write(head(status, lines) + body)

    def gone(self) -> None:
        """End the call of a client that has gone."""
        if self._exchange is not None:
            self._exchange.client_gone()

    def write(self, data: bytes) -> None:
        """Write to the client."""
        if not self.closing:
            self.transport.write(data)

    def answered(self) -> None:
        """Take that the answer is complete."""
        self._exchange = None
        if self._plane.closing:
            self.closing = True
        super().answered()

    def pause_writing(self) -> None:
        """Take no more from the vendor: the client is slow."""
        if self._exchange is not None:
            self._exchange.pause()

    def resume_writing(self) -> None:
        """Go on: the client takes more."""
        if self._exchange is not None:
            self._exchange.resume()

    def _recorded(self, ruled: Answer | Sending, since: float, error: OSError | None) -> None:
        """Carry out what is now durable; without a durable record, nothing leaves."""
        if error is not None:
            self._unavailable("log_failed", "the log of calls cannot be written, so nothing was sent")
        elif isinstance(ruled, Answer):
            self._reply(ruled)
        else:
            self.let_through(ruled, since)

    def let_through(self, sending: Sending, since: float) -> None:
        """Send a call whose record is durable; `since` is when it had come in whole."""
        exchange = Exchange(self._means, sending, self)
        if not self.busy:
            exchange.not_sent("client-gone-before")
            return
        self._exchange = exchange
        exchange.send(since=since)

    def _reply(self, answer: Answer) -> None:
        means = self._plane.means
        if answer.status >= 400:  # noqa: PLR2004  (HTTP)
            means.metrics.count("muniment_refused_total", answer.why)
            told = {"why": answer.why, "status": answer.status, "caller": answer.caller, "call": answer.decision}
            means.say("refused", told)
        lines = [(b"Content-Type", b"application/json"), (b"Content-Length", b"%d" % len(answer.body))]
        if answer.decision:
            lines.append((b"Muniment-Decision", answer.decision.encode()))
        self._finish(answer.status, lines, answer.body)

    def _unavailable(self, code: str, what: str) -> None:
        dialect = dialect_of(self.target, self.headers)
        self._plane.means.metrics.count("muniment_refused_total", code)
        body = body_of(Denial(status=_UNAVAILABLE, code=code, message=what), dialect)
        lines = [
            (b"Content-Type", b"application/json"),
            (b"Content-Length", b"%d" % len(body)),
            (b"X-Should-Retry", b"false"),
        ]
        self._finish(_UNAVAILABLE, lines, body)

    def _finish(self, status: int, lines: list[tuple[bytes, bytes]], body: bytes) -> None:
        if self.busy:
            self.write(head(status, lines) + body)
            self.answered()


def _common_name(tls: ssl.SSLObject) -> str:
    """Return the common name in the certificate of the client; empty where there is none."""
    subject = cast("tuple[tuple[tuple[str, str], ...], ...]", (tls.getpeercert() or {}).get("subject", ()))
    return next((value for parts in subject for key, value in parts if key == "commonName"), "")


def _where(error: BaseException) -> str:
    """Return the place in the program at which `error` arose."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return f"{place.tb_frame.f_code.co_filename.rpartition('/')[2]}:{place.tb_lineno}" if place else ""
