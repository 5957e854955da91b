"""What would follow under each reading of a disputed instrument."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from muniment.render.citing import cited, vendor_name
from muniment.render.layout import columns, heading, indented
from muniment.render.visible import visible
from muniment.render.words import SIGN, STYLE, WORD, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from muniment.domain.decision import ReadingOutcome
    from muniment.domain.ids import VendorId
    from muniment.domain.report import Report
    from muniment.domain.rulebook import Rulebook


def reading_blocks(report: Report) -> Iterator[RenderableType]:
    """Yield one table for each set of readings that leads away from the outcome; nothing where none does."""
    disputed: dict[tuple[VendorId, tuple[ReadingOutcome, ...]], list[str]] = {}
    for decided in report.decisions:
        decision = decided.decision
        if any(reading.outcome is not decision.outcome for reading in decision.readings):
            contract = visible(decided.contract) if decided.contract else "any contract"
            contracts = disputed.setdefault((decision.vendor, decision.readings), [])
            contracts.extend([contract] if contract not in contracts else [])
    if not disputed:
        return
    yield heading("Disputed readings")
    for (vendor, readings), contracts in disputed.items():
        yield Text(f"  {vendor_name(report.rulebook, vendor)}, on {listed(contracts)}")
        yield from (indented(block, 4) for block in reading_tables(report.rulebook, readings))
        yield ""


def reading_table(rulebook: Rulebook, readings: Iterable[ReadingOutcome]) -> Table:
    """Return one row per reading of one instrument: who holds it, what it says, what follows if it is right."""
    rows = [
        (
            Text(f"{reading.holder} (your posture)" if reading.chosen else reading.holder),
            Text.assemble(reading.says, (f" [{cited(rulebook, reading.cited)}]", "quiet")),
            Text(f"{SIGN[reading.outcome]} {WORD[reading.outcome]}", style=STYLE[reading.outcome]),
        )
        for reading in readings
    ]
    return columns(("as read by", "it says", "then"), rows, ratios=(2, 5, None))


def reading_tables(rulebook: Rulebook, readings: Iterable[ReadingOutcome]) -> Iterator[RenderableType]:
    """Yield a line with each disputed instrument, and the table of its readings."""
    for name, group in groupby(readings, key=lambda reading: reading.instrument):
        known = rulebook.restrictions.get(name)
        yield Text.assemble((name, "heading"), f"  {known.title}" if known else "")
        yield indented(reading_table(rulebook, group))
