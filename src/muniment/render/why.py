"""Why decisions came out as they did, in a few rows; `muniment explain` tells the rest."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from muniment.domain.decision import Outcome
from muniment.domain.restriction import EffectKind
from muniment.render.age import stale_words
from muniment.render.citing import cited_briefly
from muniment.render.deadlines import moment_words, to_words
from muniment.render.words import count, listed, posture_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from muniment.domain.citation import Citation
    from muniment.domain.decision import Deadline, Decision, DutyDue, Reason
    from muniment.domain.ids import FactId, InstrumentId
    from muniment.domain.rulebook import Rulebook

MOST_SET_ASIDE = 3
"""Instruments shown as set aside where nothing else explains an outcome."""

MOST_REASONS = 2
"""Different reasons told for one instrument that is set aside on several contracts."""


def why(rulebook: Rulebook, decision: Decision, asked: Mapping[FactId, int]) -> Iterator[tuple[str, str]]:
    """Yield rows of label and text: what decides, what is open, and the days that matter.

    `asked` numbers the questions of the whole report.
    """
    if stale := stale_words(decision):
        yield "stale", stale
    yield from _reasons(rulebook, decision)
    if decision.unknown:
        numbers = [str(number) for number in sorted(asked[unknown.fact] for unknown in decision.unknown)]
        yield "waits for", f"{'question' if len(numbers) == 1 else 'questions'} {listed(numbers)} below"
    if decision.posture is not None:
        yield "posture", posture_words(decision)
    if any(reading.outcome is not decision.outcome for reading in decision.readings):
        yield "disputed", f"{count(len(decision.readings), 'reading')}, compared below"
    for last in decision.last_days:
        source = f" [{cited_briefly(rulebook, [last.cited])}]" if last.cited else ""
        yield "last day", f"{last.until}: {last.instrument}, {last.title}{source}"
    for due in decision.duties:
        yield "duty", _duty(due)
    if not (_explained(decision) or decision.set_aside or decision.reasons):
        vendor = rulebook.vendors.get(decision.vendor)
        searched = vendor.screened_through if vendor else decision.verified_through
        yield "because", f"no instrument in the rulebook reaches this vendor; last searched {searched}"


def left_out(rulebook: Rulebook, decisions: Sequence[Decision]) -> Iterator[tuple[str, str]]:
    """Yield what was weighed and set aside in all of `decisions`, which came out alike for the same reasons.

    Where that alone explains why nothing bars a use, the prohibitions that name the vendor stand there; elsewhere
    only how many there are.
    """
    shown = [] if any(_explained(each) for each in decisions) else _telling(rulebook, decisions)[:MOST_SET_ASIDE]
    for instrument, why_not in shown:
        yield "set aside", f"{instrument}: {why_not}"
    rest = sorted({len(each.set_aside) - len(shown) for each in decisions})
    if rest[-1]:
        fewest = f"{rest[0]} to " if rest[0] < rest[-1] else ""
        many = count(rest[-1], "more instrument" if shown else "instrument")
        yield "set aside", f"{fewest}{many}; `muniment explain` says why"


def _reasons(rulebook: Rulebook, decision: Decision) -> Iterator[tuple[str, str]]:
    """Yield one reason for each instrument that decides, or may decide; the others are only named."""
    points = {(point.instrument, point.why): point.cited for point in decision.open_law}
    ordered = sorted(decision.reasons, key=lambda reason: (not decision.rests_on(reason), reason.instrument))
    free = decision.outcome is Outcome.PERMITTED
    named: dict[str, list[str]] = {"applies": [], "may apply": []}
    for name, group in groupby(ordered, key=lambda reason: reason.instrument):
        first, *others = group
        label = _label(first, is_open=(name, first.because) in points)
        points.pop((name, first.because), None)
        if free or not decision.rests_on(first):
            named["applies" if label == "because" else "may apply"].append(str(name))
            continue
        more = f" (and {count(len(others), 'more reason')})" if others else ""
        yield from _told(rulebook, label, f"{name}: {first.because}{more}", first.cited)
    for (name, point), cited in points.items():
        yield from _told(rulebook, "open law", f"{name}: {point}", cited)
    too = ", barring nothing here" if free else " too"
    for label, names in named.items():
        if names:
            yield label, f"{listed(names)}{too}; `muniment explain` says how"


def _told(rulebook: Rulebook, label: str, text: str, cited: Sequence[Citation]) -> Iterator[tuple[str, str]]:
    yield label, text
    if cited:
        yield "", cited_briefly(rulebook, cited, most=1)


def _label(reason: Reason, *, is_open: bool) -> str:
    if is_open:
        return "open law"
    return "because" if reason.best is reason.worst else "may apply"


def _explained(decision: Decision) -> bool:
    return bool(decision.unknown or decision.open_law) or decision.outcome is not Outcome.PERMITTED


def _telling(rulebook: Rulebook, decisions: Sequence[Decision]) -> list[tuple[InstrumentId, str]]:
    """Return what is set aside in all of `decisions`, that first which would weigh most, and why.

    Where something else applies, that is only what prohibits and names the vendor.
    """
    first = decisions[0]

    def weight(instrument: InstrumentId) -> tuple[bool, bool]:
        item = rulebook.restrictions.get(instrument)
        if item is None or item.names_nobody:
            return False, False
        effect = item.effects.on(first.as_of)
        holds = any(status.state.operative and status.during.holds_on(first.as_of) for status in item.statuses)
        return effect is not None and effect.kind is EffectKind.PROHIBIT, holds

    found = [(aside.instrument, weight(aside.instrument)) for aside in first.set_aside]
    ordered = sorted(found, key=lambda each: each[1], reverse=True)
    reasons = {
        name: [_words(each, name) for each in decisions] for name, (bars, _) in ordered if bars or not first.reasons
    }
    return [(name, _together(words)) for name, words in reasons.items() if all(words)]


def _together(reasons: Sequence[str]) -> str:
    """Return `does not reach this use: A, or B` for reasons that begin alike."""
    different = list(dict.fromkeys(reasons))
    head, colon, _ = different[0].partition(": ")
    if len(different) > MOST_REASONS or any(not each.startswith(head + colon) for each in different):
        return "reaches none of them, for different reasons"
    return head + colon + _either([each.removeprefix(head + colon) for each in different])


def _either(reasons: Sequence[str]) -> str:
    """Return `a is B or C` for reasons that only say what one fact is, and `A, or B` for others."""
    fact, verb, _ = reasons[0].partition(" is ")
    if any(each.count(" is ") != 1 or not each.startswith(fact + verb) for each in reasons):
        return ", or ".join(reasons)
    return fact + verb + " or ".join(each.removeprefix(fact + verb) for each in reasons)


def _words(decision: Decision, instrument: InstrumentId) -> str:
    """Return why `instrument` is set aside; nothing where it is not."""
    return next((aside.because for aside in decision.set_aside if aside.instrument == instrument), "")


def _duty(due: DutyDue) -> str:
    clocks = [_clock(deadline) for deadline in due.due]
    when = f" ({'; '.join(clocks)})" if clocks else ""
    to = to_words(due)
    return f"{due.instrument}: {due.duty.title}{f'. To: {to}' if to else ''}{when}"


def _clock(deadline: Deadline) -> str:
    if deadline.at is None:
        return f"{deadline.clock.id}: day not known yet"
    return f"{deadline.clock.id} by {moment_words(deadline.at)}{' at the latest' if deadline.provisional else ''}"
