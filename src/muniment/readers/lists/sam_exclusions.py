"""The public extract of exclusions in SAM, as CSV.

Source: SAM's exclusions public extract, version 2: `Classification, Name, Prefix, First, Middle, Last, Suffix,
Address 1 to 4, City, State / Province, Country, Zip Code, Open Data Flag, Unique Entity ID, Exclusion Program,
Excluding Agency, CT Code, Exclusion Type, Additional Comments, Active Date, Termination Date, Record Status,
Cross-Reference, SAM Number, CAGE, NPI, Creation_Date`; extracts before 2022 have `DUNS` beside or in place of the first
identifier. A termination date is a day or `Indefinite`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from muniment.domain.patterns import lazily
from muniment.domain.screening import Entity, EntityName
from muniment.domain.supplier import Scheme
from muniment.errors import InputError, Problem
from muniment.readers.lists.tables import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NEEDS: Final = ("classification", "name", "exclusion program", "excluding agency", "sam number")
_MAY: Final = (
    *("prefix", "first", "middle", "last", "suffix", "address 1", "address 2", "address 3", "address 4", "city"),
    *("state province", "country", "zip code", "duns", "unique entity id", "uei", "open data flag", "ct code"),
    *("exclusion type", "additional comments", "active date", "termination date", "record status", "cross reference"),
    *("cage", "npi", "creation date"),
)
_ALSO = lazily(r"(?i)^\(?\s*(?:also|aka|a/k/a)\s+(.*?)\)?\s*$")
_FORM_AFTER_COMMA = lazily(r"(?i),\s+(?=(?:l\.?l\.?c|inc|ltd|llp|lp|co|corp|jr|sr|ii|iii|s\.?a|gmbh)\b\.?)")
_US_DAY = lazily(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_KEPT_COMMA: Final = "\x1f"


def read(data: bytes, where: str) -> Iterator[Entity]:
    """Yield the exclusions. Raises: InputError for whatever is not as published."""
    for line, record in records(data, where, needs=_NEEDS, may=_MAY):
        name = record["name"] or _person(record)
        if not name:
            what = "an exclusion without a name"
            raise InputError(Problem(where=f"{where}:{line}", what=what, help="fetch the extract again"))
        yield _entity(record, name, line)


def _entity(record: Mapping[str, str], name: str, line: int) -> Entity:
    own = record["sam number"] or str(line)
    told = (
        record["classification"],
        record["excluding agency"],
        record["exclusion program"],
        record.get("exclusion type"),
    )
    end = record.get("termination date", "")
    names = dict.fromkeys((name, *_also(record.get("cross reference", ""))))
    return Entity(
        ref=f"sam-exclusions:{own}",
        name=name,
        of="sam-exclusions",
        names=tuple(EntityName(text=text) for text in names),
        identifiers=tuple(_identifiers(record)),
        says="; ".join(filter(None, (*told, end and f"until {end}"))),
        ended=_day(end),
    )


def _person(record: Mapping[str, str]) -> str:
    parts = (record.get(key, "") for key in ("first", "middle", "last", "suffix"))
    return " ".join(filter(None, parts))


def _identifiers(record: Mapping[str, str]) -> Iterator[tuple[Scheme, str]]:
    for scheme, keys in ((Scheme.UEI, ("unique entity id", "uei")), (Scheme.CAGE, ("cage",)), (Scheme.DUNS, ("duns",))):
        for key in keys:
            if value := record.get(key, ""):
                yield scheme, value


def _also(text: str) -> Iterable[str]:
    """Return the other names in a cross-reference such as `(also ACME, LLC, ACME TRADING)`."""
    found = _ALSO.match(text)
    if found is None:
        return ()
    parts = _FORM_AFTER_COMMA.sub(_KEPT_COMMA, found[1]).split(",")
    return (part.replace(_KEPT_COMMA, ", ").strip() for part in parts if part.strip())


def _day(text: str) -> date | None:
    american = _US_DAY.fullmatch(text)
    try:
        if american:
            return date(int(american[3]), int(american[1]), int(american[2]))
        return date.fromisoformat(text)
    except ValueError:
        return None
