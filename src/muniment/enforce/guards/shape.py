"""What every guard of an answer does, whatever the dialect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import ToolUse, Usage
    from muniment.domain.gateway import Ruled


@dataclass(slots=True, kw_only=True)
class Passed:
    """What one step of a guard lets through, and what it asks. It is not frozen, as one is made for every step.

    `out` may go to the client now: whole events only, so that a keepalive may follow. `asks` wait for rulings.
    """

    out: bytes = b""
    asks: tuple[ToolUse, ...] = ()
    joint: bool = False
    """The asks leave together or not at all: one that is withheld withholds the others."""
    cut: str | None = None
    """Why the answer ends here, if it does: `out` then ends with the error that the client's dialect knows,
    nothing more will pass, and the connection to the vendor is to be closed."""
    left_out: tuple[str, ...] = ()
    """Names of what the vendor sent that is not understood, and that did not pass: for the log."""


NOTHING: Final = Passed()


class Guard(Protocol):
    """The guard of one answer: bytes in, bytes out, no input or output of its own.

    Text passes at once and unchanged. What belongs to a tool call is kept from its first fragment until the call is
    ruled upon. A call that nobody ruled upon never passes, whatever becomes of the answer.
    """

    @property
    def usage(self) -> Usage | None:
        """What the vendor has told so far; complete after `end`."""
        ...

    def passes(self, data: bytes) -> bool:
        """Take what the vendor sent where all of it passes at once and as it is; else say no, and it is to be fed."""
        ...

    def feed(self, data: bytes) -> Passed:
        """Take what the vendor sent, cut anywhere. May go on while asks wait: what comes later stays behind them."""
        ...

    def answer(self, ruled: Mapping[str, Ruled]) -> Passed:
        """Take rulings by call id, all or some. What stands behind an ask without a ruling stays kept."""
        ...

    def end(self) -> Passed:
        """Take that the vendor has ended. Asks may come of it (a whole answer is read now), answered as others are.

        An end inside a call, or inside an event, yields the dialect's error and never the call.
        """
        ...

    def keepalive(self) -> bytes:
        """Return bytes that clients of this dialect pass over, for while an ask waits; may be empty."""
        ...


class BrokenError(Exception):
    """The answer cannot go on: it is malformed, or breaks off. `out` is what the vendor said of it, if it did."""

    def __init__(self, reason: str, out: bytes = b"") -> None:
        super().__init__(reason)
        self.reason = reason
        self.out = out
