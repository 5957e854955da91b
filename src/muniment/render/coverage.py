"""What was read, what was not, and what that leaves open."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from muniment.domain.evidence import FileStatus
from muniment.render.citing import vendor_name
from muniment.render.layout import heading, indented, labelled
from muniment.render.places import inside
from muniment.render.terminal import shortened
from muniment.render.visible import visible
from muniment.render.words import byte_size, count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from muniment.domain.evidence import Gap
    from muniment.domain.report import Report

MOST_GAPS = 5
"""Gaps shown by name; the rest are counted."""

MOST_NAMED = 4
"""Vendors whose mentions are counted one by one."""


def coverage_blocks(report: Report, width: int) -> Iterator[RenderableType]:
    """Yield the account of what was looked at, in at most `width` columns."""
    yield heading("What was looked at")
    rows = [("read", _read(report))]
    rows += [("not read", text) for text in _skipped(report)]
    rows += [("mentions", text) for text in _mentions(report)]
    rows += [("law as of", text) for text in _law(report)]
    yield indented(labelled(rows))
    gaps = gaps_by_weight(report)
    if gaps:
        yield from _gaps(gaps, width)


def gaps_by_weight(report: Report) -> list[tuple[str, Gap]]:
    """Return `(path to show, gap)`, those that limit the answer first."""
    pairs = [
        (inside(scan.inventory.root, gap.path), gap) for scan in report.scans for gap in scan.inventory.coverage.gaps
    ]
    return sorted(pairs, key=lambda pair: (not pair[1].limits, pair[0], pair[1].line))


def gap_words(gap: Gap) -> str:
    """Return what became of the entry, and why where that says more."""
    return f"{gap.status.value}: {gap.why}" if gap.why and gap.why != gap.status.value else gap.status.value


def _read(report: Report) -> str:
    accounts = [scan.inventory.coverage for scan in report.scans]
    read, entries = sum(a.read for a in accounts), sum(a.entries for a in accounts)
    size = byte_size(sum(account.bytes_read for account in accounts))
    folders = f" in {count(len(accounts), 'folder')}" if len(accounts) > 1 else ""
    return f"{read:,} of {count(entries, 'entry', 'entries')}{folders}, {size}"


def _skipped(report: Report) -> Iterator[str]:
    """Yield one line with the number of entries for each reason why they were not read."""
    total: Counter[FileStatus] = Counter()
    for scan in report.scans:
        total.update(dict(scan.inventory.coverage.by_status))
    reasons = [f"{status.value}: {total[status]:,}" for status in FileStatus if total[status] and not status.was_read]
    if reasons:
        yield "; ".join(reasons)


def _mentions(report: Report) -> Iterator[str]:
    """Yield one line that counts, per vendor, what was seen and is no use: comments, prose, lists of names."""
    found = sorted(((number, vendor) for vendor, number in report.mentions.items() if number), reverse=True)
    if found:
        named = [f"{vendor_name(report.rulebook, vendor)} {number:,}" for number, vendor in found[:MOST_NAMED]]
        rest = found[MOST_NAMED:]
        named += [f"{count(len(rest), 'more vendor')} {sum(number for number, _ in rest):,}"] if rest else []
        yield f"not counted as use (comments, prose, lists of names): {', '.join(named)}"


def _law(report: Report) -> Iterator[str]:
    """Yield a warning where the law was looked up before the day that was asked about."""
    looked_up = min((decided.decision.verified_through for decided in report.decisions), default=None)
    if looked_up is not None and looked_up < report.as_of:
        yield f"{looked_up}, the last day on which every status was looked up; a later change is not known here"


def _gaps(gaps: list[tuple[str, Gap]], width: int) -> Iterator[RenderableType]:
    limiting = sum(gap.limits for _, gap in gaps)
    if limiting:
        yield indented(Text(f"! {count(limiting, 'place')} not looked at could hide a use:", style="needs"))
    else:
        yield indented(Text(f"{count(len(gaps), 'place')} not understood; none could hide a use:", style="quiet"))
    table = Table.grid(padding=(0, 2))
    table.add_column(style="place", no_wrap=True)
    table.add_column(overflow="fold")
    for path, gap in gaps[:MOST_GAPS]:
        where = visible(path) + (f":{gap.line}" if gap.line else "")
        table.add_row(shortened(where, width // 2), Text(visible(gap_words(gap))))
    yield indented(table, 4)
    if len(gaps) > MOST_GAPS:
        yield indented(Text(f"and {len(gaps) - MOST_GAPS:,} more; --json lists all", style="quiet"), 4)
