"""The answer of a screening as JSON. `schemas/screening.schema.json` describes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from muniment.domain.screening import LikeName, Result

if TYPE_CHECKING:
    from muniment.domain.screening import Entity, ListEdition, Match, Reached, Screened, Screening, SupplierReview
    from muniment.domain.supplier import SupplierSheet

FORMAT = "muniment.screening/1"


def write_screening(found: Screening, to: TextIO) -> None:
    """Write every supplier with its result and every list with its date, what needs a person first."""
    json.dump(_value(found), to, indent=2, ensure_ascii=True, sort_keys=True)
    to.write("\n")


def _value(found: Screening) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "as_of": str(found.as_of),
        "complete": found.complete,
        "encoding": found.file.encoding,
        "file": found.file.file,
        "lists": [_edition(each, found) for each in found.editions],
        "names": found.names,
        "results": {each.value: sum(1 for _ in found.having(each)) for each in Result},
        "reviews": [{**_review(use.review), "state": use.state.value} for use in found.reviews],
        "rulebook": found.rulebook,
        "rulebook_version": found.rulebook_version,
        "sheets": [_sheet(each) for each in found.file.sheets],
        "suppliers": [_screened(each) for each in found.screened],
        "threshold": found.threshold,
    }


def _edition(each: ListEdition, found: Screening) -> dict[str, Any]:
    return {
        "answers": each.answers,
        "age_days": each.age(found.as_of),
        "dated": str(each.dated),
        "digest": each.digest,
        "entities": each.entities,
        "file": each.file,
        "kind": each.kind.value if each.kind else "rulebook",
        "name": each.name,
        "names": each.names,
        "old": each.is_old(found.as_of),
    }


def _sheet(each: SupplierSheet) -> dict[str, Any]:
    columns = [{"column": column, "header": header} for column, header in each.columns]
    return {"columns": columns, "empty": each.empty, "name": each.name, "rows": each.rows, "unread": each.unread}


def _screened(each: Screened) -> dict[str, Any]:
    row = each.supplier
    return {
        "country": row.country,
        "identifiers": [{"scheme": scheme.value, "value": value} for scheme, value in row.identifiers],
        "matches": [_match(match) for match in each.matches],
        "names": [{"kind": kind.value, "name": name} for kind, name in row.names],
        "notes": list(each.notes),
        "result": each.result.value,
        "row": row.row,
        "sheet": row.sheet,
        "website": row.website,
        "why": each.why,
    }


def _match(match: Match) -> dict[str, Any]:
    reviewed = (
        {**_review(match.review), "state": match.review_state.value} if match.review and match.review_state else None
    )
    return {
        "by": _by(match),
        "entity": _entity(match.entity),
        "review": reviewed,
        "score": match.score,
        "stands": match.stands,
    }


def _by(match: Match) -> dict[str, Any]:
    by = match.by
    if not isinstance(by, LikeName):
        return {"identifier": by.scheme.value, "value": by.value}
    return {
        "contained": by.contained,
        "kind": by.kind.value,
        "left_of_entity": list(by.left_of_entity),
        "left_of_supplier": list(by.left_of_supplier),
        "name": by.entity.text,
        "path": [
            {
                "company": step.company,
                "confidence": step.cited.confidence.value,
                "from": str(step.during.start),
                "relation": step.relation,
                "source": step.cited.source,
                "to": step.to,
                "until": str(step.during.end) if step.during.end else None,
            }
            for step in by.entity.path
        ],
        "supplier": by.supplier,
        "words": [list(pair) for pair in by.words],
    }


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "ended": str(entity.ended) if entity.ended else None,
        "list": entity.of,
        "name": entity.name,
        "reached_by": [_reached(each) for each in entity.reached],
        "ref": entity.ref,
        "says": entity.says,
        "vendor": entity.vendor,
    }


def _reached(each: Reached) -> dict[str, Any]:
    return {
        "chosen_by": each.chosen_by,
        "comes": str(each.comes) if each.comes else None,
        "effect": each.effect.value if each.effect else None,
        "instrument": each.instrument,
        "standing": [{"state": state.value, "whom": whom} for state, whom in each.standing],
        "title": each.title,
    }


def _review(review: SupplierReview) -> dict[str, Any]:
    return {
        "entity": review.entity,
        "on": str(review.on),
        "supplier": review.supplier,
        "until": str(review.until),
        "verdict": review.verdict.value,
        "who": review.who,
        "why": review.why,
    }
