"""The JSON Schema of the estate file, for editors. It is made of the same tables and facts as the reader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias, assert_never

from muniment.domain.condition import FactType
from muniment.readers.estate import facts as shapes
from muniment.readers.estate import toml_table
from muniment.readers.estate.answers import PLACE_KEYS
from muniment.readers.estate.facts import spellings, with_dates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.condition import FactKind
    from muniment.domain.ids import FactId
    from muniment.readers.estate.facts import Kinds, Shape

_Schema: TypeAlias = dict[str, object]

_MAX_AGE: _Schema = {
    "description": "Days after its last look-up past which a rulebook no longer permits anything.",
    "type": "integer",
    "minimum": 1,
    "maximum": toml_table.MOST_DAYS,
}
_CLAUSE_NUMBER = r"^\d{0,2}52\.2\d{2}-\d{1,4}( |$)"


def schema_text(kinds: Kinds) -> str:
    """Return the schema as the text of `schemas/estate.schema.json`; `kinds` are the facts of the rulebook.

    It judges a file after its days have become text. It knows no relations between tables: the reader checks those.
    Source: JSON Schema 2020-12.
    """
    return json.dumps(_top(with_dates(kinds)), indent=2, ensure_ascii=False) + "\n"


def _top(kinds: Kinds) -> _Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/muniment/schema/estate/v1",
        "title": "Muniment estate file",
        "type": "object",
        "required": ["organisation", "contracts", "systems"],
        "additionalProperties": False,
        "properties": {
            "organisation": _table(shapes.ORGANISATION, kinds, ["name"], {"name": _text("Name of the organisation.")}),
            "contracts": {**_list_of(_contract(kinds)), "minItems": 1},
            "systems": {**_list_of(_system(kinds)), "minItems": 1},
            "waivers": _list_of(_waiver()),
            "postures": _list_of(_posture()),
            "reports": _list_of(_report(), "Reports that were sent."),
            "rulebook": _table(shapes.RULEBOOK, {}, [], {"max_age_days": _MAX_AGE}),
            "answers": _list_of(_answer(kinds), "What named persons said of facts; `muniment ask` adds to it."),
            "ledger": {"description": "Where what is done is recorded.", **_ledger()},
        },
    }


def _contract(kinds: Kinds) -> _Schema:
    days = {"start": _day("First day."), "end": _day("Last day.")}
    officer = _text("Name and address of the contracting officer.")
    order = _table(shapes.ORDER, {}, ["id"], {"id": _name("Number of the order."), "contracting_officer": officer})
    own = {
        "id": _name("The PIID as printed on the award; a number of your own where there is none."),
        "title": _text("What the contract is for."),
        "agency": _text("Who awarded the contract, or the contract above it."),
        "clauses": _list_of(_clause(), "All clauses that concern supply chains. A list that is given is complete."),
        "performance": _table(shapes.PERFORMANCE, {}, [], days),
        "contracting_officer": officer,
        "orders": _list_of(order, "Orders under an indefinite-delivery contract that a find may affect."),
    }
    return _table(shapes.CONTRACT, kinds, ["id"], own)


def _clause() -> _Schema:
    number = {**_text("Number of the clause, e.g. 52.204-25."), "pattern": _CLAUSE_NUMBER}
    own = {"id": number, "version": _text("Version as printed, e.g. NOV 2021.")}
    return {"anyOf": [number, _table(shapes.CLAUSE, {}, ["id"], own)]}


def _system(kinds: Kinds) -> _Schema:
    find = _table(shapes.FIND, {}, [], {key: _text() for key in shapes.FIND.keys})
    of_use = {
        "vendor": _name("Id of the vendor in the rulebook."),
        "report": {"description": "What a report of the find would say, in your own words.", **find},
    }
    use = _table(shapes.USE, kinds, ["vendor"], of_use)
    own = {
        "id": _name("A short name for the system."),
        "title": _text("What the system does."),
        "contracts": _list_of(_name(), "Ids of the contracts that the system serves."),
        "sources": _list_of(_text(), "Folders with its code and configuration, seen from this file."),
        "uses": _list_of(use, "Uses that no scan can see."),
    }
    return _table(shapes.SYSTEM, kinds, ["id", "contracts"], own)


def _waiver() -> _Schema:
    own = {
        "id": _name("A short name for the waiver."),
        "instrument": _name("Id of the instrument that is waived."),
        "contract": _name("Id of the contract for which it is waived."),
        "granted_by": _text("Who granted the waiver."),
        "document": _text("The document that grants it."),
        "from": _day("First day."),
        "until": _day("Last day; left out for a waiver without an end."),
    }
    return _table(shapes.WAIVER, {}, [key for key in shapes.WAIVER.keys if key != "until"], own)


def _posture() -> _Schema:
    own = {
        "instrument": _name("Id of the disputed instrument."),
        "reading": _name("Id of the reading by which the organisation acts."),
        "decided_by": _text("Who decided that."),
        "on": _day("The day of that decision."),
        "why": _text("Why, in a sentence or two."),
    }
    return _table(shapes.POSTURE, {}, list(shapes.POSTURE.keys), own)


def _report() -> _Schema:
    own = {
        "instrument": _name("Id of the instrument that asks for the report."),
        "duty": _name("Id of the duty, as `muniment due` names it."),
        "clock": _name("Id of the clock, such as first or second."),
        "contract": _name("Id of the contract on which it was reported."),
        "system": _name("Id of the system in which the find was made."),
        "vendor": _name("Id of the vendor whose technology was found."),
        "sent": _moment("When it was sent."),
        "reference": _text("What the recipient gave in return, or where the report is kept."),
    }
    return _table(shapes.REPORT, {}, [key for key in shapes.REPORT.keys if key != "reference"], own)


def _answer(kinds: Kinds) -> _Schema:
    own: dict[str, _Schema] = {
        "fact": {**_text("Id of the fact in the rulebook."), "enum": sorted(kinds)},
        "contract": _name("Id of the contract, for a fact of a contract."),
        "system": _name("Id of the system, for a fact of a system or of a use."),
        "vendor": _name("Id of the vendor whose use the fact is about."),
        "value": {"description": "The answer; left out where nobody knows."},
        "by": _text("Who said so."),
        "on": _day("The day on which it was said."),
        "source": _text("The document or person that it rests on."),
    }
    rules = [_when(fact, _answer_about(kind)) for fact, kind in sorted(kinds.items())]
    return {**_table(shapes.ANSWER, {}, ["fact", "by", "on"], own), "allOf": rules}


def _when(fact: FactId, then: _Schema) -> _Schema:
    return {"if": {"properties": {"fact": {"const": fact}}, "required": ["fact"]}, "then": then}


def _answer_about(kind: FactKind) -> _Schema:
    """Return what an answer to one fact must say: a value of its type, and what it is about."""
    wanted = PLACE_KEYS[kind.subject]
    clauses = _list_of(_clause())
    value: _Schema = {"value": clauses if kind.id == shapes.CLAUSES else _fact(kind)}
    barred: _Schema = {key: False for key in ("contract", "system", "vendor") if key not in wanted}
    return {"properties": {**value, **barred}, "required": list(wanted)}


def _ledger() -> _Schema:
    own = {
        "at": _text("A file, seen from this one, or an address such as postgresql://host/database."),
        "key": _text("The file of the private key of the ledger, seen from this one."),
        "checkpoint": _text("A file for its newest checkpoint, seen from this one, best on another disk."),
    }
    return _table(shapes.LEDGER, {}, ["at"], own)


def _table(shape: Shape, kinds: Kinds, required: list[str], own: Mapping[str, _Schema]) -> _Schema:
    facts = {key: _fact(kinds[meant[0]]) for key, meant in spellings(shape, kinds).items() if len(meant) == 1}
    return {
        "type": "object",
        "required": required,
        "additionalProperties": False,
        "properties": {**own, **dict(sorted(facts.items()))},
    }


def _fact(kind: FactKind) -> _Schema:
    choices = {"enum": list(kind.choices)} if kind.choices else {}
    match kind.type:
        case FactType.YES_NO:
            return {"description": kind.question, "type": "boolean"}
        case FactType.DAY:
            return _day(kind.question)
        case FactType.MOMENT:
            return _moment(kind.question)
        case FactType.TEXT | FactType.CHOICE:
            return {**_text(kind.question), **choices}
        case FactType.SET:
            return {**_list_of({**_text(), **choices}, kind.question), "uniqueItems": True}
        case _:
            assert_never(kind.type)


def _described(description: str) -> _Schema:
    return {"description": description} if description else {}


def _text(description: str = "") -> _Schema:
    return {**_described(description), "type": "string", "minLength": 1}


def _name(description: str = "") -> _Schema:
    return {**_text(description), "pattern": r"^\S+$"}


def _day(description: str) -> _Schema:
    return {**_described(description), "type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def _moment(description: str) -> _Schema:
    """Return the schema of a day, or of an instant with its offset or the name of its zone."""
    instant = r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?(\[[A-Za-z0-9_+/-]+\])?"
    return {**_described(description), "type": "string", "pattern": rf"^\d{{4}}-\d{{2}}-\d{{2}}({instant})?$"}


def _list_of(entries: _Schema, description: str = "") -> _Schema:
    return {**_described(description), "type": "array", "items": entries}
