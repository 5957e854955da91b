"""What was read, what was not, and what that leaves open."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from muniment.domain.evidence import FileStatus
from muniment.domain.report import Report
from muniment.render.citing import vendor_name
from muniment.render.layout import heading, indented, labelled
from muniment.render.places import inside, near
from muniment.render.recall import recall_words, surface_words
from muniment.render.terminal import shortened
from muniment.render.visible import visible
from muniment.render.words import byte_size, count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from muniment.domain.evidence import Gap
    from muniment.domain.report import Discovery

MOST_GAPS = 5
"""Gaps shown by name; the rest are counted."""

MOST_NAMED = 4
"""Vendors whose mentions are counted one by one."""


def coverage_blocks(report: Discovery, width: int) -> Iterator[RenderableType]:
    """Yield the account of what was looked at, in at most `width` columns."""
    yield heading("What was looked at")
    rows = [("read", _read(report))]
    rows += [("not read", text) for text in _skipped(report)]
    rows += [("!", text) for text in unseen(report)]
    rows += [("shared", text) for text in _shared(report)]
    rows += [("surfaces", text) for text in surface_words(report)]
    rows += [("recall", recall_words(report))]
    rows += [("mentions", text) for text in _mentions(report)]
    rows += [("law as of", text) for text in _law(report)]
    yield indented(labelled(rows))
    yield from gap_blocks(report, width)


def unseen(report: Discovery) -> Iterator[str]:
    """Yield in words each source that held nothing to read, and each system of which nothing is known."""
    for scan in report.hollow:
        yield f"{visible(near(scan.inventory.root))}: no file was read there, so it shows nothing"
    for system in report.unscanned:
        yield f"system {visible(system)}: no source of it was read and no use is recorded, so nothing is known of it"


def left_out(report: Discovery) -> Iterator[str]:
    """Yield in words what a table of findings has no row for: how much could hide a use, and what nobody looked at."""
    limiting = sum(gap.limits for scan in report.scans for gap in scan.inventory.coverage.gaps)
    if limiting:
        was = "was" if limiting == 1 else "were"
        yield f"{count(limiting, 'thing')} that could hide a use {was} not read; `--json` names each"
    yield from unseen(report)


def gaps_by_weight(report: Discovery) -> list[tuple[str, Gap]]:
    """Return `(path to show, gap)`, those that limit the answer first."""
    pairs = [
        (inside(scan.inventory.root, gap.path), gap) for scan in report.scans for gap in scan.inventory.coverage.gaps
    ]
    return sorted(pairs, key=lambda pair: (not pair[1].limits, pair[0], pair[1].line))


def gap_words(gap: Gap) -> str:
    """Return what became of the entry, and why where that says more."""
    return f"{gap.status.value}: {gap.why}" if gap.why and gap.why != gap.status.value else gap.status.value


def _read(report: Discovery) -> str:
    accounts = [scan.inventory.coverage for scan in report.scans]
    read, entries = sum(a.read for a in accounts), sum(a.entries for a in accounts)
    size = byte_size(sum(account.bytes_read for account in accounts))
    folders = f" in {count(len(accounts), 'folder')}" if len(accounts) > 1 else ""
    return f"{read:,} of {count(entries, 'entry', 'entries')}{folders}, {size}"


def _skipped(report: Discovery) -> Iterator[str]:
    """Yield one line with the number of entries for each reason why they were not read."""
    total: Counter[FileStatus] = Counter()
    for scan in report.scans:
        total.update(dict(scan.inventory.coverage.by_status))
    reasons = [f"{status.value}: {total[status]:,}" for status in FileStatus if total[status] and not status.was_read]
    if reasons:
        yield "; ".join(reasons)


def _mentions(report: Discovery) -> Iterator[str]:
    """Yield one line that counts, per vendor, what was seen and is no use: comments, prose, lists of names."""
    found = sorted(((number, vendor) for vendor, number in report.mentions.items() if number), reverse=True)
    if found:
        named = [f"{vendor_name(report.rulebook, vendor)} {number:,}" for number, vendor in found[:MOST_NAMED]]
        rest = found[MOST_NAMED:]
        named += [f"{count(len(rest), 'more vendor')} {sum(number for number, _ in rest):,}"] if rest else []
        yield f"not counted as use (comments, prose, lists of names): {', '.join(named)}"


def _law(report: Discovery) -> Iterator[str]:
    """Yield a warning where the law was looked up before the day that was asked about."""
    if not isinstance(report, Report):
        return
    looked_up = min((decided.decision.verified_through for decided in report.decisions), default=None)
    if looked_up is not None and looked_up < report.as_of:
        yield f"{looked_up}, the last day on which every status was looked up; a later change is not known here"


def _shared(report: Discovery) -> Iterator[str]:
    """Yield one line for each folder that lies inside a folder of another system, and so counts for both."""
    for outer in report.scans:
        for inner in report.scans:
            inside_other = _is_inside(inner.inventory.root, outer.inventory.root)
            if inside_other and None not in {outer.system, inner.system} and outer.system != inner.system:
                shown = visible(near(inner.inventory.root))
                yield f"{shown} lies inside a source of {outer.system} and counts for it as well as for {inner.system}"


def _is_inside(root: str, other: str) -> bool:
    return PurePath(root).is_relative_to(PurePath(other))


def gap_blocks(report: Discovery, width: int) -> Iterator[RenderableType]:
    """Yield what was not looked at or not understood, what could hide a use first; nothing where there is none."""
    found = [(scan.inventory.root, gap) for scan in report.scans for gap in scan.inventory.coverage.gaps]
    if not found:
        return
    limiting = sum(gap.limits for _, gap in found)
    if limiting:
        yield indented(Text(f"! {count(limiting, 'place')} not looked at could hide a use:", style="needs"))
    else:
        told = f"{count(len(found), 'place')} not looked at or not understood; none could hide a use:"
        yield indented(Text(told, style="quiet"))
    shown = sorted(found, key=lambda each: (not each[1].limits, each[0], each[1].path, each[1].line))[:MOST_GAPS]
    for root, together in groupby(shown, key=lambda each: each[0]):
        far = PurePath(near(root)).is_absolute()
        if far:
            yield indented(Text(f"in {visible(root)}", style="quiet"), 4)
        yield indented(_table([(gap.path if far else inside(root, gap.path), gap) for _, gap in together], width), 4)
    if len(found) > MOST_GAPS:
        yield indented(Text(f"and {len(found) - MOST_GAPS:,} more; --json lists all", style="quiet"), 4)


def _table(gaps: list[tuple[str, Gap]], width: int) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="place", no_wrap=True)
    table.add_column(overflow="fold")
    for path, gap in gaps:
        where = visible(path) + (f":{gap.line}" if gap.line else "")
        table.add_row(shortened(where, width // 2), Text(visible(gap_words(gap))))
    return table
