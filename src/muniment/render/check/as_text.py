"""The answer of a check, for a person."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from muniment.domain.decision import GRAVEST_FIRST
from muniment.render.age import rulebook_lines
from muniment.render.check.next_step import next_step
from muniment.render.check.questions import question_blocks
from muniment.render.coverage import coverage_blocks
from muniment.render.layout import columns, indented, show
from muniment.render.overlays import overlay_lines
from muniment.render.readings import reading_blocks
from muniment.render.suppressions import suppression_blocks
from muniment.render.uses import judged, use_blocks
from muniment.render.visible import visible
from muniment.render.words import SIGN, STYLE, WORD, count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from muniment.domain.report import Report


def print_check(report: Report, to: Console, *, estate_file: str = "") -> None:
    """Print the whole answer; its last line says what to do next."""
    show(_blocks(report, to.width), to)
    to.print()
    to.print(Text.assemble(("Next: ", "heading"), next_step(report, estate_file)), soft_wrap=True)


def _blocks(report: Report, width: int) -> Iterator[RenderableType]:
    yield from _opening(report)
    yield from use_blocks(report, width)
    yield from reading_blocks(report)
    yield from question_blocks(report)
    yield from suppression_blocks(report)
    yield from coverage_blocks(report, width)


def _opening(report: Report) -> Iterator[RenderableType]:
    yield Text(f"Muniment check, as of {report.as_of}", style="heading")
    book = report.rulebook
    yield Text(about_estate(report), style="quiet")
    yield from rulebook_lines(book, report.age)
    yield from overlay_lines(book)
    yield ""
    if report.uses:
        yield indented(tally(report))
    else:
        yield _nothing_found(report)
    yield ""


def _nothing_found(report: Report) -> Text:
    """Return that no use was found; what could not be read is never told as clean."""
    what = "no use of a vendor in the rulebook was found, only mentions" if report.mentions else ""
    what = what or "no vendor in the rulebook was found"
    if not report.complete:
        return Text(f"  ? {what}, in what could be read; what could not is listed below", style="undetermined")
    if report.stale:
        return Text(f"  ? {what}, which is stale and may lack vendors", style="undetermined")
    return Text(f"  ✓ {what}", style="permitted")


def about_estate(report: Report) -> str:
    """Return for whom the answer is."""
    if report.estate is None:
        return "No estate file: the answer is for any contract."
    systems, contracts = len(report.estate.systems), len(report.estate.contracts)
    return f"{visible(report.estate.organisation)}: {count(systems, 'system')}, {count(contracts, 'contract')}."


def tally(report: Report) -> RenderableType:
    """Return one row per outcome: how many decisions, about which vendors."""
    number = Counter(decided.decision.outcome for decided in report.decisions)
    vendors = {outcome: _vendors(report, outcome.value) for outcome in number}
    rows = [
        (Text(f"{SIGN[outcome]} {WORD[outcome]}", style=STYLE[outcome]), f"{number[outcome]:,}", vendors[outcome])
        for outcome in GRAVEST_FIRST
        if number[outcome]
    ]
    undecided = sum(not item.decisions for item in judged(report))
    if undecided:
        rows.append((Text("? not decided", style="undetermined"), f"{undecided:,}", "no contract is recorded"))
    return columns(("", "", ""), rows, ratios=(None, None, 1))


def _vendors(report: Report, outcome: str) -> str:
    named = {decided.use.vendor: None for decided in report.decisions if decided.decision.outcome.value == outcome}
    known = report.rulebook.vendors
    return ", ".join(known[vendor].name if vendor in known else vendor for vendor in named)
