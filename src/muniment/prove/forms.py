"""The forms in which a statement was ever signed. The earlier ones are read as the present one, and written back.

Nothing is lost either way: what an earlier form lacks is empty, and a statement that has it cannot be in that form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.prove.fields import Fields

if TYPE_CHECKING:
    from muniment.prove.canonical import Json

FIRST: Final = "https://w3id.org/muniment/attestation/vendor-use-certification/v1"
SECOND: Final = "https://w3id.org/muniment/attestation/vendor-use-certification/v2"
PRESENT: Final = "https://w3id.org/muniment/attestation/vendor-use-certification/v3"
FORMS: Final = (PRESENT, SECOND, FIRST)
"""The newest first."""

_FIRST_FIELDS = (
    "algorithm tool asOf issuedAt validUntil signatory representation scope coverage decisions disclosures documents"
    " rulebook evidence"
)
_SECOND_FIELDS = (
    "id algorithm tool asOf issuedAt validUntil requestedBy reviews signatory earlier representations scope coverage"
    " decisions disclosures waivers phaseOut inquiry flowDown documents rulebook evidence"
)
_SECOND_RULEBOOK = "version digest released verifiedThrough"
_FIRST_SCOPE = "organisation contract title agency systems outside sources vendors"
_NEW_SCOPE: dict[str, Json] = {"modification": "", "tier": "", "solicited": None, "clauses": []}
_NEW: dict[str, Json] = {
    "requestedBy": "",
    "reviews": [],
    "earlier": None,
    "waivers": [],
    "phaseOut": [],
    "inquiry": {"methods": [], "people": [], "searches": [], "limits": []},
    "flowDown": [],
}


def as_present(predicate: Json, form: str) -> Json:
    """Return a predicate of any form as one of the present form. Raises: ProofError."""
    if form == PRESENT:
        return predicate
    return _second_as_present(_first_as_second(predicate) if form == FIRST else predicate)


def _second_as_present(predicate: Json) -> Json:
    fields = Fields.of(predicate, "predicate", _SECOND_FIELDS)
    rulebook = Fields.of(fields.values["rulebook"], "predicate.rulebook", _SECOND_RULEBOOK)
    return {**fields.values, "rulebook": {**rulebook.values, "ageLimit": None}, "said": []}


def _first_as_second(predicate: Json) -> Json:
    fields = Fields.of(predicate, "predicate", _FIRST_FIELDS)
    scope = Fields.of(fields.values["scope"], "predicate.scope", _FIRST_SCOPE)
    words = fields.maybe("representation", lambda name: Fields.of(fields.values[name], fields.under(name), _WORDS))
    kept = {name: value for name, value in fields.values.items() if name != "representation"}
    return {
        **kept,
        **_NEW,
        "id": f"{scope.text('contract')}-{fields.text('issuedAt')[:10]}",
        "scope": {**scope.values, **_NEW_SCOPE},
        "representations": [] if words is None else [{**words.values, **_NEW_WORDS}],
        "disclosures": list(fields.each("disclosures", _disclosure)),
    }


_WORDS = "text digest source"
_NEW_WORDS: dict[str, Json] = {"ref": "", "version": "", "answer": None, "document": None, "covers": []}


def _disclosure(value: Json, at: str) -> Json:
    return {**Fields.of(value, at, "id matter text").values, "under": "", "fields": []}


def as_form(predicate: dict[str, Json], form: str) -> dict[str, Json]:
    """Return a predicate of the present form as it is written in `form`."""
    if form == PRESENT:
        return predicate
    second = {
        **{name: predicate[name] for name in _SECOND_FIELDS.split()},
        "rulebook": _only(predicate["rulebook"], _SECOND_RULEBOOK),
    }
    return _as_first(second) if form == FIRST else second


def _as_first(predicate: dict[str, Json]) -> dict[str, Json]:
    words = _listed(predicate["representations"])
    return {
        **{name: predicate[name] for name in _FIRST_FIELDS.split() if name in predicate},
        "representation": _only(words[0], _WORDS) if words else None,
        "scope": scope_as_first(predicate["scope"]),
        "disclosures": [_only(each, "id matter text") for each in _listed(predicate["disclosures"])],
    }


def scope_as_first(scope: Json) -> Json:
    """Return the scope as it was written in the first release."""
    return _only(scope, _FIRST_SCOPE)


def _only(value: Json, names: str) -> Json:
    return {name: value[name] for name in names.split()} if isinstance(value, dict) else value


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
