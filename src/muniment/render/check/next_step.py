"""The one thing to do next."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from muniment.domain.condition import fact_value
from muniment.domain.decision import Outcome
from muniment.render.age import MEND
from muniment.render.check.questions import questions
from muniment.render.citing import vendor_name
from muniment.render.coverage import gaps_by_weight
from muniment.render.places import Places, near
from muniment.render.uses import judged
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from muniment.domain.decision import Decision
    from muniment.domain.report import Report, UseDecision
    from muniment.render.uses import Judged


def next_step(report: Report, estate_file: str = "") -> str:
    """Return one sentence. The gravest matter comes first; `estate_file` is named in the commands it proposes."""
    items = judged(report)
    first = _first_decision(items)
    if first is not None and first.decision.outcome is Outcome.PROHIBITED:
        return _stop(report, next(item for item in items if first in item.decisions), first, estate_file)
    if report.stale:
        return MEND
    open_now = _answer(report, estate_file) or _weigh(report, first)
    return open_now or _read_more(report) or _plan(report, first) or _finish(report, estate_file)


def _first_decision(items: list[Judged]) -> UseDecision | None:
    return next((item.decisions[0] for item in items if item.decisions), None)


def _stop(report: Report, item: Judged, decided: UseDecision, estate_file: str) -> str:
    vendor = vendor_name(report.rulebook, decided.use.vendor)
    start = Places(report).of(item.use, item.use.findings[0]) if item.use.findings else ""
    place = f", starting at {start}" if start else " where the estate file records it"
    number = sum(d.decision.outcome is Outcome.PROHIBITED for d in report.decisions) - 1
    others = f" ({count(number, 'more prohibited decision')} above)" if number else ""
    why = _explain(decided, estate_file)
    return f"stop using {vendor}{place}, or record the waiver that allows it{others}; why: {why}"


def _explain(decided: UseDecision, estate_file: str) -> str:
    parts = ["muniment", "explain", decided.use.vendor]
    parts += ["--contract", decided.contract] if decided.contract else []
    parts += ["--as-of", str(decided.decision.as_of)]
    parts += ["--estate", estate_file] if estate_file else []
    parts += ["--system", decided.use.system] if decided.use.system and estate_file else []
    for fact, value in sorted(decided.use.shown.items()):
        parts += ["--fact", f"{fact}={','.join(sorted(value)) if isinstance(value, frozenset) else fact_value(value)}"]
    return visible(shlex.join(parts))


def _answer(report: Report, estate_file: str) -> str:
    asked = questions(report)
    if asked and report.estate is None:
        number, file = "question" if len(asked) == 1 else f"{len(asked)} questions", "muniment.toml"
        return f"run `muniment init`, answer the {number} above in {file}, then check again with --estate {file}"
    if asked:
        place = f"{asked[0].answer_in} in {visible(estate_file)}" if estate_file else asked[0].answer_in
        answer = f"answer question 1 ({place}); it bears on {count(asked[0].decisions, 'decision')}"
        return f"{answer}; to be asked: muniment ask --estate {shlex.quote(estate_file)}" if estate_file else answer
    undecided = [item for item in judged(report) if not item.decisions]
    if undecided:
        return "say in the estate file which contracts each system serves; a use without a contract is not decided"
    return ""


def _weigh(report: Report, first: UseDecision | None) -> str:
    """Return the step for an outcome that waits for a person: a waiver, an authorisation, or a point of law."""
    if first is None:
        return ""
    vendor, contract = vendor_name(report.rulebook, first.use.vendor), visible(first.contract or "any contract")
    match first.decision.outcome:
        case Outcome.NEEDS_WAIVER:
            return f"ask for a waiver for {vendor} on {contract} and record it in the estate file, or stop the use"
        case Outcome.NEEDS_AUTHORISATION:
            return f"have a named person authorise {vendor} on {contract}, or stop the use"
        case Outcome.UNDETERMINED:
            return f"put {_point(first.decision)} to counsel before relying on {vendor}; no fact settles it"
        case Outcome.PROHIBITED | Outcome.PERMITTED_UNTIL | Outcome.PERMITTED:
            return ""


def _point(decision: Decision) -> str:
    return f"the open point on {decision.open_law[0].instrument}" if decision.open_law else "the open point"


def _read_more(report: Report) -> str:
    if not any(scan.inventory.coverage.entries for scan in report.scans):
        return "give a folder that holds files; nothing was there to be read, so nothing was shown"
    limiting = [(path, gap) for path, gap in gaps_by_weight(report) if gap.limits]
    if not limiting:
        return _see_all(report)
    path, gap = limiting[0]
    others = f", and {count(len(limiting) - 1, 'more place')}" if len(limiting) > 1 else ""
    return f"see to {visible(path)} ({gap.status.value}){others}, and check again; or disclose it when certifying"


def _see_all(report: Report) -> str:
    if report.hollow:
        where = visible(near(report.hollow[0].inventory.root))
        return f"give a folder that holds files in place of {where}, where nothing was read"
    if report.unscanned:
        return f"name the sources of system {visible(report.unscanned[0])} in the estate file, or record what it uses"
    return ""


def _plan(report: Report, first: UseDecision | None) -> str:
    if first is None or first.decision.outcome is not Outcome.PERMITTED_UNTIL:
        return ""
    vendor = vendor_name(report.rulebook, first.use.vendor)
    return f"plan to end the use of {vendor} by {first.decision.until}, its last permitted day"


def _finish(report: Report, estate_file: str) -> str:
    if report.estate is None or not report.estate.contracts:
        return "nothing stands in the way here; describe your contracts with `muniment init` to certify that"
    command = ["muniment", "certify", report.estate.contracts[0].id, "--estate", estate_file or "muniment.toml"]
    return f"nothing stands in the way; draft a certificate: {visible(shlex.join(command))}"
