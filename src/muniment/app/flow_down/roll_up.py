"""Many subcontractors on one contract in one word, and what of it goes into the draft of a certificate."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.certification import FlowDown, OnFile
from muniment.domain.subcontract import Level, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.domain.subcontract import Received, Row, Subcontractor


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUp:
    """What the required subcontractors of a contract come to: the worst of all rows.

    `unasked` are required and were never asked about the contract; each is missing. `levels` counts the rows by level,
    which has no part in the standing.
    """

    contract: str
    rows: tuple[Row, ...]
    unasked: tuple[Subcontractor, ...]

    @property
    def standing(self) -> Standing:
        """Return the worst. Where nobody is there, nothing is known, and that is missing."""
        if self.unasked or not self.rows:
            return Standing.MISSING
        return min((row.rating.standing for row in self.rows), key=lambda each: each.rank)

    @property
    def standings(self) -> tuple[tuple[Standing, int], ...]:
        """Return how many rows there are of each standing, the worst first; one for each that was never asked."""
        found = Counter(row.rating.standing for row in self.rows)
        found[Standing.MISSING] += len(self.unasked)
        return tuple((each, found[each]) for each in Standing if found[each])

    @property
    def levels(self) -> tuple[tuple[Level | None, int], ...]:
        """Return how many rows there are of each level, the weakest first."""
        found = Counter(row.rating.level for row in self.rows)
        return tuple((each, found[each]) for each in (None, *Level) if found[each])


def roll_up(rows: Sequence[Row], contract: str, required: Sequence[Subcontractor]) -> RollUp:
    """Return what everybody who was asked about `contract`, and everybody in `required`, comes to."""
    own = tuple(row for row in rows if row.request.contract == contract)
    asked = {row.request.of.uei for row in own}
    return RollUp(contract=contract, rows=own, unasked=tuple(each for each in required if each.uei not in asked))


def flow_down(rows: Sequence[Row], document: Callable[[Row, Received], str]) -> tuple[FlowDown, ...]:
    """Return the rows of a certificate; `document` names the file of one, as the draft sees it.

    What is missing, invalid or expired is only asked for: a certificate relies on none of it.
    """
    return tuple(
        _flow_down(row, document) for row in sorted(rows, key=lambda each: (each.request.of.shown, each.clause))
    )


def _flow_down(row: Row, document: Callable[[Row, Received], str]) -> FlowDown:
    held = row.rating.document
    usable = row.rating.standing not in {Standing.MISSING, Standing.INVALID, Standing.EXPIRED}
    if held is None or not usable or row.rating.level is None:
        return FlowDown(subcontractor=row.request.of.shown, clause=row.clause, on_file=OnFile.ASKED)
    return FlowDown(
        subcontractor=row.request.of.shown,
        clause=row.clause,
        on_file=_on_file(row.rating.level),
        document=document(row, held),
        digest=held.digest,
    )


def _on_file(level: Level) -> OnFile:
    match level:
        case Level.UNSIGNED:
            return OnFile.UNSIGNED
        case Level.SIGNED_PDF:
            return OnFile.SIGNED
        case Level.PINNED_KEY | Level.IN_LEDGER | Level.WITNESSED:
            return OnFile.VERIFIED
