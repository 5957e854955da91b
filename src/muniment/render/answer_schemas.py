"""The schemas of what looks ahead, back, and at a whole estate: `whatif`, `rules diff`, `replay`, `coming`, `plan`.

And `export ai-systems`. Parts that they share with a check's answer are those of its schema.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from muniment.decide.coming import ComingKind
from muniment.decide.compare import Differs
from muniment.domain.restriction import EffectKind, State
from muniment.render.schema_parts import COUNT, DAY, TEXT, YES_NO, choice, head, listed, or_null, ref, shape

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS: Final = listed(TEXT)
_CITED: Final = listed(ref("citation"))
_UNREAD: Final = listed(TEXT, "What was not looked at.")
_ANY: Final[dict[str, Any]] = {}
_SUPPOSED_RULEBOOK: Final = {
    "type": "string",
    "pattern": "^(hypothetical\\+)?sha256:[0-9a-f]{64}$",
    "description": "Where the law itself is supposed to be other, a digest that no record or certificate takes.",
}
_OF_A_CHECK: Final = ("contract", "said", "system", "use")
_WHERE: Final = {"contract": or_null(TEXT, "Null: any contract."), "system": or_null(TEXT), "vendor": TEXT}


def answer_schemas(check: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the schema of each answer; `check` is the schema of a check's."""
    own = _own_parts(check)
    for name, command, properties in (
        ("whatif", "whatif", _whatif()),
        ("rules-diff", "rules diff", _rules_diff()),
        ("replay", "replay", _replay()),
        ("coming", "coming", _coming()),
        ("plan", "plan", _plan()),
        ("ai-systems", "export ai-systems", _ai_systems()),
    ):
        whole = shape({**properties, "format": {"const": f"muniment.{name}/1"}})
        parts = {**check["$defs"], **own}
        used = _used(whole, parts)
        yield (
            name,
            {
                **head(check, name, f"The answer of `muniment {command} --json`"),
                **whole,
                **({"$defs": {each: parts[each] for each in sorted(used)}} if used else {}),
            },
        )


def _used(value: object, parts: dict[str, Any]) -> set[str]:
    """Return the names of the parts that a schema refers to, and those that they refer to in turn."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        match waiting.pop():
            case {"$ref": str(address)} if (name := address.rpartition("/")[2]) not in found:
                found.add(name)
                waiting.append(parts[name])
            case dict() as each:
                waiting += each.values()
            case list() as each:
                waiting += each
            case _:
                pass  # a word or a number: nothing in it is referred to
    return found


def _own_parts(check: dict[str, Any]) -> dict[str, Any]:
    of_check = check["$defs"]["decision"]
    bare = {
        **of_check,
        "required": [key for key in of_check["required"] if key not in _OF_A_CHECK],
        "properties": {key: value for key, value in of_check["properties"].items() if key not in _OF_A_CHECK},
    }
    supposed = {
        **bare,
        "required": [*bare["required"], "hypothetical"],
        "properties": {**bare["properties"], "hypothetical": {"const": True}, "rulebook": _SUPPOSED_RULEBOOK},
    }
    new = {
        **bare,
        "required": [*bare["required"], "contract", "system"],
        "properties": {**bare["properties"], "contract": or_null(TEXT), "system": or_null(TEXT)},
    }
    turn = {**_WHERE, "after": ref("decision"), "before": ref("decision")}
    return {
        "decision": bare,
        "supposed": supposed,
        "decision_at": new,
        "rulebook": check["properties"]["rulebook"],
        "turn": shape(turn),
        "turn_of_rules": shape({**turn, "differs": choice(Differs)}),
        "supposed_turn": _supposed_turn(),
        "change": _change(),
        "milestone": shape({"cited": _CITED, "date": DAY, "why": TEXT}),
        "place": shape({"after": _ANY, "before": _ANY, "path": listed({"type": ["string", "integer"]})}),
        "kept": _kept(),
        "fact_value": {"type": ["string", "boolean", "array"], "items": TEXT},
    }


def _supposed_turn() -> dict[str, Any]:
    read_as = shape({"alternative": TEXT, "decision": ref("supposed"), "hypothetical": TEXT})
    own = {"differs": choice(Differs), "moved": _TEXTS, "read_as": listed(read_as)}
    return shape({**_WHERE, **own, "recorded": ref("decision"), "supposed": ref("supposed")})


def _change_keys() -> dict[str, Any]:
    return {
        "effect": or_null(choice(EffectKind)),
        "instrument": TEXT,
        "last": or_null(DAY, "The last day of it; null: until further notice."),
        "state": or_null(choice(State)),
        "whom": TEXT,
    }


def _change() -> dict[str, Any]:
    return shape(_change_keys())


def _whatif() -> dict[str, Any]:
    facts = {"type": "object", "additionalProperties": ref("fact_value")}
    alternative = shape({"changes": listed(ref("change")), "cited": _CITED, "id": TEXT, "says": TEXT})
    named = {
        "alternatives": listed(alternative),
        "changes": listed(ref("change")),
        "cited": _CITED,
        "earliest": ref("milestone"),
        "ordinarily": or_null(ref("milestone")),
        "from": DAY,
        **dict.fromkeys(("id", "live", "note", "title", "unsettled"), TEXT),
    }
    law = [
        shape({**_change_keys(), "from": DAY, "kind": {"const": "status"}}),
        shape({"instrument": TEXT, "kind": {"const": "cover"}, "vendor": TEXT}),
        shape({"company": TEXT, "kind": {"const": "affiliate"}, "vendor": TEXT}),
    ]
    supposed = {
        "clauses": listed(shape({"clause": TEXT, "contract": TEXT})),
        "facts": listed(shape({"contract": or_null(TEXT), "facts": facts, "system": or_null(TEXT)})),
        "law": listed({"anyOf": law}),
        "named": listed(shape(named)),
        "on": or_null(DAY),
    }
    view = {"as_of": DAY, "compared": COUNT, "supposed_as_of": DAY, "turns": listed(ref("supposed_turn"))}
    return {
        "hypothetical": {"const": True},
        "complete": YES_NO,
        "rulebook": ref("rulebook"),
        "supposed": shape(supposed),
        "unread": _UNREAD,
        "vendor": or_null(_one_vendor()),
        "views": listed(shape(view)),
    }


def _one_vendor() -> dict[str, Any]:
    bears_not = {"asked_by": _TEXTS, "fact": TEXT, "value": ref("fact_value"), "vendors": _TEXTS}
    turns = {"fact": TEXT, "turns": listed(ref("supposed_turn")), "value": ref("fact_value")}
    return shape(
        {
            "bears_not": listed(shape(bears_not), "Facts given that no instrument asks for here."),
            "through": listed(ref("decision")),
            "turns": listed(shape(turns), "Open facts, and what each answer would turn."),
            "vendor": TEXT,
        }
    )


def _rules_diff() -> dict[str, Any]:
    kinds = ["restriction", "agreement", "hypothetical", "vendor", "signature", "fact", "source", "calendar"]
    entry = {
        "id": TEXT,
        "kind": {"enum": kinds},
        "places": listed(ref("place")),
        "where": TEXT,
        "what": {"enum": ["added", "removed", "changed"]},
    }
    return {
        "after": ref("rulebook"),
        "before": ref("rulebook"),
        "complete": YES_NO,
        "decisions": or_null(listed(ref("turn_of_rules")), "Null: no estate was given."),
        "entries": listed(shape(entry)),
        "new": listed(ref("decision_at"), "About vendors that the earlier rulebook did not know."),
        "unread": _UNREAD,
    }


def _replay() -> dict[str, Any]:
    return {
        "changed": listed(shape({"entry": COUNT, "places": listed(ref("place"))})),
        "decisions": COUNT,
        "program": shape({"now": TEXT, "then": TEXT}),
        "rulebook": ref("digest"),
        "same": or_null(YES_NO, "Null: the record holds no decision."),
    }


def _coming() -> dict[str, Any]:
    one = {
        "after_look_up": YES_NO,
        "cited": _CITED,
        "date": DAY,
        "instrument": TEXT,
        "kind": choice(ComingKind),
        "verified_through": or_null(DAY),
        "what": TEXT,
    }
    day = {
        "changes": or_null(listed(ref("turn")), "Null: no estate was given."),
        "compared": or_null(COUNT),
        "dates": listed(shape(one)),
        "other_grounds": or_null(COUNT),
        "turns": DAY,
    }
    page = {
        "as_of": DAY,
        "complete": YES_NO,
        "days": listed(shape(day)),
        "rulebook": ref("rulebook"),
        "unread": _UNREAD,
    }
    return {**page, "until": or_null(DAY)}


def _plan() -> dict[str, Any]:
    candidate = {
        "aimed": _TEXTS,
        "allowed": YES_NO,
        "inUse": YES_NO,
        "later": ref("outcome"),
        "now": ref("outcome"),
        "missing": _TEXTS,
        "vendor": TEXT,
        "weighed": COUNT,
    }
    item = {
        "because": listed(shape({"instrument": TEXT, "text": TEXT})),
        "candidates": listed(shape(candidate)),
        "contract": TEXT,
        "effort": shape(dict.fromkeys(("calls", "files", "packages", "settings", "tests"), COUNT)),
        "id": TEXT,
        "kept": or_null(ref("kept"), "What people wrote about it in the plan file."),
        "lastDay": or_null(DAY, "The last permitted day."),
        "missing": _TEXTS,
        "outcome": ref("outcome"),
        "places": listed(shape({"inTests": YES_NO, "line": COUNT, "path": TEXT, "shows": TEXT})),
        "system": or_null(TEXT),
        "vendor": TEXT,
    }
    return {
        "asOf": DAY,
        "burnDown": listed(shape({"on": DAY, "open": COUNT})),
        "complete": YES_NO,
        "items": listed(shape(item)),
        "permitted": listed(ref("kept"), "Kept items that are found, and simply permitted now."),
        "removed": listed(ref("kept"), "Kept items that the check does not find, though it read all of their system."),
        "unseen": listed(ref("kept"), "Kept items of which the check cannot tell: not all was read, or set aside."),
        "rulebook": ref("rulebook"),
    }


def _kept() -> dict[str, Any]:
    cost = {"amount": or_null(TEXT), "by": TEXT, "currency": or_null(TEXT), "hours": or_null(TEXT), "on": DAY}
    step = {"done": or_null(DAY), "due": DAY, "what": TEXT}
    return shape(
        {
            "contract": TEXT,
            "system": TEXT,
            "vendor": TEXT,
            "owner": TEXT,
            "critical": YES_NO,
            "costs": listed(shape({**cost, "what": TEXT})),
            "replacement": or_null(TEXT),
            "steps": listed(shape(step)),
        }
    )


def _ai_systems() -> dict[str, Any]:
    row = {
        **dict.fromkeys(("system", "vendor", "seat", "contract", "evidence", "until"), TEXT),
        **dict.fromkeys(("models", "operators", "routes"), _TEXTS),
        "evidence_class": ref("class"),
        "outcome": {"anyOf": [ref("outcome"), {"const": "not-decided"}]},
        "places": COUNT,
    }
    return {"asOf": DAY, "complete": YES_NO, "rulebook": ref("rulebook"), "systems": listed(shape(row))}


def main(folder: Path) -> None:
    """Write every schema beside that of a check in `folder`."""
    check = json.loads((folder / "check.schema.json").read_text(encoding="utf-8"))
    for name, schema in answer_schemas(check):
        text = json.dumps(schema, indent=2, ensure_ascii=False)
        (folder / f"{name}.schema.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
