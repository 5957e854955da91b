"""How a decision differs from what a case expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.moment import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from muniment.domain.case import Expectation
    from muniment.domain.decision import Decision


def differences(expect: Expectation, decision: Decision) -> Iterator[str]:
    """Yield a sentence for everything that is expected and not so; nothing when the decision is as expected."""
    if decision.outcome is not expect.outcome:
        yield f"expected `{expect.outcome.value}`, got `{decision.outcome.value}`"
    elif decision.until != expect.until:
        yield f"expected a last day of {expect.until}, got {decision.until}"
    yield from _absent("reason", expect.because, (reason.instrument for reason in decision.reasons))
    yield from _absent("instrument set aside", expect.set_aside, (each.instrument for each in decision.set_aside))
    yield from _absent("missing fact", expect.unknown, (unknown.fact for unknown in decision.unknown))
    yield from _absent("open point of law", expect.open_law, (point.instrument for point in decision.open_law))
    yield from _absent("reading", expect.readings, (reading.reading for reading in decision.readings))
    yield from _asked(expect, decision)
    yield from _due(expect, decision)
    yield from _received(expect, decision)
    if expect.confidence not in {None, decision.confidence}:
        yield f"expected the confidence `{expect.confidence.value}`, got `{decision.confidence.value}`"
    arisen = {duty.duty.id for duty in decision.duties}
    yield from _absent("duty", expect.duties, arisen)
    yield from (f"expected no duty `{duty}`, and it arises" for duty in expect.no_duty if duty in arisen)


def _absent(what: str, expected: Iterable[str], found: Iterable[str]) -> Iterator[str]:
    got = set(found)
    yield from (f"expected the {what} `{one}`, got {_shown(got)}" for one in expected if one not in got)


def _asked(expect: Expectation, decision: Decision) -> Iterator[str]:
    if expect.asks is None:
        return
    yield from _absent("missing fact", expect.asks, (unknown.fact for unknown in decision.unknown))
    others = [unknown.fact for unknown in decision.unknown if unknown.fact not in expect.asks]
    yield from (f"expected nothing else to be asked, and `{fact}` is" for fact in others)


def _received(expect: Expectation, decision: Decision) -> Iterator[str]:
    got = {duty.duty.id: {one.office.value for one in duty.to} for duty in decision.duties}
    for duty, offices in expect.to:
        wanted = {office.value for office in offices}
        if got.get(duty) != wanted:
            yield f"expected `{duty}` to go to {_shown(wanted)}, got {_shown(got.get(duty, set()))}"


def _shown(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in sorted(words)) or "none"


def _due(expect: Expectation, decision: Decision) -> Iterator[str]:
    got = {
        (duty.duty.id, one.clock.id): None if one.provisional or one.at is None else day_of(one.at)
        for duty in decision.duties
        for one in duty.due
    }
    for duty, clock, day in expect.due:
        if (duty, clock) not in got:
            yield f"expected the duty `{duty}` with its clock `{clock}`, and it does not arise"
        elif got[duty, clock] != day:
            yield f"expected `{duty}/{clock}` to be due on {day}, got {got[duty, clock] or 'no day'}"
