"""What the people who run the gateway look at: is it alive, is it ready, and what has it done."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Final

from muniment.servers.http_requests import Bounds, Connection, head

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NOT_HERE: Final = "nothing is here; there are /healthz, /readyz and /metrics"
_BOUNDS: Final = Bounds(head_bytes=8192, body_bytes=0, request_seconds=10, idle_seconds=75)


class AdminConnection(Connection):
    """One client of the admin port. It reads only, and asks nobody who they are: keep the port to yourselves."""

    def __init__(
        self,
        open_connections: set[Connection],
        *,
        doubts: Callable[[], tuple[str, ...]],
        state: Callable[[], Mapping[str, object]],
        metrics: Callable[[], str],
    ) -> None:
        """`doubts` are why no call would go through, none where it would; `state` is told beside them."""
        super().__init__(_BOUNDS, open_connections)
        self._doubts, self._state, self._metrics = doubts, state, metrics

    def requested(self, method: str, target: str, body: bytes) -> None:
        """Answer."""
        del body
        if method != "GET":
            self._answer(405, "application/json", dumps({"error": "only GET is served here"}).encode())
        elif target == "/healthz":
            self._answer(200, "application/json", b'{"alive":true}')
        elif target == "/readyz":
            doubts = self._doubts()
            told = {"ready": not doubts, "doubts": doubts, **self._state()}
            self._answer(503 if doubts else 200, "application/json", dumps(told).encode())
        elif target == "/metrics":
            self._answer(200, "text/plain; version=0.0.4; charset=utf-8", self._metrics().encode())
        else:
            self._answer(404, "application/json", dumps({"error": _NOT_HERE}).encode())

    def refuse(self, status: int, what: str) -> None:
        """Tell the client that its request is not taken."""
        body = dumps({"error": what}).encode()
        self.transport.write(head(status, [(b"Content-Length", b"%d" % len(body)), (b"Connection", b"close")]) + body)

    def gone(self) -> None:
        """Nobody waits."""

    def _answer(self, status: int, content_type: str, body: bytes) -> None:
        body = body if body.endswith(b"\n") else body + b"\n"
        lines = [(b"Content-Type", content_type.encode()), (b"Content-Length", b"%d" % len(body))]
        self.transport.write(head(status, lines) + body)
        self.answered()
