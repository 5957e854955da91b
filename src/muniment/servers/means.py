"""What every exchange works with: the log, the ways to the vendors, and whoever waits for the answer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from muniment.app.approvals.tool_rules import ToolRules
    from muniment.app.gateway.calls import Sending, Way
    from muniment.app.gateway.metrics import Metrics
    from muniment.domain.gateway import RouteId
    from muniment.servers.upstream import Upstream


_MOST_OPENINGS: Final = 256


class Log(Protocol):
    """Takes records in order; `then` is told once one is durable, or that it never will be."""

    def append(
        self, entry: bytes, then: Callable[[OSError | None], None] | None = None, *, alone: bool = False
    ) -> None:
        """Take one; `alone` says that nobody else is served just now, who would be held up by a disk."""
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
        seconds: Callable[[], float],
        say: Callable[[str, Mapping[str, object]], None],
        answer_bytes: int,
        hold_seconds: float,
    ) -> None:
        """`credentials` are lines of a head; `say` writes an event for the people who run the gateway.

        `seconds` tells how many have passed since 1970.
        """
        self.log = log
        self.upstreams = upstreams
        self.credentials = credentials
        self.rules = rules
        self.metrics = metrics
        self.seconds = seconds
        self.say = say
        self.answer_bytes = answer_bytes
        self.hold_seconds = hold_seconds
        self.time = asyncio.get_running_loop().time
        self.under_way: set[UnderWay] = set()
        self._openings: dict[tuple[Way, bool], bytes] = {}

    def now(self) -> datetime:
        """Return this instant."""
        return datetime.fromtimestamp(self.seconds(), UTC)

    def opening(self, sending: Sending) -> bytes:
        """Return how the message of a call to its vendor begins, credential and all: its record is durable."""
        key = sending.way, sending.call.stream
        found = self._openings.get(key)
        if found is None:
            if len(self._openings) == _MOST_OPENINGS:
                self._openings.clear()
            found = self._openings[key] = self._opening(*key)
        return found

    def _opening(self, way: Way, stream: bool) -> bytes:  # noqa: FBT001  (its one caller has both in a pair)
        route = way.setup.route.id
        accept = b"text/event-stream" if stream else b"application/json"
        common = b"Content-Type: application/json\r\nAccept: %b\r\nAccept-Encoding: identity\r\n" % accept
        lines = [b"%b: %b\r\n" % (name.encode(), value.encode()) for name, value in way.headers]
        headers = b"".join((common, *lines, self.credentials(route)))
        return self.upstreams[route].opening(way.path, headers)
