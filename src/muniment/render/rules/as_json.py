"""Restrictions, agreements and vendors as JSON values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from muniment.render.age import age_value
from muniment.render.conditions import in_words
from muniment.render.decision_json import citation_value
from muniment.render.found_json import write_object
from muniment.render.rules.listing import effect_on, states_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from muniment.domain.age import Age
    from muniment.domain.agreement import Agreement
    from muniment.domain.dated import Interval
    from muniment.domain.duty import Duty, Recipient
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Vendor


def write_rule_list(rulebook: Rulebook, as_of: date, age: Age, to: TextIO) -> None:
    """Write every instrument with its effect and states on `as_of`, every agreement and every vendor."""
    write_object(
        {
            "agreements": (
                {"id": item.id, "title": item.title, "vendor": item.vendor, **_days(item.during)}
                for item in rulebook.agreements.values()
            ),
            "as_of": str(as_of),
            "format": "muniment.rules/1",
            "restrictions": restriction_rows(rulebook, as_of),
            "rulebook": {
                "age": age_value(age),
                "digest": rulebook.digest,
                "released": str(rulebook.released),
                "version": rulebook.version,
            },
            "vendors": (vendor_value(vendor) for vendor in rulebook.vendors.values()),
        },
        to,
    )


def write_rule(value: dict[str, Any], age: Age, to: TextIO) -> None:
    """Write one restriction, agreement or vendor, and how long ago it was looked up."""
    json.dump({**value, "age": age_value(age)}, to, indent=2, sort_keys=True)
    to.write("\n")


def restriction_rows(rulebook: Rulebook, as_of: date) -> Iterator[dict[str, Any]]:
    """Yield each instrument with its effect and states on `as_of`."""
    for item in rulebook.restrictions.values():
        effect = effect_on(item, as_of)
        yield {
            "binding": item.binding,
            "effect": effect.value if effect else None,
            "id": item.id,
            "readings": len(item.readings),
            "regime": item.regime,
            "states": [{"state": status.state.value, "whom": status.whom} for status in states_on(item, as_of)],
            "title": item.title,
            "vendors": list(item.vendors),
            "verified_through": str(item.verified_through),
        }


def restriction_value(item: Restriction) -> dict[str, Any]:
    """Return a restriction in full; its conditions are put in words."""
    return {
        "authority": item.authority,
        "binding": item.binding,
        "effects": [
            {"cited": citation_value(effect.cited), "from": str(day), "is": effect.kind.value}
            for day, effect in item.effects.entries
        ],
        "id": item.id,
        "issued": str(item.issued),
        "issuer": item.issuer,
        "items": item.items,
        "note": item.note,
        "pack": item.pack.words if item.pack else None,
        "open_dates": [
            {"cited": citation_value(day.cited), "date": str(day.day), "what": day.what} for day in item.open_dates
        ],
        "homes": list(item.homes),
        "offering": item.offering.value if item.offering else None,
        "reach": item.reach.value,
        "regime": item.regime,
        "scope": in_words(item.scope),
        "title": item.title,
        "vendors": list(item.vendors),
        "verified_through": str(item.verified_through),
        "waivers": item.waivers,
        **_cases(item),
        **_dated(item),
    }


def _cases(item: Restriction) -> dict[str, Any]:
    return {
        "duties": [_duty(duty) for duty in item.duties],
        "exceptions": [
            {"cited": citation_value(case.cited), "id": case.id, "title": case.title, "when": in_words(case.when)}
            for case in item.exceptions
        ],
        "unsettled": [
            {"cited": citation_value(case.cited), "id": case.id, "when": in_words(case.when), "why": case.why}
            for case in item.unsettled
        ],
    }


def _dated(item: Restriction) -> dict[str, Any]:
    return {
        "readings": [
            {
                "cited": citation_value(reading.cited),
                "effect": reading.effect.value,
                "holder": reading.holder,
                "id": reading.id,
                "says": reading.says,
                "when": in_words(reading.when),
                **_days(reading.during),
            }
            for reading in item.readings
        ],
        "statuses": [
            {
                "cited": [citation_value(citation) for citation in status.cited],
                "note": status.note,
                "state": status.state.value,
                "when": in_words(status.when),
                "whom": status.whom,
                **_days(status.during),
            }
            for status in item.statuses
        ],
        "wind_downs": [
            {
                "cited": citation_value(window.cited),
                "id": window.id,
                "note": window.note,
                "title": window.title,
                "until": str(window.until),
                "when": in_words(window.when),
                **_days(window.during),
            }
            for window in item.wind_downs
        ],
    }


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "cited": citation_value(duty.cited),
        "clocks": [
            {
                "content": clock.content,
                "count": clock.count,
                "id": clock.id,
                "items": [item.says for item in clock.items],
                "repeats": clock.repeats,
                "runs_from": clock.runs_from,
                "unit": clock.unit.value,
            }
            for clock in duty.clocks
        ],
        "id": duty.id,
        "kind": duty.kind.value,
        "title": duty.title,
        "to": [_recipient(one) for one in duty.to],
        "unless": in_words(duty.unless),
        "when": in_words(duty.when),
    }


def _recipient(recipient: Recipient) -> dict[str, str]:
    return {
        "address": recipient.address,
        "office": recipient.office.value,
        "when": in_words(recipient.when),
        "who": recipient.who,
    }


def agreement_value(item: Agreement) -> dict[str, Any]:
    """Return an agreement in full."""
    return {
        "ambiguities": list(item.ambiguities),
        "cited": [citation_value(citation) for citation in item.cited],
        "customer": item.customer,
        "environment": item.environment,
        "id": item.id,
        "note": item.note,
        "scope": in_words(item.scope),
        "terms": [
            {
                "breach": in_words(term.breach),
                "cited": citation_value(term.cited),
                "id": term.id,
                "kind": term.kind.value,
                "says": term.says,
            }
            for term in item.terms
        ],
        "title": item.title,
        "vendor": item.vendor,
        "verified_through": str(item.verified_through),
        **_days(item.during),
    }


def vendor_value(vendor: Vendor) -> dict[str, Any]:
    """Return a company as the rulebook knows it."""
    return {
        "affiliates": [
            {
                "cited": citation_value(affiliate.cited),
                "name": affiliate.name,
                "relation": affiliate.relation,
                **_days(affiliate.during),
            }
            for affiliate in vendor.affiliates
        ],
        "aliases": list(vendor.aliases),
        "home": vendor.home or None,
        "id": vendor.id,
        "listings": [
            {"cited": citation_value(one.cited), "fact": one.fact, "says": one.says, **_days(one.during)}
            for one in vendor.listings
        ],
        "name": vendor.name,
        "note": vendor.note,
        "offers": [each.value for each in vendor.offers],
        "products": list(vendor.products),
        "screened_through": str(vendor.screened_through),
    }


def _days(during: Interval) -> dict[str, str | None]:
    """Return `from` and `to`; `to` is the first day on which it no longer holds."""
    return {"from": str(during.start), "to": str(during.end) if during.end else None}
