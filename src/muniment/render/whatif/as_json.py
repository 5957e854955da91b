"""The answers of `muniment whatif`, for a program. Every supposed answer says in itself that it is hypothetical."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from muniment.decide.compare import moved
from muniment.decide.suppose import Affiliated, Covered, LawChanged
from muniment.render.decision_json import citation_value, decision_value, fact_json
from muniment.render.found_json import rulebook_value, write_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from muniment.app.whatif import Hypothesis, Turn, View
    from muniment.decide.suppose import Supposition
    from muniment.domain.citation import Citation
    from muniment.domain.decision import Decision
    from muniment.domain.hypothetical import Hypothetical, HypotheticalMilestone, LawChange
    from muniment.domain.rulebook import Rulebook
    from muniment.render.whatif.as_text import OneVendor, WhatIf

FORMAT = "muniment.whatif/1"


def write_hypotheticals(rulebook: Rulebook, to: TextIO) -> None:
    """Write the named hypotheticals of the rulebook."""
    write_object(
        {
            "format": "muniment.hypotheticals/1",
            "hypotheticals": (hypothetical_value(one) for one in rulebook.hypotheticals.values()),
            "rulebook": rulebook_value(rulebook),
        },
        to,
    )


def write_whatif(page: WhatIf, to: TextIO) -> None:
    """Write one JSON object, each answer on a line of its own."""
    write_object(
        {
            "complete": page.complete,
            "format": FORMAT,
            "hypothetical": True,
            "rulebook": rulebook_value(page.rulebook, page.age),
            "supposed": _supposed(page.hypothesis),
            "unread": list(page.unread),
            "vendor": _vendor(page.one) if page.one else None,
            "views": (_view(view) for view in page.views),
        },
        to,
    )


def hypothetical_value(one: Hypothetical) -> dict[str, Any]:
    """Return a named hypothetical in full."""
    return {
        "alternatives": [
            {
                "changes": [_change(change) for change in read.changes],
                "cited": _citations(read.cited),
                "id": read.id,
                "says": read.says,
            }
            for read in one.alternatives
        ],
        "changes": [_change(change) for change in one.changes],
        "cited": _citations(one.cited),
        "earliest": _milestone(one.earliest),
        "id": one.id,
        "live": one.live,
        "note": one.note,
        "ordinarily": _milestone(one.ordinarily) if one.ordinarily else None,
        "title": one.title,
        "unsettled": one.unsettled,
    }


def _supposed(hypothesis: Hypothesis) -> dict[str, Any]:
    return {
        "clauses": [{"clause": one.clause, "contract": one.contract} for one in hypothesis.clauses],
        "facts": [
            {
                "contract": one.contract or None,
                "facts": {fact: fact_json(value) for fact, value in one.facts.items()},
                "system": one.system or None,
            }
            for one in hypothesis.facts
        ],
        "law": [_law(one) for one in hypothesis.law],
        "named": [{"from": str(one.start), **hypothetical_value(one.hypothetical)} for one in hypothesis.named],
        "on": str(hypothesis.on) if hypothesis.on else None,
    }


def _law(one: Supposition) -> dict[str, Any]:
    match one:
        case LawChanged(change=change, start=start):
            return {"kind": "status", **_change(change, start)}
        case Covered(vendor=vendor, instrument=instrument):
            return {"instrument": instrument, "kind": "cover", "vendor": vendor}
        case Affiliated(company=company, vendor=vendor):
            return {"company": company, "kind": "affiliate", "vendor": vendor}


def _change(change: LawChange, start: date | None = None) -> dict[str, Any]:
    value = {
        "effect": change.effect.value if change.effect else None,
        "instrument": change.instrument,
        "last": str(change.until) if change.until else None,
        "state": change.state.value if change.state else None,
        "whom": change.whom,
    }
    return value | ({"from": str(start)} if start else {})


def _milestone(one: HypotheticalMilestone) -> dict[str, Any]:
    return {"cited": _citations(one.cited), "date": str(one.day), "why": one.why}


def _vendor(one: OneVendor) -> dict[str, Any]:
    return {
        "bears_not": [
            {
                "asked_by": list(each.instruments),
                "fact": each.fact,
                "value": fact_json(each.value),
                "vendors": list(each.vendors),
            }
            for each in one.unasked
        ],
        "through": [decision_value(way) for way in one.through],
        "turns": [
            {"fact": each.fact, "turns": list(_turns(each.turns)), "value": fact_json(each.value)}
            for each in one.hinges
        ],
        "vendor": one.vendor,
    }


def _view(view: View) -> dict[str, Any]:
    return {
        "as_of": str(view.before),
        "compared": len(view.turns),
        "supposed_as_of": str(view.after),
        "turns": list(_turns(view.turns)),
    }


def _turns(turns: Sequence[Turn]) -> Iterator[dict[str, Any]]:
    for turn in turns:
        yield {
            "contract": turn.asked.contract,
            "differs": turn.differs.value,
            "moved": [one.instrument for one in moved(turn.before, turn.after)],
            "read_as": [
                {"alternative": read.alternative.id, "hypothetical": read.hypothetical, **_of(read.decision)}
                for read in turn.read_as
            ],
            "recorded": decision_value(turn.before),
            "supposed": _hypothetical(turn.after),
            "system": turn.asked.system,
            "vendor": turn.before.vendor,
        }


def _of(decision: Decision) -> dict[str, Any]:
    return {"decision": _hypothetical(decision)}


def _hypothetical(decision: Decision) -> dict[str, Any]:
    return {**decision_value(decision), "hypothetical": True}


def _citations(citations: tuple[Citation, ...]) -> list[dict[str, str]]:
    return [citation_value(citation) for citation in citations]
