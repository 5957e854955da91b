"""What the gateway needs to rule on the tools that answers ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from muniment.domain.call import ModelCall, ToolUse
    from muniment.domain.gateway import CallContext, Ruled
    from muniment.domain.hold import HoldId


class ToolRules(Protocol):
    """Rules on tool uses, and keeps what waits for people.

    `rule` and `consume` may wait for a disk or another machine: nobody who serves others calls them by themselves.
    """

    def at_once(self, use: ToolUse, context: CallContext) -> Ruled | None:
        """Return what becomes of `use` where that can be told without waiting for anything."""
        ...

    def rule(self, use: ToolUse, call: ModelCall, context: CallContext) -> Ruled:
        """Return what becomes of `use`; where people have to approve it, the hold is durable by then."""
        ...

    async def wait(self, hold_id: str, seconds: float) -> Ruled:
        """Return what became of a hold; still a hold where nothing has within `seconds`."""
        ...

    def park(self, ruled: Mapping[ToolUse, Ruled], call: ModelCall, context: CallContext) -> None:
        """Keep uses that leave together, some of them held, for their client to go on with. Raises: InputError."""
        ...

    def forget(self) -> None:
        """Keep nothing of turns that have run out. Raises: InputError."""
        ...

    def parked(self, named: Sequence[HoldId], call: ModelCall, context: CallContext) -> tuple[ToolUse, ...]:
        """Return the uses with which the client of `call` goes on. Raises: RefusedError, InputError."""
        ...

    def consume_together(self, held: Mapping[ToolUse, str]) -> Mapping[ToolUse, Ruled]:
        """Verify every approval of the holds of uses that leave together, and use them up, in one transaction.

        A release may leave only after this. Each use must be what was approved; where one is withheld, all are, and no
        approval is used up.
        """
        ...
