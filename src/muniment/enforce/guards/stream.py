"""The guard of a stream: one machine for every dialect, which a reader of that dialect drives."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

from muniment.enforce.guards.events import Splitter, read_event
from muniment.enforce.guards.plain import Likeness
from muniment.enforce.guards.shape import NOTHING, BrokenError, Passed
from muniment.enforce.guards.uses import Ask

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping

    from muniment.domain.call import ToolUse, Usage
    from muniment.domain.gateway import Ruled
    from muniment.enforce.guards.events import Event

Piece: TypeAlias = bytes | Ask | Callable[[], bytes]
"""What an event gives: bytes that pass; uses to be settled; or bytes that depend on how those before were settled."""

KEPT = 32 * 1024 * 1024
"""The most that is kept back at one time, in bytes."""


class EventReader(Protocol):
    """Reads the events of one dialect."""

    usage: Usage | None
    left_out: list[str]

    @property
    def text(self) -> re.Pattern[bytes] | None:
        """One event that is plainly text, as it stands now; None where every event must be read."""
        ...

    def read(self, event: Event) -> Iterable[Piece]:
        """Return what `event` gives, which may be nothing yet. Raises: BrokenError."""
        ...

    def finish(self) -> None:
        """Take that no event follows. Raises: BrokenError where one must."""
        ...

    def error(self, reason: str) -> bytes:
        """Return the error event of the dialect."""
        ...

    def keepalive(self) -> bytes:
        """Return an event that clients pass over."""
        ...


class StreamGuard:
    """The guard of one streamed answer."""

    def __init__(self, reader: EventReader) -> None:
        self._reader = reader
        self._split = Splitter()
        self._line: deque[Piece] = deque()
        self._kept = 0
        self._ruled: dict[str, Ruled] = {}
        self._out: list[bytes] = []
        self._asks: list[ToolUse] = []
        self._joint = False
        self._over = False
        self._likeness: Likeness | None = None
        self._passing: Likeness | None = None
        """The likeness by which events pass unread, while nothing waits; what passes so changes nothing here."""

    @property
    def usage(self) -> Usage | None:
        """What the vendor has told so far."""
        return self._reader.usage

    def passes(self, data: bytes) -> bool:
        """Say whether `data` is whole events of text that are like the one before, with nothing that waits."""
        passing = self._passing
        return passing is not None and data.isascii() and passing.is_all_of(data)

    def feed(self, data: bytes) -> Passed:
        """Take what the vendor sent."""
        if self._over:
            return NOTHING
        if self.passes(data):
            return Passed(out=data)
        try:
            if self._split.add(data):
                self._read_events()
        except BrokenError as error:
            return self._break(error)
        return self._passed()

    def answer(self, ruled: Mapping[str, Ruled]) -> Passed:
        """Take rulings, and let through what they release."""
        self._ruled.update(ruled)
        self._flow()
        return self._passed()

    def end(self) -> Passed:
        """Take that the vendor has ended."""
        if self._over:
            return NOTHING
        try:
            self._read_events(ended=True)
            self._finish()
        except BrokenError as error:
            return self._break(error)
        self._over = True
        return self._passed()

    def keepalive(self) -> bytes:
        """Return an event that clients pass over."""
        return self._reader.keepalive()

    def _finish(self) -> None:
        if self._split.rest().strip():
            message = "the vendor broke off inside an event"
            raise BrokenError(message)
        self._reader.finish()

    def _read_events(self, *, ended: bool = False) -> None:
        while True:
            if not self._line and (text := self._text()):
                self._out.append(text)
            raw = self._split.next(ended=ended)
            if raw is None:
                break
            for piece in self._reader.read(read_event(raw)):
                self._put(piece)
            self._flow()

    def _text(self) -> bytes:
        """Take the run of events that are plainly text, without reading them further."""
        pattern = self._reader.text
        if pattern is None:
            return b""
        split = self._split
        start = end = split.at
        while (after := self._plain_end(pattern, end)) > 0:
            end = after
        if end == start:
            return b""
        run = split.took(end)
        if run.isascii() or _is_clean(run):
            return run
        split.at = start
        return self._checked_text(pattern)

    def _plain_end(self, pattern: re.Pattern[bytes], at: int) -> int:
        """Return where the event at `at` ends if it is plainly text, else -1."""
        held = self._split.held
        end = self._likeness.end(held, at) if self._likeness is not None else -1
        if end < 0 and (found := pattern.match(held, at)):
            self._likeness = Likeness.of(found)
            end = found.end()
        return end

    def _checked_text(self, pattern: re.Pattern[bytes]) -> bytes:
        """Take the run event by event, up to one that is no UTF-8 or holds a line end of Unicode."""
        split = self._split
        start = end = split.at
        while (after := self._plain_end(pattern, end)) > 0:
            one = split.held[end:after]
            if not one.isascii() and not _is_clean(one):
                break
            end = after
        return split.took(end) if end > start else b""

    def _put(self, piece: Piece) -> None:
        if isinstance(piece, Ask):
            self._asks += piece.asks()
            self._joint |= piece.joint
        elif isinstance(piece, bytes):
            self._kept += len(piece)
        self._line.append(piece)
        if self._kept > KEPT:
            message = f"more than {KEPT} bytes of the answer wait behind a call"
            raise BrokenError(message)

    def _flow(self) -> None:
        """Let out what may leave the line: everything up to the first use without a ruling."""
        while self._line:
            piece = self._line[0]
            if isinstance(piece, bytes):
                self._kept -= len(piece)
                passing: bytes | None = piece
            elif isinstance(piece, Ask):
                passing = piece.passes(self._ruled)
            else:
                passing = piece()
            if passing is None:
                break
            self._line.popleft()
            self._out.append(passing)

    def _passed(self, cut: str | None = None) -> Passed:
        passed = Passed(
            out=b"".join(self._out),
            asks=tuple(self._asks),
            joint=self._joint,
            cut=cut,
            left_out=tuple(self._reader.left_out),
        )
        self._out, self._asks, self._joint = [], [], False
        self._reader.left_out.clear()
        waits = self._over or self._line or not self._split.is_empty or self._reader.text is None
        self._passing = None if waits else self._likeness
        return passed

    def _break(self, error: BrokenError) -> Passed:
        """End the answer: what may leave leaves, the error follows, and everything that is kept is gone."""
        self._flow()
        self._over = True
        self._line.clear()
        self._asks.clear()
        self._out.append(error.out or self._reader.error(error.reason))
        return self._passed(error.reason)


def _is_clean(one: bytes) -> bool:
    """Say whether events are UTF-8 without line ends of Unicode."""
    try:
        one.decode()
    except UnicodeDecodeError:
        return False
    return b"\xe2\x80\xa8" not in one and b"\xe2\x80\xa9" not in one and b"\xc2\x85" not in one
