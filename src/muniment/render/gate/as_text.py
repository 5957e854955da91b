"""The answer of the gate, for a person."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from rich.text import Text

from muniment.domain.decision import GRAVEST_FIRST, Outcome
from muniment.domain.gate import Target
from muniment.render.age import rulebook_lines
from muniment.render.brief import sentence
from muniment.render.check.as_text import about_estate, tally
from muniment.render.check.next_step import next_step
from muniment.render.check.questions import questions
from muniment.render.citing import vendor_name
from muniment.render.coverage import gap_blocks
from muniment.render.layout import heading, indented, show
from muniment.render.overlays import overlay_lines
from muniment.render.places import Places, evidence
from muniment.render.suppressions import suppression_blocks
from muniment.render.uses import judged, system_title
from muniment.render.visible import visible
from muniment.render.words import SIGN, STYLE, WORD, count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from muniment.domain.gate import Compared, GateReport
    from muniment.domain.report import Report, UseDecision

_MOST_PLACES: Final = 10


def print_gate(found: GateReport, to: Console, *, exit_code: int, estate_file: str = "") -> None:
    """Print what the change adds and what follows; the last line says what to do."""
    show(_blocks(found, to.width), to)
    to.print()
    to.print(Text.assemble(("Next: ", "heading"), next_words(found, exit_code, estate_file)), soft_wrap=True)


def next_words(found: GateReport, exit_code: int, estate_file: str) -> str:
    """Return what to do after the gate has ended with `exit_code`."""
    report = found.report
    if not exit_code:
        return "nothing; this change may go on" if found.changed else "nothing; there is no change to judge"
    if any(decided.decision.outcome is Outcome.PROHIBITED for decided in report.decisions):
        return next_step(report, estate_file)
    if not questions(report):
        return next_step(report, estate_file)
    if report.estate is None:
        return "describe your contracts with `muniment init`, and run the gate with --estate"
    command = visible(shlex.join(["muniment", "check", "--estate", estate_file]))
    return f"{command} asks what would settle this; or take the use out of the change"


def _blocks(found: GateReport, width: int) -> Iterator[RenderableType]:
    report = found.report
    yield Text(f"Muniment gate, as of {report.as_of}", style="heading")
    yield Text(_compared(found), style="quiet")
    yield Text(about_estate(report), style="quiet")
    yield from rulebook_lines(report.rulebook, report.age)
    yield from overlay_lines(report.rulebook)
    for path in found.touched:
        yield Text(f"! this change alters {visible(path)}, on which this answer rests", style="needs")
    yield ""
    if report.uses:
        yield indented(tally(report))
    else:
        but = " but what is set aside" if report.suppressed else ""
        what = f"this change adds no use of a vendor in the rulebook{but}"
        if not found.complete:
            yield Text(f"  ? {what}, in what could be read; what could not is listed below", style="undetermined")
        elif report.stale:
            yield Text(f"  ? {what}, which is stale and may lack vendors", style="undetermined")
        else:
            yield Text(f"  ✓ {what}", style="permitted")
    if others := _others(found):
        yield indented(Text(others, style="quiet"))
    yield ""
    yield from _added(report, width)
    yield from suppression_blocks(report)
    if any(scan.inventory.coverage.gaps for scan in report.scans):
        yield heading("What of the change was not looked at")
        yield from gap_blocks(report, width)


def _added(report: Report, width: int) -> Iterator[RenderableType]:
    """Yield each use with its places, and for each contract one sentence."""
    places = Places(report)
    for item in judged(report):
        worst = GRAVEST_FIRST[item.gravity]
        yield heading(vendor_name(report.rulebook, item.use.vendor), sign=SIGN[worst], style=STYLE[worst])
        if title := system_title(report, item.use):
            yield indented(Text(title, style="heading"))
        yield indented(evidence(item.use, places, width - 2, _MOST_PLACES))
        for decided in item.decisions:
            yield indented(Text(visible(_outcome(report, decided))))
        if not item.decisions:
            yield indented(Text("not decided: no contract is recorded for this system", style="undetermined"))
        yield ""


def _outcome(report: Report, decided: UseDecision) -> str:
    """Return the outcome on one contract, with what decides where it is not plainly permitted."""
    sign = SIGN[decided.decision.outcome]
    if decided.decision.outcome is Outcome.PERMITTED:
        return f"{sign} {WORD[Outcome.PERMITTED]} on {decided.contract or 'any contract'}"
    return f"{sign} {sentence(report, decided)}"


def _compared(found: GateReport) -> str:
    """Return between what the change lies, and how large it is."""
    compared = found.compared
    base = f"{visible(compared.base_name)} ({compared.base[:12]})" if compared.base else compared.base_name
    size = f"{count(found.changed, 'file')} changed, {found.unchanged:,} as before"
    return f"{_target(compared)}, seen from {base}: {size}."


def _target(compared: Compared) -> str:
    match compared.target:
        case Target.WORK_TREE:
            return "The work tree"
        case Target.INDEX:
            return "What is staged"
        case Target.COMMIT:
            return f"Commit {compared.commit[:12]}"


def _others(found: GateReport) -> str:
    """Return how many findings the change leaves what they are, or makes more of."""
    told = [f"{count(len(found.raised), 'finding')} of it there before, showing less"] if found.raised else []
    told += [f"{count(found.moved, 'finding')} moved"] if found.moved else []
    told += [f"{count(found.gone, 'finding')} gone"] if found.gone else []
    return "; ".join(told)
