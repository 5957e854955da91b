"""What the gateway needs to rule on the tools that answers ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from muniment.domain.call import ModelCall, ToolUse
    from muniment.domain.gateway import CallContext, Ruled


class ToolRules(Protocol):
    """Rules on tool uses, and keeps what waits for people.

    `rule` and `consume` may wait for a disk or another machine: nobody who serves others calls them by themselves.
    """

    def at_once(self, use: ToolUse, call: ModelCall, context: CallContext) -> Ruled | None:
        """Return what becomes of `use` where that can be told without waiting for anything."""
        ...

    def rule(self, use: ToolUse, call: ModelCall, context: CallContext) -> Ruled:
        """Return what becomes of `use`; where people have to approve it, the hold is durable by then."""
        ...

    async def wait(self, hold_id: str, seconds: float) -> Ruled:
        """Return what became of a hold; still a hold where nothing has within `seconds`."""
        ...

    def consume(self, hold_id: str, use: ToolUse | None = None) -> Ruled:
        """Verify every approval of a hold and use it up, in one transaction; a release may leave only after this.

        `use` is what is about to leave, and must be what was approved.
        """
        ...
