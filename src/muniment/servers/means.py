"""What every exchange works with: the log, the ways to the vendors, and whoever waits for the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from muniment.app.approvals.tool_rules import ToolRules
    from muniment.app.gateway.calls import Sending
    from muniment.app.gateway.metrics import Metrics
    from muniment.domain.gateway import RouteId
    from muniment.servers.upstream import Upstream


_MOST_OPENINGS: Final = 256


class Log(Protocol):
    """Takes records in order; `then` is told once one is durable, or that it never will be."""

    def append(self, entry: bytes, then: Callable[[OSError | None], None] | None = None) -> None:
        """Take one."""
        ...


class Client(Protocol):
    """Who waits for the answer."""

    def write(self, data: bytes) -> None:
        """Write to the client."""

    def answered(self) -> None:
        """Take that the answer is complete."""

    def abort(self) -> None:
        """Break the answer off, so that the client sees that it is not whole."""


class UnderWay(Protocol):
    """A call that a vendor has not answered yet."""

    def overdue(self, now: float, *, answer_seconds: float, stall_seconds: float) -> None:
        """End where it takes too long by `now`, in seconds of the loop."""


class Means:
    """What every exchange works with."""

    def __init__(  # noqa: PLR0913  (one for each thing that an exchange needs)
        self,
        *,
        log: Log,
        upstreams: Mapping[RouteId, Upstream],
        credentials: Callable[[RouteId], bytes],
        rules: ToolRules | None,
        metrics: Metrics,
        now: Callable[[], datetime],
        say: Callable[[str, Mapping[str, object]], None],
        answer_bytes: int,
        hold_seconds: float,
    ) -> None:
        """`credentials` are lines of a head; `say` writes an event for the people who run the gateway."""
        self.log = log
        self.upstreams = upstreams
        self.credentials = credentials
        self.rules = rules
        self.metrics = metrics
        self.now = now
        self.say = say
        self.answer_bytes = answer_bytes
        self.hold_seconds = hold_seconds
        self.under_way: set[UnderWay] = set()
        self._openings: dict[tuple[RouteId, str, tuple[tuple[str, str], ...], bool, bytes], bytes] = {}

    def opening(self, sending: Sending) -> bytes:
        """Return how the message of a call to its vendor begins, credential and all: its record is durable."""
        route, stream = sending.way.setup.route.id, sending.call.stream
        credential = self.credentials(route)
        key = (route, sending.way.path, sending.way.headers, stream, credential)
        found = self._openings.get(key)
        if found is None:
            if len(self._openings) == _MOST_OPENINGS:
                self._openings.clear()
            accept = b"text/event-stream" if stream else b"application/json"
            lines = [b"%b: %b\r\n" % (name.encode(), value.encode()) for name, value in sending.way.headers]
            common = b"Content-Type: application/json\r\nAccept: %b\r\nAccept-Encoding: identity\r\n" % accept
            headers = b"".join((common, *lines, credential))
            found = self._openings[key] = self.upstreams[route].opening(sending.way.path, headers)
        return found
