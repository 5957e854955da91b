"""JSON Schemas of the rulebook's files, for editors of people who contribute. The parsers stay the judge.

A schema knows keys, kinds and closed choices. It knows no relations: that an id is described, that days are in order,
that every example matches. `muniment rules lint` checks those. Source: JSON Schema 2020-12.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from muniment.domain.agreement import TermKind
from muniment.domain.answer import RepresentedAnswer
from muniment.domain.citation import Confidence, Read
from muniment.domain.condition import FactType
from muniment.domain.decision import Outcome
from muniment.domain.duty import ClockUnit, Datum, DutyKind, Office
from muniment.domain.official_list import ListKind
from muniment.domain.restriction import EffectKind, Reach, State
from muniment.domain.technology import Alone, IdentifierKind, Offering, Role
from muniment.domain.template import Family

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import Enum

Schema: TypeAlias = Mapping[str, object]

_TEXT: Schema = {"type": ["string", "number", "boolean"], "minLength": 1, "pattern": r"\S"}
_ID: Schema = {"type": ["string", "number"], "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"}
_DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_DIGEST: Schema = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
_YES_NO: Schema = {"enum": ["yes", "no"]}
_NUMBER: Schema = {"type": ["string", "integer"], "minimum": 1, "maximum": 9999, "pattern": "^[1-9][0-9]{0,3}$"}
_CONDITION: Schema = {"$ref": "#/$defs/condition"}
_CITING: dict[str, Schema] = {"by": _ID}
_PINPOINT: dict[str, Schema] = {"at": _TEXT, "confidence": {"enum": [member.value for member in Confidence]}}


def schemas() -> Iterator[tuple[str, str]]:
    """Yield each schema by the name of its file, as text."""
    for name, (title, found) in {
        "vendor": ("A company: vendors/ID/vendor.yaml", _vendor()),
        "signature": ("How its technology is recognised: vendors/ID/*.yaml", _signature()),
        "restriction": ("One legal instrument: restrictions/ID.yaml", _restriction()),
        "agreement": ("One agreement: agreements/ID.yaml", _agreement()),
        "hypothetical": ("A named change of the law: hypotheticals/ID.yaml", _hypothetical()),
        "template": ("What a clause asks to be represented: templates/ID.yaml", _template()),
        "cases": ("Cases beside an instrument: ID.cases.yaml and ID.text.cases.yaml", _list(_case())),
        "sources": ("Documents, each described once: sources/*.yaml", _list(_source())),
        "facts": ("Facts that rules may ask for: facts.yaml", _list(_fact())),
    }.items():
        whole = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"https://w3id.org/muniment/schema/rulebook/{name}/v1",
            "title": title,
            **found,
            "$defs": {"condition": _condition()},
        }
        yield f"{name}.schema.json", json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _vendor() -> Schema:
    affiliate = _block({"name": _TEXT, "relation": _TEXT, "from": _DAY, **_CITING}, {"to": _DAY, **_PINPOINT})
    listing = _block({"fact": _ID, "says": _TEXT, "from": _DAY, **_CITING}, {"to": _DAY, **_PINPOINT})
    needs = {
        "id": _ID,
        "name": _TEXT,
        "aliases": _list(_TEXT, least=0),
        "products": _list(_TEXT, least=0),
        "affiliates": _list(affiliate, least=0),
        "screened_through": _DAY,
    }
    may = {
        "offers": _list(_choice(Offering)),
        "shared": _list(_TEXT),
        "home": _TEXT,
        "listings": _list(listing, least=0),
        "note": _TEXT,
    }
    return _block(needs, may)


def _signature() -> Schema:
    kinds = [kind.value for kind in IdentifierKind]
    patterns = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"enum": kinds},
        "additionalProperties": _list(_TEXT),
    }
    counter_example = {
        "type": "object",
        "required": ["why"],
        "minProperties": 2,
        "maxProperties": 2,
        "propertyNames": {"enum": [*kinds, "why"]},
        "additionalProperties": _TEXT,
    }
    roles = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": _choice(Role),
        "additionalProperties": _ID,
    }
    needs = {
        "id": _ID,
        "shows": _TEXT,
        "match": patterns,
        "roles": roles,
        "alone": _choice(Alone),
        "examples": patterns,
        "counter_examples": _list(counter_example),
    }
    may = {
        "unless": patterns,
        "dev_tooling": _YES_NO,
        "names_models": _YES_NO,
        "swept": {"type": "object", "additionalProperties": _DAY},
        "facts": _given(),
        "replaces": {**_ID, "description": "Only in an overlay: the signature in whose place this one stands."},
    }
    return _block(needs, may)


def _restriction() -> Schema:
    chosen = _block({}, {"offering": _choice(Offering), "home": _list(_TEXT)})
    needs = {
        "id": _ID,
        "title": _TEXT,
        "regime": _TEXT,
        "authority": _TEXT,
        "issuer": _TEXT,
        "issued": _DAY,
        "verified_through": {**_DAY, "description": "The last day for which the status was looked up."},
        "binding": {**_YES_NO, "description": "`no` for a statement that cites no authority; it decides nothing."},
        "reach": _choice(Reach),
        "vendors": {"anyOf": [_list(_ID), {**chosen, "minProperties": 1}]},
        "items": _TEXT,
        "scope": _CONDITION,
        "effect": {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": _DAY["pattern"]},
            "additionalProperties": _block({"is": _choice(EffectKind), **_CITING}, _PINPOINT),
        },
        "status": _list(_status()),
    }
    may = {**_parts(), "waivers": _TEXT, "note": _TEXT}
    return _block(needs, may)


def _status() -> Schema:
    needs = {"from": _DAY, "state": _choice(State), "whom": _TEXT, "when": _CONDITION, "by": _one_or_more(_ID)}
    return _block(needs, {"to": _DAY, **_PINPOINT, "note": _TEXT})


def _parts() -> dict[str, Schema]:
    """Return the lists that a restriction may have; each may be empty."""
    exception = _block({"id": _ID, "title": _TEXT, "when": _CONDITION, **_CITING}, _PINPOINT)
    unsettled = _block({"id": _ID, "why": _TEXT, "when": _CONDITION, **_CITING}, _PINPOINT)
    window = _block(
        {"id": _ID, "title": _TEXT, "from": _DAY, "until": _DAY, "when": _CONDITION, **_CITING},
        {"to": _DAY, **_PINPOINT, "note": _TEXT},
    )
    reading = _block(
        {
            "id": _ID,
            "holder": _TEXT,
            "says": _TEXT,
            "from": _DAY,
            "effect": _choice(EffectKind),
            "when": _CONDITION,
            **_CITING,
        },
        {"to": _DAY, **_PINPOINT},
    )
    open_date = _block({"date": _DAY, "what": _TEXT, **_CITING}, _PINPOINT)
    found = {
        "exceptions": exception,
        "unsettled": unsettled,
        "wind_down": window,
        "readings": reading,
        "duties": _duty(),
        "open_dates": open_date,
    }
    return {key: _list(entry, least=0) for key, entry in found.items()}


def _duty() -> Schema:
    item = _block({"says": _TEXT}, {"fills": _list(_choice(Datum), least=0)})
    items = {"items": _list(item, least=0)}
    counting = _block(
        {
            "id": _ID,
            "count": _NUMBER,
            "unit": _choice(ClockUnit),
            "from": {"type": "string", "pattern": "^(identified|submitted:.+|[a-z]+\\..+)$"},
            "content": _TEXT,
        },
        {**items, "repeats": _YES_NO},
    )
    clock: Schema = {"anyOf": [counting, _block({"id": _ID, "on": _DAY, "content": _TEXT}, items)]}
    recipient = _block({"who": _TEXT}, {"office": _choice(Office), "address": _TEXT, "when": _CONDITION})
    to: Schema = {"anyOf": [_TEXT, _list(recipient)]}
    needs = {"id": _ID, "kind": _choice(DutyKind), "title": _TEXT, "when": _CONDITION, "to": to, **_CITING}
    return _block(needs, {"unless": _CONDITION, "clocks": _list(clock, least=0), **_PINPOINT})


def _agreement() -> Schema:
    term = _block(
        {
            "id": _ID,
            "kind": _choice(TermKind),
            "says": _TEXT,
            "breach": {"anyOf": [_CONDITION, {"const": "never"}]},
            **_CITING,
        },
        _PINPOINT,
    )
    needs = {
        "id": _ID,
        "title": _TEXT,
        "vendor": _ID,
        "customer": _TEXT,
        "from": _DAY,
        "verified_through": _DAY,
        "environment": _TEXT,
        "scope": _CONDITION,
        "terms": _list(term),
        "by": _one_or_more(_ID),
    }
    return _block(needs, {"to": _DAY, "ambiguities": _list(_TEXT, least=0), **_PINPOINT, "note": _TEXT})


def _hypothetical() -> Schema:
    several = {"by": _one_or_more(_ID)}
    change = _block(
        {"instrument": _ID},
        {"state": _choice(State), "whom": _TEXT, "when": _CONDITION, "effect": _choice(EffectKind), "until": _DAY},
    )
    milestone = _block({"date": _DAY, "why": _TEXT, **several}, _PINPOINT)
    alternative = _block({"id": _ID, "says": _TEXT, "changes": _list(change), **several}, _PINPOINT)
    needs = {
        "id": _ID, "title": _TEXT, "live": _TEXT, "earliest": milestone, "changes": _list(change), **several
    }  # fmt: skip
    may = {
        **_PINPOINT,
        "ordinarily": milestone,
        "unsettled": _TEXT,
        "alternatives": _list(alternative, least=0),
        "note": _TEXT,
    }
    return _block(needs, may)


def _template() -> Schema:
    covers = _block({"regimes": _list(_ID)}, {"anywhere": _YES_NO, "when": _CONDITION})
    asked = _block(
        {"answers": _list(_choice(RepresentedAnswer)), "covers": covers},
        {
            **_PINPOINT,
            "text": _TEXT,
            "digest": _DIGEST,
            "skip": _block({"when": _CONDITION, "at": _TEXT}, {}),
        },
    )
    field = _block({"id": _ID}, {"needed": _YES_NO, "fills": _choice(Datum)})
    item = _block({"at": _TEXT, "says": _TEXT, "fields": _list(field)}, {})
    paragraph = _block({"at": _TEXT, "title": _TEXT, "items": _list(item)}, {"under": _TEXT})
    recurring = _block(
        {"id": _ID, "what": _TEXT, "count": _NUMBER, "unit": _choice(ClockUnit), **_CITING},
        {**_PINPOINT, "when": _CONDITION},
    )
    needs = {"id": _ID, "family": _choice(Family), "clause": _TEXT, "version": _TEXT, "title": _TEXT, **_CITING}
    may = {
        **_PINPOINT,
        "representations": _list(asked, least=0),
        "disclosures": _list(paragraph, least=0),
        "recurring": _list(recurring, least=0),
        "lasts": _block({"months": _NUMBER, **_CITING}, _PINPOINT),
        "passed_on": _TEXT,
        "note": _TEXT,
    }
    return _block(needs, may)


def _case() -> Schema:
    lists = ("because", "set_aside", "unknown", "open_law", "readings", "duties", "no_duty", "asks")
    due = {"type": "object", "additionalProperties": _DAY}
    to = {"type": "object", "additionalProperties": _list(_choice(Office), least=0)}
    may = {"until": _DAY, "due": due, "to": to, "confidence": _choice(Confidence)}
    expect = _block({"outcome": _choice(Outcome)}, {**may, **{key: _list(_ID, least=0) for key in lists}})
    needs = {"case": _TEXT, "as_of": _DAY, "vendor": _ID, "given": _given(), "expect": expect}
    return _block(needs, {"scenario": _TEXT, "by": _one_or_more(_ID), "at": _TEXT})


def _source() -> Schema:
    needs = {
        "id": _ID,
        "title": _TEXT,
        "address": _TEXT,
        "confidence": _choice(Confidence),
        "read": _choice(Read),
        "retrieved": _DAY,
    }
    return _block(needs, {"digest": _DIGEST, "note": _TEXT})


def _fact() -> Schema:
    id_ = {"type": "string", "pattern": r"^(party|contract|system|use|item|event)\.[A-Za-z0-9._-]+$"}
    needs = {"id": id_, "type": _choice(FactType), "question": _TEXT, "answer_in": _TEXT}
    official = [kind.value for kind in ListKind if kind is not ListKind.GENERIC]
    return _block(needs, {"choices": _list(_TEXT), "answered_by": {"enum": official}})


def _condition() -> Schema:
    """Return the closed set of conditions, which hold one another."""
    tests = {
        "is": _TEXT,
        "in": _list(_TEXT),
        "includes": _list(_TEXT),
        "before": _DAY,
        "on_or_after": _DAY,
    }
    return {
        "anyOf": [
            {"const": "always"},
            *(_block({"fact": _ID, key: value}, {}) for key, value in tests.items()),
            _block({"all": _list(_CONDITION)}, {}),
            _block({"any": _list(_CONDITION)}, {}),
            _block({"not": _CONDITION}, {}),
        ]
    }


def _given() -> Schema:
    """Return facts with values: `rules lint` knows which values each takes."""
    return {"type": "object", "additionalProperties": {"anyOf": [_TEXT, _list(_TEXT, least=0)]}}


def _block(needs: Mapping[str, Schema], may: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "required": list(needs),
        "additionalProperties": False,
        "properties": {**needs, **may},
    }


def _list(entry: Schema, *, least: int = 1) -> Schema:
    return {"type": "array", "items": entry, **({"minItems": least} if least else {})}


def _one_or_more(entry: Schema) -> Schema:
    return {"anyOf": [entry, _list(entry)]}


def _choice(kind: type[Enum]) -> Schema:
    return {"enum": [str(member.value) for member in kind]}
