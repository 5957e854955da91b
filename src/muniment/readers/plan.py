"""What people keep about a phase-out plan, in TOML. `docs/plan.md` describes it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from muniment.domain.ids import ContractId, SystemId, VendorId
from muniment.domain.patterns import lazily
from muniment.domain.plan import Cost, Kept, Key, Milestone
from muniment.domain.poam_sheet import FROM_THE_PLAN, VALUES, Column
from muniment.errors import PlanError
from muniment.readers.estate import toml_table
from muniment.readers.estate.toml_places import places
from muniment.readers.estate.toml_syntax import parse
from muniment.readers.estate.toml_table import Notes, Table, UnfitError

if TYPE_CHECKING:
    from collections.abc import Collection

    from muniment.domain.contract import Estate
    from muniment.domain.poam_sheet import Said

_ITEM = "[[items]]"
_MILESTONE = "[[items.milestones]]"
_COST = "[[items.costs]]"
_EMASS = "[items.emass]"
_COLUMNS = {each.name.lower(): each for each in Column if each not in FROM_THE_PLAN}
_KEY = ("contract", "system", "vendor")
_LARGEST = 10**12
_CURRENCY = lazily(r"[A-Z]{3}")


def read_plan(text: str, *, where: str, estate: Estate, vendors: Collection[VendorId]) -> tuple[Kept, ...]:
    """Return the items that `text` keeps, in its order; `where` names the file.

    Raises: PlanError with everything that is wrong.   Source: TOML 1.0.0.
    """
    text = text.removeprefix("\ufeff")
    spots = places(text)
    notes = Notes(where, spots)
    top = Table(values=parse(text, where, PlanError), path=(), header="the file", notes=notes)
    _refuse_other_keys(top, ("items",))
    known = _Known(estate, vendors)
    found: dict[Key, Kept] = {}
    for table in top.all_below("items", _ITEM):
        kept = _item(table, known, f"{where}:{spots.of(table.path)[0]}")
        if kept is None:
            continue
        if kept.key in found:
            table.note("vendor", f"the same item stands at {found[kept.key].where} already", "keep one of the two")
        found.setdefault(kept.key, kept)
    if notes.problems:
        raise PlanError(*notes.problems)
    return tuple(found.values())


class _Known:
    def __init__(self, estate: Estate, vendors: Collection[VendorId]) -> None:
        self.contracts = {each.id for each in estate.contracts}
        self.systems = {each.id for each in estate.systems}
        self.vendors = vendors


def _item(table: Table, known: _Known, where: str) -> Kept | None:
    _refuse_other_keys(table, (*_KEY, "owner", "critical", "replacement", "milestones", "costs", "emass"))
    table.require(*_KEY)
    contract = table.take("contract", toml_table.one_of(known.contracts, "a contract in the estate file"))
    system = table.take("system", toml_table.one_of(known.systems, "a system in the estate file"))
    vendor = table.take("vendor", toml_table.one_of(known.vendors, "a vendor in the rulebook"))
    replacement = table.take("replacement", toml_table.one_of(known.vendors, "a vendor in the rulebook"))
    owner = table.take("owner", toml_table.text)
    critical = table.take("critical", toml_table.yes_or_no)
    milestones = [_milestone(each) for each in table.all_below("milestones", _MILESTONE)]
    costs = [_cost(each) for each in table.all_below("costs", _COST)]
    emass = _emass(table.below("emass", _EMASS))
    if contract is None or system is None or vendor is None:
        return None
    return Kept(
        key=Key(ContractId(contract), SystemId(system), VendorId(vendor)),
        owner=owner or "",
        critical=bool(critical),
        replacement=VendorId(replacement) if replacement else None,
        milestones=tuple(each for each in milestones if each is not None),
        costs=tuple(each for each in costs if each is not None),
        where=where,
        emass=emass,
    )


def _emass(table: Table) -> Said:
    """Return what people write for columns; a closed choice takes no other words than its own."""
    _refuse_other_keys(table, tuple(_COLUMNS))
    said = []
    for key, column in _COLUMNS.items():
        values = VALUES.get(column)
        what = f"a value of `{column.value}`"
        written = table.take(key, toml_table.one_of(values, what) if values else toml_table.text)
        if written is not None:
            said.append((column, written))
    return tuple(said)


def _milestone(table: Table) -> Milestone | None:
    _refuse_other_keys(table, ("what", "due", "done"))
    table.require("what", "due")
    what, due, done = table.take("what", toml_table.text), table.take("due", toml_table.day), None
    if "done" in table.values:
        done = table.take("done", toml_table.day)
    return None if what is None or due is None else Milestone(what=what, due=due, done=done)


def _cost(table: Table) -> Cost | None:
    _refuse_other_keys(table, ("on", "what", "by", "hours", "amount", "currency"))
    table.require("on", "what", "by")
    hours, amount = table.take("hours", _number), table.take("amount", _number)
    currency = table.take("currency", _currency)
    if "hours" not in table.values and "amount" not in table.values:
        table.note("hours", f"{_COST} without `hours` and without `amount`", "write at least one of them")
    if ("amount" in table.values) != ("currency" in table.values):
        table.note("currency", "`amount` and `currency` go together", 'write for instance `currency = "USD"`')
    on, what, by = (
        table.take("on", toml_table.day),
        table.take("what", toml_table.text),
        table.take("by", toml_table.text),
    )
    if on is None or what is None or by is None:
        return None
    return Cost(on=on, what=what, by=by, hours=hours, amount=amount, currency=currency or "")


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < _LARGEST:
        raise UnfitError(
            what=f"must be a number above 0, not `{toml_table.shown(value)}`", help_="write it without a unit"
        )
    return Decimal(str(value))


def _currency(value: object) -> str:
    plain = toml_table.text(value)
    if not _CURRENCY.fullmatch(plain):
        raise UnfitError(
            what=f"is `{plain}`, which is no currency", help_="write three letters, as in `USD` (ISO 4217)"
        )
    return plain


def _refuse_other_keys(table: Table, known: tuple[str, ...]) -> None:
    for key in table.values:
        if key not in known:
            table.note(key, f"`{key}` has no place in {table.header}", toml_table.suggestion(key, known))
