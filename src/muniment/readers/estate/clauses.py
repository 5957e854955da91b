"""Clauses of the FAR and its supplements, as the estate file lists them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.contract import Clause
from muniment.domain.patterns import lazily
from muniment.readers.estate import facts as shapes
from muniment.readers.estate import toml_table
from muniment.readers.estate.facts import read_facts
from muniment.readers.estate.toml_table import Table, UnfitError

if TYPE_CHECKING:
    from collections.abc import Iterable

_CLAUSE = lazily(
    r"(?P<number>\d{0,2}52\.2\d{2}-\d{1,4})"
    r"(?P<suffix>(?: ALT(?:ERNATE)? [IVX]+)?(?: \(DEVIATION[^()]*\))?)",
    re.IGNORECASE | re.ASCII,
)
_PRINTED = lazily(r"(.*\S) \(([A-Z]{3,4} \d{4})\)", re.IGNORECASE | re.ASCII)
_NUMBER_INSIDE = lazily(r"\d{0,2}52\.2\d{2}-\d{1,4}", re.ASCII)


def read_clauses(table: Table, key: str = "clauses") -> tuple[Clause, ...] | None:
    """Return the clauses that stand at `key`; nothing where there is no list."""
    found = table.each(key, lambda value: value)
    if found is None:
        return None
    clauses: list[Clause] = []
    for position, value in found:
        clause = _clause(table, (key, position), value)
        if clause and any(clause.id == other.id for other in clauses):
            what = f"clause `{clause.id}` stands twice in one contract"
            table.notes.add((*table.path, key, position), what, "keep the one that the contract holds")
        clauses.extend([clause] if clause else [])
    return tuple(clauses)


def clause_names(clauses: Iterable[Clause]) -> frozenset[str]:
    """Return each clause as written and its number alone: a clause with an alternate is the clause too."""
    return frozenset(name for clause in clauses for name in _names(clause))


def named_clauses(numbers: Iterable[str]) -> frozenset[str]:
    """Return what clauses given by their numbers count as. Raises: UnfitError for what is no clause number."""
    return clause_names(Clause(id=_clause_number(number)) for number in numbers)


def _clause(table: Table, at: tuple[str, int], value: object) -> Clause | None:
    """Return a clause written as its number, or as a table of number and version."""
    if not isinstance(value, dict):
        number = table.fit(at, f"an entry of `{at[0]}`", value, _clause_number)
        return Clause(id=number) if number else None
    entry = Table(values=value, path=(*table.path, *at), header=shapes.CLAUSE.header, notes=table.notes)
    entry.require("id")
    read_facts(entry, shapes.CLAUSE, {})
    number, version = entry.take("id", _clause_number), entry.take("version", toml_table.text)
    return Clause(id=number, version=version or "") if number else None


def _clause_number(value: object) -> str:
    plain = " ".join(toml_table.text(value).split())
    found = _CLAUSE.fullmatch(plain)
    if found:
        return found["number"] + found["suffix"].upper().replace("ALTERNATE", "ALT")
    printed = _PRINTED.fullmatch(plain)
    inside = _NUMBER_INSIDE.search(plain)
    if printed and _CLAUSE.fullmatch(printed[1]):
        help_ = f'write the version apart: {{id = "{printed[1]}", version = "{printed[2]}"}}'
    elif inside:
        help_ = f"write the number alone: `{inside[0]}`"
    else:
        help_ = "a clause of the FAR or of its supplements has a number such as `52.204-25` or `252.239-7018`"
    raise UnfitError(what=f"is `{plain}`, which is no clause number", help_=help_)


def _names(clause: Clause) -> tuple[str, ...]:
    found = _CLAUSE.fullmatch(clause.id)
    return (clause.id, found["number"]) if found else (clause.id,)
