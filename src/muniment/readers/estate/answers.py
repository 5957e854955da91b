"""Answers in the estate file: who said what of a fact, on which day, by which source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment.domain.condition import Subject
from muniment.domain.contract import AnswerPlace, Clause, Estate, FactAnswer, KnownUse, System
from muniment.domain.ids import ContractId, FactId, SystemId, VendorId
from muniment.readers.estate import facts as shapes
from muniment.readers.estate import toml_table
from muniment.readers.estate.clauses import clause_names, read_clauses
from muniment.readers.estate.facts import read_facts, read_value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from muniment.domain.condition import FactKind, FactValue
    from muniment.readers.estate.facts import Kinds
    from muniment.readers.estate.toml_places import Path
    from muniment.readers.estate.toml_table import Table

PLACE_KEYS: Mapping[Subject, tuple[str, ...]] = {
    Subject.ORGANISATION: (),
    Subject.CONTRACT: ("contract",),
    Subject.SYSTEM: ("system",),
    Subject.USE: ("system", "vendor"),
}
"""The keys by which an answer says what it is about."""
_ABOUT = {
    Subject.ORGANISATION: "the organisation",
    Subject.CONTRACT: "one contract",
    Subject.SYSTEM: "one system",
    Subject.USE: "a vendor's use in one system",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """An answer, and the table that it was read from; `clauses` where it lists those of a contract."""

    answer: FactAnswer
    table: Table
    clauses: tuple[Clause, ...] | None = None


def with_answers(top: Table, estate: Estate, kinds: Kinds, vendors: Collection[VendorId]) -> Estate:
    """Return `estate` with the answers of the file, each among the facts of what it is about.

    An answer that contradicts another one, or a fact in a table, is noted with both places. That nobody knows a fact
    contradicts nothing that is said of it later, or in a table.
    """
    tables = top.all_below("answers", shapes.ANSWER.header)
    rows = tuple(row for table in tables for row in _row(table, estate, kinds, vendors))
    _refuse_contradictions(top, estate, rows)
    last = _last(rows)
    listed = {row.answer.place.contract: row.clauses for row in last if row.clauses is not None}
    contracts = tuple(replace(one, clauses=listed.get(one.id, one.clauses)) for one in estate.contracts)
    return _merged(replace(estate, contracts=contracts, answers=tuple(row.answer for row in last)))


def _row(table: Table, estate: Estate, kinds: Kinds, vendors: Collection[VendorId]) -> Iterator[_Row]:
    table.require("fact", "by", "on")
    read_facts(table, shapes.ANSWER, {})
    named = table.take("fact", toml_table.one_of(kinds, "a fact in the rulebook"))
    by, on = table.take("by", toml_table.text), table.take("on", toml_table.day)
    source = table.take("source", toml_table.text)
    if named is None:
        return
    kind = kinds[FactId(named)]
    clauses = read_clauses(table, "value") if kind.id == shapes.CLAUSES else None
    value, place = _value(table, kind, clauses), _place(table, kind, estate, vendors)
    if by and on and place and (value is not None or "value" not in table.values):
        answer = FactAnswer(fact=kind.id, place=place, value=value, by=by, on=on, source=source or "")
        yield _Row(answer=answer, table=table, clauses=clauses)


def _value(table: Table, kind: FactKind, clauses: tuple[Clause, ...] | None) -> FactValue | None:
    """Return the value, read as its own line in a table would be; nothing where none is given, or it is unfit."""
    if clauses is not None:
        return clause_names(clauses)
    return read_value(table, "value", kind) if "value" in table.values and kind.id != shapes.CLAUSES else None


def _place(table: Table, kind: FactKind, estate: Estate, vendors: Collection[VendorId]) -> AnswerPlace | None:
    """Return what the answer is about; nothing where that is not said as the fact asks, which is noted."""
    wanted = PLACE_KEYS[kind.subject]
    contract = table.take("contract", toml_table.one_of([one.id for one in estate.contracts], "a contract here"))
    system = table.take("system", toml_table.one_of([one.id for one in estate.systems], "a system here"))
    vendor = table.take("vendor", toml_table.one_of(vendors, "a vendor in the rulebook"))
    found = {"contract": contract, "system": system, "vendor": vendor}
    for key in found:
        if (key in wanted) is not (key in table.values):
            what = f"`{kind.id}` is about {_ABOUT[kind.subject]}"
            help_ = f"add a line `{key} = ...`" if key in wanted else f"remove `{key}`"
            table.note(key, f"{what}, so an answer {'needs' if key in wanted else 'has no'} `{key}`", help_)
    if any(found[key] is None for key in wanted):
        return None
    return AnswerPlace(
        contract=ContractId(contract) if contract else None,
        system=SystemId(system) if system else None,
        vendor=VendorId(vendor) if vendor else None,
    )


def _last(rows: Iterable[_Row]) -> tuple[_Row, ...]:
    """Return the last row for each fact and place."""
    return tuple({(row.answer.fact, row.answer.place): row for row in rows}.values())


def _refuse_contradictions(top: Table, estate: Estate, rows: Iterable[_Row]) -> None:
    seen: dict[tuple[FactId, AnswerPlace], _Row] = {}
    for row in rows:
        answer = row.answer
        earlier = seen.get((answer.fact, answer.place))
        if earlier is not None and earlier.answer.value is not None:
            _compare(row, earlier.answer.value, (*earlier.table.path, "value"))
        elif answer.value is not None:
            for value, path in _given(top, estate, answer):
                _compare(row, value, path)
        seen[answer.fact, answer.place] = row


def _compare(row: _Row, value: FactValue, path: Path) -> None:
    """Note the row where it says something else than `value`, which stands at `path`."""
    answer = row.answer
    if answer.value == value:
        return
    said = "not known by anybody" if answer.value is None else f"`{_shown(answer.value)}`"
    what = f"`{answer.fact}` is {said} here, and `{_shown(value)}` at {row.table.notes.place(path)}"
    row.table.note("value", what, "see which of the two is mistaken, and remove it")


def _shown(value: FactValue) -> str:
    return ", ".join(sorted(value)) or "none" if isinstance(value, frozenset) else toml_table.shown(value)


def _given(top: Table, estate: Estate, answer: FactAnswer) -> Iterator[tuple[FactValue, Path]]:
    """Yield what the tables say of the fact at the same place, and where."""
    place = answer.place
    for table, path in _tables(top.values, place):
        key = next((key for key in (answer.fact.partition(".")[2], answer.fact) if key in table), None)
        if key is not None:
            yield from ((value, (*path, key)) for value in _known(estate, answer.fact, place))


def _known(estate: Estate, fact: FactId, place: AnswerPlace) -> tuple[FactValue, ...]:
    """Return the value of a fact as the tables have it, nothing where none does."""
    holders: list[Mapping[FactId, FactValue]] = []
    holders += [one.facts for one in estate.contracts if place.contract == one.id]
    systems = [one for one in estate.systems if place.system == one.id]
    holders += [use.facts for one in systems for use in one.uses if use.vendor == place.vendor]
    holders += [one.facts for one in systems if place.vendor is None]
    holders += [estate.facts] if place == AnswerPlace() else []
    return tuple(held[fact] for held in holders if fact in held)


def _tables(values: Mapping[str, object], place: AnswerPlace) -> Iterator[tuple[Mapping[str, object], Path]]:
    """Yield the tables of the file that may hold facts of `place`, with their paths."""
    organisation = values.get("organisation")
    if place == AnswerPlace() and isinstance(organisation, dict):
        yield organisation, ("organisation",)
    for number, contract in _listed(values, "contracts"):
        if place.contract and contract.get("id") == place.contract:
            yield contract, ("contracts", number)
    for number, system in _listed(values, "systems"):
        if place.system and system.get("id") == place.system:
            if place.vendor is None:
                yield system, ("systems", number)
            for at, use in _listed(system, "uses"):
                if use.get("vendor") == place.vendor:
                    yield use, ("systems", number, "uses", at)


def _listed(values: Mapping[str, object], key: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    found = values.get(key)
    if isinstance(found, list):
        yield from ((number, table) for number, table in enumerate(found) if isinstance(table, dict))


def _merged(estate: Estate) -> Estate:
    return replace(
        estate,
        facts={**estate.facts, **_values(estate, AnswerPlace())},
        contracts=tuple(
            replace(one, facts={**one.facts, **_values(estate, AnswerPlace(contract=one.id))})
            for one in estate.contracts
        ),
        systems=tuple(_system(one, estate) for one in estate.systems),
    )


def _values(estate: Estate, place: AnswerPlace) -> dict[FactId, FactValue]:
    return {one.fact: one.value for one in estate.answers if one.place == place and one.value is not None}


def _system(system: System, estate: Estate) -> System:
    places = dict.fromkeys(one.place for one in estate.answers if one.place.system == system.id and one.place.vendor)
    return replace(
        system,
        facts={**system.facts, **_values(estate, AnswerPlace(system=system.id))},
        answered=tuple(
            KnownUse(vendor=place.vendor, facts=_values(estate, place)) for place in places if place.vendor is not None
        ),
    )
