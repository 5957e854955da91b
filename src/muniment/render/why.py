"""Why one decision came out as it did, in a few rows; `muniment explain` tells the rest."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from muniment.render.citing import cited_briefly
from muniment.render.words import count, gravity, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.domain.decision import Decision, DutyDue, Reason
    from muniment.domain.ids import FactId
    from muniment.domain.rulebook import Rulebook

MOST_SET_ASIDE = 3
"""Instruments shown as set aside where nothing else explains an outcome."""


def why(rulebook: Rulebook, decision: Decision, asked: Mapping[FactId, int]) -> Iterator[tuple[str, str]]:
    """Yield rows of label and text: what decides, what is open, and the days that matter.

    `asked` numbers the questions of the whole report.
    """
    yield from _reasons(rulebook, decision)
    if decision.unknown:
        numbers = [str(asked[unknown.fact]) for unknown in decision.unknown]
        yield "waits for", f"{'question' if len(numbers) == 1 else 'questions'} {listed(numbers)} below"
    if any(reading.outcome is not decision.outcome for reading in decision.readings):
        yield "disputed", f"{count(len(decision.readings), 'reading')}, compared below"
    for last in decision.last_days:
        yield "last day", f"{last.until}: {last.instrument}, {last.title} [{cited_briefly(rulebook, [last.cited])}]"
    for due in decision.duties:
        yield "duty", _duty(due)
    yield from _aside(rulebook, decision)


def _reasons(rulebook: Rulebook, decision: Decision) -> Iterator[tuple[str, str]]:
    """Yield one reason for each instrument, gravest first, then the open points that no reason repeats."""
    open_points = {(point.instrument, point.why) for point in decision.open_law}
    told = {(reason.instrument, reason.because) for reason in decision.reasons}
    ordered = sorted(decision.reasons, key=lambda reason: (gravity(reason.worst), reason.instrument))
    for name, group in groupby(ordered, key=lambda reason: reason.instrument):
        first, *others = group
        more = f" (and {count(len(others), 'more reason')})" if others else ""
        yield _label(first, is_open=(name, first.because) in open_points), f"{name}: {first.because}{more}"
        if first.cited:
            yield "", cited_briefly(rulebook, first.cited, most=1)
    for point in decision.open_law:
        if (point.instrument, point.why) not in told:
            yield "open law", f"{point.instrument}: {point.why}"
            if point.cited:
                yield "", cited_briefly(rulebook, point.cited, most=1)


def _label(reason: Reason, *, is_open: bool) -> str:
    if is_open:
        return "open law"
    return "because" if reason.best is reason.worst else "may apply"


def _aside(rulebook: Rulebook, decision: Decision) -> Iterator[tuple[str, str]]:
    """Yield the set-asides where they are the whole explanation; elsewhere only their number."""
    explained = bool(decision.reasons or decision.unknown or decision.open_law)
    shown = () if explained else decision.set_aside[:MOST_SET_ASIDE]
    for aside in shown:
        yield "set aside", f"{aside.instrument}: {aside.because}"
    rest = len(decision.set_aside) - len(shown)
    if rest:
        yield "set aside", f"{count(rest, 'more instrument' if shown else 'instrument')}; `muniment explain` says why"
    if not explained and not decision.set_aside:
        vendor = rulebook.vendors.get(decision.vendor)
        searched = vendor.screened_through if vendor else decision.verified_through
        yield "because", f"no instrument in the rulebook reaches this vendor; last searched {searched}"


def _duty(due: DutyDue) -> str:
    clocks = [f"{clock.id} by {day}" if day else f"{clock.id}: day not known yet" for clock, day in due.due]
    when = f" ({'; '.join(clocks)})" if clocks else ""
    to = f" to {due.duty.to}" if due.duty.to else ""
    return f"{due.instrument}: {due.duty.title}{to}{when}"
