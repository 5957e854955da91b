"""The estate file: an organisation's contracts, systems and waivers in TOML. `docs/estate.md` describes it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING

from muniment.domain.agreement import Waiver
from muniment.domain.contract import Contract, Estate, KnownUse, Posture, System
from muniment.domain.dated import Interval
from muniment.domain.duty import IDENTIFIED, REPORTED
from muniment.domain.ids import ContractId, FactId, InstrumentId, SystemId, VendorId
from muniment.domain.moment import is_before, moment_text
from muniment.errors import EstateError
from muniment.readers.estate import facts as shapes
from muniment.readers.estate import toml_table
from muniment.readers.estate.answers import with_answers
from muniment.readers.estate.clauses import clause_names, read_clauses
from muniment.readers.estate.facts import Kinds, Shape, read_facts
from muniment.readers.estate.ledger import read_ledger
from muniment.readers.estate.reporting import read_find, read_orders, read_sent
from muniment.readers.estate.toml_places import places
from muniment.readers.estate.toml_syntax import parse
from muniment.readers.estate.toml_table import Notes, Table, UnfitError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from muniment.domain.condition import FactKind, FactValue


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the file may refer to outside itself."""

    folder: str
    kinds: Kinds
    instruments: Collection[InstrumentId]
    vendors: Collection[VendorId]


def read_estate(
    text: str,
    *,
    where: str,
    folder: str,
    facts: Mapping[FactId, FactKind],
    instruments: Collection[InstrumentId],
    vendors: Collection[VendorId],
) -> Estate:
    """Return the estate that `text` describes; `where` names the file, `folder` is its absolute folder.

    Nothing is derived: a fact that is not written is missing. A clause with an alternate or a deviation counts as the
    clause itself as well. Source folders are made absolute without looking at the disk.
    Not checked: that sources exist, and that a posture names a reading of its instrument.
    Raises: EstateError with everything that is wrong.   Source: TOML 1.0.0.
    """
    text = text.removeprefix("\ufeff")
    notes = Notes(where, places(text))
    top = Table(values=parse(text, where, EstateError), path=(), header=shapes.TOP.header, notes=notes)
    known = _Known(folder=folder, kinds=shapes.with_dates(facts), instruments=instruments, vendors=vendors)
    read_facts(top, shapes.TOP, {})
    estate = with_answers(top, _estate(top, known), known.kinds, known.vendors)
    if notes.problems:
        raise EstateError(*notes.problems)
    return estate


def _estate(top: Table, known: _Known) -> Estate:
    organisation, facts = _organisation(top, known)
    contracts = _contracts(top, known)
    ids = frozenset(contract.id for contract in contracts if contract.id)
    systems = _systems(top, known, ids)
    return Estate(
        organisation=organisation,
        facts=facts,
        contracts=contracts,
        systems=systems,
        waivers=_waivers(top, known, ids),
        postures=_postures(top, known),
        reports=read_sent(top, ids, systems, {"instruments": known.instruments, "vendors": known.vendors}),
        max_age_days=_max_age(top),
        ledger=read_ledger(top, known.folder),
    )


def _organisation(top: Table, known: _Known) -> tuple[str, Mapping[FactId, FactValue]]:
    header = shapes.ORGANISATION.header
    if "organisation" not in top.values:
        top.note("organisation", f"the file has no {header}", 'begin with [organisation] and name = "..."')
        return "", {}
    table = top.below("organisation", header)
    table.require("name")
    return table.take("name", toml_table.text) or "", read_facts(table, shapes.ORGANISATION, known.kinds)


def _max_age(top: Table) -> int | None:
    if "rulebook" not in top.values:
        return None
    table = top.below("rulebook", shapes.RULEBOOK.header)
    read_facts(table, shapes.RULEBOOK, {})
    return table.take("max_age_days", toml_table.days)


def _members(top: Table, key: str, shape: Shape) -> tuple[Table, ...]:
    """Return the tables of a list that the file cannot do without."""
    if not top.values.get(key, []):
        top.note(key, f"the file has no {shape.header}", f"add {shape.header}, and below it at least `id`")
    return top.all_below(key, shape.header)


def _contracts(top: Table, known: _Known) -> tuple[Contract, ...]:
    tables = _members(top, "contracts", shapes.CONTRACT)
    _refuse_twins(tables, "id")
    return tuple(_contract(table, known) for table in tables)


def _contract(table: Table, known: _Known) -> Contract:
    table.require("id")
    facts = read_facts(table, shapes.CONTRACT, known.kinds)
    solicited, awarded = facts.get(shapes.SOLICITED), facts.get(shapes.AWARDED)
    _refuse_backwards(table, ("solicited", solicited), ("awarded", awarded))
    agency = table.take("agency", toml_table.text) or ""
    if agency and shapes.AGENCY in known.kinds:
        facts[shapes.AGENCY] = agency
    clauses = read_clauses(table)
    if clauses is not None:
        facts[shapes.CLAUSES] = clause_names(clauses)
    start, end = _performance(table)
    return Contract(
        id=ContractId(table.take("id", toml_table.name) or ""),
        title=table.take("title", toml_table.text) or "",
        agency=agency,
        clauses=clauses or (),
        performance_start=start,
        performance_end=end,
        facts=facts,
        contracting_officer=table.take("contracting_officer", toml_table.text) or "",
        orders=read_orders(table),
    )


def _performance(table: Table) -> tuple[date | None, date | None]:
    if "performance" not in table.values:
        return None, None
    period = table.below("performance", shapes.PERFORMANCE.header)
    read_facts(period, shapes.PERFORMANCE, {})
    start, end = period.take("start", toml_table.day), period.take("end", toml_table.day)
    _refuse_backwards(period, ("start", start), ("end", end))
    return start, end


def _systems(top: Table, known: _Known, contracts: Collection[str]) -> tuple[System, ...]:
    tables = _members(top, "systems", shapes.SYSTEM)
    _refuse_twins(tables, "id")
    claimed: dict[str, str] = {}
    return tuple(_system(table, known, contracts, claimed) for table in tables)


def _system(table: Table, known: _Known, contracts: Collection[str], claimed: dict[str, str]) -> System:
    """Return one system; `claimed` says which system holds each source so far, and grows."""
    table.require("id")
    if "contracts" not in table.values:
        what = f"{shapes.SYSTEM.header} does not say which contracts it serves"
        table.note("contracts", what, 'add contracts = ["..."], or contracts = [] where it serves none')
    served = table.each("contracts", toml_table.one_of(contracts, "the `id` of any of the [[contracts]]"))
    return System(
        id=SystemId(table.take("id", toml_table.name) or ""),
        title=table.take("title", toml_table.text) or "",
        contracts=tuple(ContractId(contract) for contract in _once(table, "contracts", served)),
        sources=_sources(table, known, claimed),
        facts=read_facts(table, shapes.SYSTEM, known.kinds),
        uses=tuple(use for below in table.all_below("uses", shapes.USE.header) for use in _use(below, known)),
    )


def _once(table: Table, key: str, entries: tuple[tuple[int, str], ...] | None) -> tuple[str, ...]:
    """Return the entries of a list; each that stands there already is noted."""
    seen: list[str] = []
    for position, entry in entries or ():
        if entry in seen:
            table.notes.add((*table.path, key, position), f"`{entry}` stands twice in `{key}`", "keep one of them")
        else:
            seen.append(entry)
    return tuple(seen)


def _sources(table: Table, known: _Known, claimed: dict[str, str]) -> tuple[str, ...]:
    sources: list[str] = []
    owner = toml_table.shown(table.values.get("id", "?"))
    for position, source in table.each("sources", lambda value: _source(value, known.folder)) or ():
        first = claimed.get(source)
        if first is not None:
            what = f"source `{source}` already belongs to system `{first}`"
            help_ = "name it once; where two systems share a folder, name the folders below it that each of them has"
            table.notes.add((*table.path, "sources", position), what, help_)
        claimed.setdefault(source, owner)
        sources.append(source)
    return tuple(sources)


def _source(value: object, folder: str) -> str:
    plain = toml_table.text(value)
    if plain.startswith("~"):
        raise UnfitError(
            what=f"is `{plain}`, and `~` is not replaced here", help_="write the whole path, or one from this file"
        )
    return os.path.normpath(PurePath(folder, plain))


def _use(table: Table, known: _Known) -> tuple[KnownUse, ...]:
    table.require("vendor")
    vendor = table.take("vendor", toml_table.one_of(known.vendors, "a vendor in the rulebook"))
    facts = read_facts(table, shapes.USE, known.kinds)
    _refuse_early_report(table, facts.get(IDENTIFIED), facts.get(REPORTED))
    return (KnownUse(vendor=VendorId(vendor), facts=facts, report=read_find(table)),) if vendor else ()


def _refuse_early_report(table: Table, found: FactValue | None, sent: FactValue | None) -> None:
    """Note a report that was sent before the find that it reports; a day without a time counts as a whole."""
    if not (isinstance(found, date) and isinstance(sent, date)):
        return
    if is_before(sent, found):
        what = f"`reported` is {moment_text(sent)}, which is before `identified`, {moment_text(found)}"
        table.note("reported", what, "see which of the two is mistaken")


def _waivers(top: Table, known: _Known, contracts: Collection[str]) -> tuple[Waiver, ...]:
    tables = top.all_below("waivers", shapes.WAIVER.header)
    _refuse_twins(tables, "id")
    return tuple(waiver for table in tables for waiver in _waiver(table, known, contracts))


def _waiver(table: Table, known: _Known, contracts: Collection[str]) -> tuple[Waiver, ...]:
    table.require(*(key for key in shapes.WAIVER.keys if key != "until"))
    read_facts(table, shapes.WAIVER, {})
    instrument = table.take("instrument", toml_table.one_of(known.instruments, "an instrument in the rulebook"))
    contract = table.take("contract", toml_table.one_of(contracts, "the `id` of any of the [[contracts]]"))
    start, until = table.take("from", toml_table.day), table.take("until", toml_table.day)
    _refuse_backwards(table, ("from", start), ("until", until))
    waiver_id, granted_by = table.take("id", toml_table.name), table.take("granted_by", toml_table.text)
    document = table.take("document", toml_table.text)
    if not (instrument and contract and start and waiver_id and granted_by and document):
        return ()
    waiver = Waiver(
        id=waiver_id,
        instrument=InstrumentId(instrument),
        contract=ContractId(contract),
        granted_by=granted_by,
        document=document,
        during=Interval(start=start, end=until + timedelta(days=1) if until else None),
    )
    return (waiver,)


def _postures(top: Table, known: _Known) -> tuple[Posture, ...]:
    tables = top.all_below("postures", shapes.POSTURE.header)
    _refuse_twins(tables, "instrument")
    return tuple(posture for table in tables for posture in _posture(table, known))


def _posture(table: Table, known: _Known) -> tuple[Posture, ...]:
    table.require(*shapes.POSTURE.keys)
    read_facts(table, shapes.POSTURE, {})
    instrument = table.take("instrument", toml_table.one_of(known.instruments, "an instrument in the rulebook"))
    reading, decided_by = table.take("reading", toml_table.name), table.take("decided_by", toml_table.text)
    on, why = table.take("on", toml_table.day), table.take("why", toml_table.text)
    if not (instrument and reading and decided_by and on and why):
        return ()
    return (Posture(instrument=InstrumentId(instrument), reading=reading, decided_by=decided_by, on=on, why=why),)


def _refuse_twins(tables: tuple[Table, ...], key: str) -> None:
    """Note each table whose `key` an earlier one has."""
    seen: set[str] = set()
    for table in tables:
        value = table.values.get(key)
        if isinstance(value, str):
            if value.strip() in seen:
                table.note(key, f"`{value.strip()}` is the `{key}` of an earlier {table.header}", "give each its own")
            seen.add(value.strip())


def _refuse_backwards(table: Table, first: tuple[str, object], last: tuple[str, object]) -> None:
    """Note a pair of days of which the last comes before the first."""
    (first_key, start), (last_key, end) = first, last
    if isinstance(start, date) and isinstance(end, date) and end < start:
        what = f"`{last_key}` is {end}, which is before `{first_key}`, {start}"
        table.note(last_key, what, "see which of the two days is mistaken")
