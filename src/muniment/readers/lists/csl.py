"""The Consolidated Screening List, as CSV or JSON.

Source: the International Trade Administration's downloads `consolidated.csv` and `consolidated.json`. The CSV has the
columns `_id, source, entity_number, type, programs, name, title, addresses, federal_register_notice, start_date,
end_date, standard_order, license_requirement, license_policy, call_sign, vessel_type, gross_tonnage,
gross_registered_tonnage, vessel_flag, vessel_owner, remarks, source_list_url, alt_names, citizenships, dates_of_birth,
nationalities, places_of_birth, source_information_url, ids`, several values in a cell parted by `; `. The JSON has
`results`, a list of objects with the same keys, `id` in place of `_id`, `country` beside them, and lists of values.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.patterns import lazily
from muniment.domain.screening import Entity, EntityName
from muniment.domain.supplier import Scheme
from muniment.errors import InputError, Problem
from muniment.readers.lists.tables import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NEEDS: Final = ("source", "name")
_MAY: Final = (
    *("id", "entity number", "type", "programs", "title", "addresses", "federal register notice", "start date"),
    *("end date", "standard order", "license requirement", "license policy", "call sign", "vessel type"),
    *("gross tonnage", "gross registered tonnage", "vessel flag", "vessel owner", "remarks", "source list url"),
    *("alt names", "citizenships", "dates of birth", "nationalities", "places of birth", "source information url"),
    *("ids", "country"),
)
_MOST_PROBLEMS: Final = 10
_LEI = lazily(r"(?i)\blei\W+([0-9a-z]{20})\b|\blegal entity identifier\W+([0-9a-z]{20})\b")
_UEI = lazily(r"(?i)\b(?:uei|unique entity id(?:entifier)?)\W+([0-9a-z]{12})\b")


def read(data: bytes, where: str) -> Iterator[Entity]:
    """Yield the entries. Raises: InputError for whatever is not as published."""
    is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}
    for number, record in enumerate(_of_json(data, where) if is_json else _of_csv(data, where), start=1):
        yield _entity(record, number)


def _of_csv(data: bytes, where: str) -> Iterator[Mapping[str, str]]:
    for line, record in records(data, where, needs=_NEEDS, may=_MAY):
        if not record["name"]:
            raise InputError(Problem(where=f"{where}:{line}", what="an entry without a name", help="fetch it again"))
        yield record


def _of_json(data: bytes, where: str) -> Iterator[Mapping[str, str]]:
    try:
        top = json.loads(data)
    except (ValueError, RecursionError) as error:
        what = f"is no complete JSON ({error})"
        raise InputError(Problem(where=where, what=what, help="it may be cut short: fetch it again")) from error
    results = top.get("results") if isinstance(top, dict) else top
    if not isinstance(results, list) or not results:
        raise InputError(Problem(where=where, what="holds no `results`", help="give the `--kind` of list that it is"))
    problems = [
        problem for number, each in enumerate(results) for problem in _faults(each, f"{where}: result {number}")
    ]
    if problems:
        raise InputError(*problems[:_MOST_PROBLEMS])
    for each in results:
        yield {_key(key): _flat(value) for key, value in each.items()}


def _faults(result: object, where: str) -> Iterator[Problem]:
    if not isinstance(result, dict):
        yield Problem(where=where, what="is no object", help="fetch it again")
        return
    keys = {_key(key): key for key in result}
    for plain in keys.keys() - {*_NEEDS, *_MAY}:
        yield Problem(
            where=where, what=f"key `{keys[plain]}` is not in this layout", help="the layout may have changed"
        )
    for needed in _NEEDS:
        if needed not in keys or not isinstance(result[keys[needed]], str) or not result[keys[needed]].strip():
            yield Problem(where=where, what=f"has no `{needed}`", help="fetch it again")


def _key(key: str) -> str:
    return key.replace("_", " ").strip().casefold()


def _flat(value: Any) -> str:  # noqa: ANN401  (whatever JSON holds)
    if isinstance(value, list):
        return "; ".join(filter(None, map(_flat, value)))
    if isinstance(value, dict):
        return ", ".join(filter(None, map(_flat, value.values())))
    return "" if value is None else str(value).strip()


def _entity(record: Mapping[str, str], number: int) -> Entity:
    own = record.get("id", "") or record.get("entity number", "") or str(number)
    names = dict.fromkeys((record["name"], *_several(record.get("alt names", ""))))
    notice = record.get("federal register notice", "")
    told = (record.get("source", ""), record.get("programs", ""), notice and f"notice {notice}")
    return Entity(
        ref=f"csl:{own}",
        name=record["name"],
        of="csl",
        names=tuple(EntityName(text=text) for text in names),
        identifiers=tuple(_identifiers(f"{record.get('ids', '')}; {record.get('remarks', '')}")),
        says="; ".join(filter(None, told)),
        ended=_day(record.get("end date", "")),
    )


def _several(text: str) -> Iterable[str]:
    return (part.strip() for part in text.split(";") if part.strip())


def _identifiers(text: str) -> Iterator[tuple[Scheme, str]]:
    for scheme, pattern in ((Scheme.LEI, _LEI), (Scheme.UEI, _UEI)):
        for found in pattern.finditer(text):
            yield scheme, next(filter(None, found.groups()))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
