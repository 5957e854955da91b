"""One decision in one sentence, for where little room is left for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.render.age import stale_words
from muniment.render.citing import cited_briefly
from muniment.render.words import WORD

if TYPE_CHECKING:
    from muniment.domain.report import Report, UseDecision


def sentence(report: Report, decided: UseDecision) -> str:
    """Return the outcome on one contract, what decides with one citation each, and what is missing; one line."""
    decision = decided.decision
    until = f" ({decision.until})" if decision.until else ""
    head = f"{WORD[decision.outcome]}{until} on {decided.contract or 'any contract'} as of {decision.as_of}"
    deciding = [reason for reason in decision.reasons if reason.best is reason.worst and decision.rests_on(reason)]
    parts = [
        f"{reason.instrument}: {reason.because} [{cited_briefly(report.rulebook, reason.cited, most=1)}]"
        for reason in deciding
    ]
    undecided = sorted({str(reason.instrument) for reason in decision.reasons if reason.best is not reason.worst})
    parts += [f"may apply: {', '.join(undecided)}"] if undecided else []
    parts += [f"missing: {', '.join(unknown.fact for unknown in decision.unknown)}"] if decision.unknown else []
    parts += [stale] if (stale := stale_words(decision)) else []
    return f"{head}; {'; '.join(parts)}." if parts else f"{head}."
