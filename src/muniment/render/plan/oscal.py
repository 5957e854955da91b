"""A phase-out plan as an OSCAL plan of action and milestones (POA&M), version 1.2.1.

Each plan item is a POA&M item with a risk, whose deadline is the last permitted day, and an observation of evidence.
The same plan gives the same identifiers.  Source: NIST OSCAL 1.2.1, plan-of-action-and-milestones model.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.decision import Outcome
from muniment.render.citing import vendor_name
from muniment.render.found_json import write_object
from muniment.render.plan.as_text import effort_words
from muniment.render.visible import visible
from muniment.render.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from typing import TextIO

    from muniment.domain.ids import ContractId
    from muniment.domain.plan import Milestone, Plan, PlanItem
    from muniment.domain.rulebook import Rulebook

VERSION: Final = "1.2.1"
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://w3id.org/muniment/poam/v1")
_OWN: Final = "https://w3id.org/muniment/oscal"
_SETTLE: Final = frozenset({Outcome.UNDETERMINED, Outcome.NEEDS_WAIVER, Outcome.NEEDS_AUTHORISATION})


def write_poam(plan: Plan, rulebook: Rulebook, contract: ContractId, to: TextIO, *, at: datetime) -> None:
    """Write the POA&M for one contract, made `at` that instant. Raises: ValueError where the plan holds no item."""
    if not plan.items:
        message = "a POA&M has at least one item"
        raise ValueError(message)
    document = {
        "metadata": {
            "last-modified": at.isoformat(timespec="seconds"),
            "oscal-version": VERSION,
            "props": [_prop("rulebook", rulebook.digest), _prop("complete", "yes" if plan.complete else "no")],
            "title": f"Phase-out plan for {visible(contract)} as of {plan.as_of}",
            "version": str(plan.as_of),
        },
        "observations": [_observation(item, at) for item in plan.items],
        "poam-items": [_item(rulebook, item) for item in plan.items],
        "risks": [_risk(rulebook, item) for item in plan.items],
        "system-id": {"id": contract, "identifier-type": f"{_OWN}/contract"},
        "uuid": _uuid("plan", contract, str(plan.as_of)),
    }
    write_object({"plan-of-action-and-milestones": document}, to)


def _uuid(*parts: str) -> str:
    """Return an identifier that is the same for the same parts; OSCAL takes versions 4 and 5."""
    return str(uuid.uuid5(_NAMESPACE, "\n".join(parts)))


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": _OWN, "value": visible(value)}


def _title(rulebook: Rulebook, item: PlanItem) -> str:
    return visible(f"{vendor_name(rulebook, item.key.vendor)} in {item.key.system or 'no system'}")


def _observation(item: PlanItem, at: datetime) -> dict[str, Any]:
    places = (f"{each.path}:{each.line}" if each.line else each.path for each in item.sites)
    return {
        "collected": at.isoformat(timespec="seconds"),
        "description": visible(effort_words(item.effort)),
        "methods": ["EXAMINE"],
        "relevant-evidence": [{"description": visible(place)} for place in places]
        or [{"description": "recorded by a person in the estate file"}],
        "title": f"Evidence of {item.id}",
        "uuid": _uuid("observation", item.id),
    }


def _item(rulebook: Rulebook, item: PlanItem) -> dict[str, Any]:
    return {
        "description": _statement(item),
        "props": list(_props(item)),
        "related-observations": [{"observation-uuid": _uuid("observation", item.id)}],
        "related-risks": [{"risk-uuid": _uuid("risk", item.id)}],
        "title": _title(rulebook, item),
        "uuid": _uuid("item", item.id),
    }


def _props(item: PlanItem) -> Iterator[dict[str, str]]:
    yield _prop("item", item.id)
    yield _prop("outcome", item.outcome.value)
    yield _prop("critical", "yes" if item.critical else "no")
    if item.kept and item.kept.owner:
        yield _prop("owner", item.kept.owner)


def _statement(item: PlanItem) -> str:
    why = " ".join(f"{instrument}: {text}." for instrument, text in item.because)
    missing = f" Not known: {', '.join(item.missing)}." if item.missing else ""
    return visible(f"{WORD[item.outcome].capitalize()}. {why}{missing}".strip())


def _risk(rulebook: Rulebook, item: PlanItem) -> dict[str, Any]:
    risk: dict[str, Any] = {
        "description": _statement(item),
        "statement": _statement(item),
        "status": "investigating" if item.outcome in _SETTLE else "remediating",
        "title": _title(rulebook, item),
        "uuid": _uuid("risk", item.id),
    }
    if item.last_day:
        risk["deadline"] = _end_of(item.last_day)
    if item.kept and item.kept.milestones:
        risk["remediations"] = [_remediation(item, item.kept.milestones)]
    return risk


def _remediation(item: PlanItem, steps: tuple[Milestone, ...]) -> dict[str, Any]:
    return {
        "description": "The steps that people keep in the plan file.",
        "lifecycle": "planned",
        "tasks": [_task(item, number, step) for number, step in enumerate(steps)],
        "title": f"Phase-out of {item.id}",
        "uuid": _uuid("remediation", item.id),
    }


def _task(item: PlanItem, number: int, step: Milestone) -> dict[str, Any]:
    done = [_prop("done", str(step.done))] if step.done else []
    return {
        **({"props": done} if done else {}),
        "timing": {"within-date-range": {"end": _end_of(step.due), "start": _start_of(step.due)}},
        "title": visible(step.what),
        "type": "milestone",
        "uuid": _uuid("task", item.id, str(number), step.what),
    }


def _start_of(day: date) -> str:
    return f"{day}T00:00:00Z"


def _end_of(day: date) -> str:
    return f"{day}T23:59:59Z"
