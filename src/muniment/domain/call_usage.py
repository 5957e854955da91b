"""What was asked of models, added up from the log of calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledModel:
    """Which model was called, and for what. `vendor` made it, `operator` runs it, empty where the organisation does."""

    contract: str
    system: str
    vendor: str
    operator: str
    model: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """How often, from when to when, and at what cost in tokens, as far as vendors told.

    `unknown` are those of the calls of which nothing says what came of them; `moved` those meant for another model;
    `uncounted` those of which the answer told no tokens, so that `taken` and `given` lack theirs.
    """

    called: CalledModel
    calls: int
    unknown: int
    moved: int
    first: datetime
    last: datetime
    taken: int
    given: int
    uncounted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallUsage:
    """All uses in one log, most calls first, and calls that never left. `head` and `lines` are the log's own.

    `since` is the first day that counts, empty where all of the log does. The first lines, as many as in `begins`, lay
    elsewhere, and were not looked at.
    """

    used: tuple[Used, ...]
    denied: int
    not_sent: int
    head: str
    lines: int
    begins: int = 0
    since: str = ""
