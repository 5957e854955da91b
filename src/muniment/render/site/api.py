"""The JSON files of the website: every part of the rulebook under a stable name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from muniment.decide.coming import coming_dates
from muniment.domain.condition import fact_value
from muniment.render.coming import coming_value
from muniment.render.decision_json import fact_json, source_value
from muniment.render.found_json import rulebook_value
from muniment.render.rules.as_json import agreement_value, restriction_rows, restriction_value, vendor_value
from muniment.render.timeline.as_text import about

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from muniment.domain.case import Case
    from muniment.domain.condition import FactKind
    from muniment.domain.ids import InstrumentId
    from muniment.domain.rulebook import Rulebook

FORM = "muniment.site/1"


def api_values(
    rulebook: Rulebook, cases: Mapping[InstrumentId, Sequence[Case]], as_of: date
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each file by its path below `api/v1/`, without `.json`.

    `cases` are those of each instrument. Every file names its format, the rulebook and the day it was made for.
    """
    head = {"as_of": str(as_of), "format": FORM, "rulebook": rulebook_value(rulebook)}
    for name, value in _values(rulebook, cases, as_of):
        yield name, {**head, **value}


def _values(
    rulebook: Rulebook, cases: Mapping[InstrumentId, Sequence[Case]], as_of: date
) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "instruments", {"instruments": list(restriction_rows(rulebook, as_of))}
    for item in rulebook.restrictions.values():
        told = [case_value(case) for case in cases.get(item.id, ())]
        yield f"instruments/{item.id}", {"cases": told, "instrument": restriction_value(item)}
    yield "agreements", {"agreements": [agreement_value(item) for item in rulebook.agreements.values()]}
    for agreement in rulebook.agreements.values():
        told = [case_value(case) for case in cases.get(agreement.id, ())]
        yield f"agreements/{agreement.id}", {"agreement": agreement_value(agreement), "cases": told}
    yield "vendors", {"vendors": [vendor_value(vendor) for vendor in rulebook.vendors.values()]}
    for vendor in rulebook.vendors.values():
        named = [item.id for item in about(rulebook, vendor.id)]
        yield f"vendors/{vendor.id}", {"instruments": named, "vendor": vendor_value(vendor)}
    yield "sources", {"sources": [{"id": source.id, **source_value(source)} for source in rulebook.sources.values()]}
    yield "facts", {"facts": [fact_kind_value(kind) for kind in rulebook.facts.values()]}
    yield "coming", {"coming": list(coming(rulebook, as_of))}


def fact_kind_value(kind: FactKind) -> dict[str, Any]:
    """Return a fact that rules ask for, with the question that settles it."""
    return {
        "answer_in": kind.answer_in,
        "choices": list(kind.choices),
        "id": kind.id,
        "question": kind.question,
        "type": kind.type.value,
    }


def case_value(case: Case) -> dict[str, Any]:
    """Return a worked example: what was given, and what is expected."""
    return {
        "as_of": str(case.as_of),
        "case": case.sentence,
        "given": {fact: fact_json(value) for fact, value in case.given.items()},
        "given_in_words": {fact: fact_value(value) for fact, value in case.given.items()},
        "outcome": case.expect.outcome.value,
        "until": str(case.expect.until) if case.expect.until else None,
        "vendor": case.vendor,
    }


def coming(rulebook: Rulebook, as_of: date) -> Iterator[dict[str, Any]]:
    """Yield what is to come on `as_of` or later, the next day first."""
    for one in coming_dates(rulebook, as_of):
        yield coming_value(one)
