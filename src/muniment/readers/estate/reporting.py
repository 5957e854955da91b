"""What the estate file says for reports: orders and their officers, what was found, and what was sent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from muniment.domain.contract import Order, SentReport
from muniment.domain.duty import FOUND, IDENTIFIED
from muniment.domain.ids import ContractId, InstrumentId, SystemId, VendorId
from muniment.domain.moment import is_before, moment_text
from muniment.readers.estate import facts as shapes
from muniment.readers.estate import toml_table
from muniment.readers.estate.facts import read_facts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from muniment.domain.contract import System
    from muniment.domain.duty import Datum
    from muniment.readers.estate.toml_table import Table


def read_orders(table: Table) -> tuple[Order, ...]:
    """Return the orders under a contract."""
    orders: list[Order] = []
    for below in table.all_below("orders", shapes.ORDER.header):
        below.require("id")
        read_facts(below, shapes.ORDER, {})
        id_, officer = below.take("id", toml_table.name), below.take("contracting_officer", toml_table.text)
        if id_ in {order.id for order in orders}:
            below.note("id", f"`{id_}` is the `id` of an earlier order", "keep one of them")
        orders.append(Order(id=id_ or "", contracting_officer=officer or ""))
    return tuple(orders)


def read_find(table: Table) -> Mapping[Datum, str]:
    """Return what a report of a find would say."""
    if "report" not in table.values:
        return {}
    below = table.below("report", shapes.FIND.header)
    read_facts(below, shapes.FIND, {})
    said = ((datum, below.take(datum.value.replace("-", "_"), toml_table.text)) for datum in FOUND)
    return {datum: words for datum, words in said if words}


def read_sent(
    top: Table, contracts: Collection[str], systems: Sequence[System], known: Mapping[str, Collection[str]]
) -> tuple[SentReport, ...]:
    """Return the reports that were sent; `known` has the `vendors` and the `instruments` of the rulebook.

    One that was sent before the find that it reports is noted.
    """
    tables = top.all_below("reports", shapes.REPORT.header)
    named = frozenset(system.id for system in systems if system.id)
    read = [(table, sent) for table in tables for sent in _sent(table, contracts, named, known)]
    for table, sent in read:
        _refuse_before_find(table, sent, systems)
    return tuple(sent for _, sent in read)


def _refuse_before_find(table: Table, sent: SentReport, systems: Sequence[System]) -> None:
    uses = [use for system in systems if system.id == sent.system for use in system.uses if use.vendor == sent.vendor]
    days = [day for use in uses if isinstance(day := use.facts.get(IDENTIFIED), date)]
    found = next((day for day in days if is_before(sent.sent, day)), None)
    if found is not None:
        what = f"`sent` is {moment_text(sent.sent)}, which is before `identified` of the use, {moment_text(found)}"
        table.note("sent", what, "see which of the two is mistaken")


def _sent(
    table: Table, contracts: Collection[str], systems: Collection[str], known: Mapping[str, Collection[str]]
) -> tuple[SentReport, ...]:
    table.require(*(key for key in shapes.REPORT.keys if key != "reference"))
    read_facts(table, shapes.REPORT, {})
    instrument = table.take("instrument", toml_table.one_of(known["instruments"], "an instrument in the rulebook"))
    contract = table.take("contract", toml_table.one_of(contracts, "the `id` of any of the [[contracts]]"))
    system = table.take("system", toml_table.one_of(systems, "the `id` of any of the [[systems]]"))
    vendor = table.take("vendor", toml_table.one_of(known["vendors"], "a vendor in the rulebook"))
    duty, clock = table.take("duty", toml_table.name), table.take("clock", toml_table.name)
    sent, reference = table.take("sent", toml_table.moment), table.take("reference", toml_table.text)
    if not (instrument and contract and system and vendor and duty and clock and sent):
        return ()
    report = SentReport(
        contract=ContractId(contract),
        system=SystemId(system),
        vendor=VendorId(vendor),
        instrument=InstrumentId(instrument),
        duty=duty,
        clock=clock,
        sent=sent,
        reference=reference or "",
    )
    return (report,)
