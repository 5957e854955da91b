"""The calls of a turn whose client stopped waiting before people had approved them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from muniment.domain.call import Dialect, ToolUse
    from muniment.domain.gateway import CallContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Whose turn it is: only the same may go on with it."""

    caller: str
    person: str
    contract: str
    purpose: str
    authority: str

    @classmethod
    def of(cls, context: CallContext) -> Asker:
        """Return who makes a call."""
        return cls(
            caller=context.caller,
            person=context.person,
            contract=context.contract,
            purpose=context.purpose,
            authority=context.authority,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedTurn:
    """Calls that leave together or not at all, as a model asked for them, and until when they can still leave.

    `dialect` and `model` are those of the vendor that was asked. Nothing else of the request or the answer is kept.
    """

    asker: Asker
    dialect: Dialect
    model: str
    uses: tuple[ToolUse, ...]
    expires: datetime
