"""Turns that are parked: kept when a client stops waiting for people, and said again to the same client, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.app.gateway.call_entries import resumed_intent
from muniment.domain.hold import HoldId
from muniment.domain.parked import Asker, ParkedTurn
from muniment.errors import Problem, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from muniment.app.approvals.held import Holds
    from muniment.app.gateway.calls import Sending
    from muniment.domain.call import ModelCall, ToolUse
    from muniment.domain.gateway import CallContext

HEADER: Final = "muniment-hold"
"""By which a client names the holds with whose calls it goes on, separated by commas."""
_MOST: Final = 16
"""Holds that one request may name."""
_NONE: Final = "names no parked turn of this caller for this model: it has ended, or never was"


def resuming(sending: Sending, named: str) -> None:
    """Make of `sending` a call for which no vendor is asked, as its client names holds. Its record then says so."""
    holds = tuple(HoldId(each.strip()) for each in named.split(",")[: _MOST + 1])
    sending.record, sending.resumes = resumed_intent(sending.record, holds), holds


def park(holds: Holds, named: Sequence[str], uses: Sequence[ToolUse], call: ModelCall, context: CallContext) -> None:
    """Keep calls that leave together, so that their client can go on with them by the name of any of their holds.

    Raises: InputError where nothing can be kept.
    """
    found = [record.hold for each in named if (record := holds.find(HoldId(each)))]
    if not found or not all(use.arguments.lstrip().startswith("{") for use in uses):
        return
    turn = ParkedTurn(
        asker=Asker.of(context),
        dialect=call.dialect,
        model=call.model,
        uses=tuple(uses),
        expires=min(hold.expires for hold in found),
    )
    holds.park(turn, [hold.id for hold in found])


def parked(
    holds: Holds, named: Sequence[HoldId], call: ModelCall, context: CallContext, at: datetime
) -> tuple[ToolUse, ...]:
    """Return the calls with which the client of `call` goes on.

    Raises: RefusedError where a hold that is named has none for this client, with the same words whyever, or more are
    named than may be; InputError.
    """
    if len(named) > _MOST:
        what = f"names more than {_MOST} holds"
        raise RefusedError(Problem(where=f"`{HEADER}`", what=what, help="any hold of a turn leads to all of its calls"))
    uses: dict[ToolUse, None] = {}
    for each in named:
        turn = holds.parked(each)
        open_to = (Asker.of(context), call.dialect, call.model)
        if turn is None or at >= turn.expires or (turn.asker, turn.dialect, turn.model) != open_to:
            raise RefusedError(Problem(where=f"`{HEADER}: {each[:100]}`", what=_NONE, help="ask without that header"))
        uses.update(dict.fromkeys(turn.uses))
    return tuple(uses)
