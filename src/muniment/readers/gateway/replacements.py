"""[[replacements]]: what answers calls whose own model may not be used, as the file says, or else the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.call import Dialect
from muniment.domain.gateway import Replacement
from muniment.domain.ids import ContractId, SystemId, VendorId
from muniment.readers.estate import toml_table
from muniment.readers.gateway import values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from muniment.app.gateway.settings import RouteSetup
    from muniment.domain.contract import Estate
    from muniment.domain.gateway import ServedModel
    from muniment.domain.plan import Kept
    from muniment.readers.estate.toml_table import Table

_KEYS: Final = ("vendor", "model", "by", "dialect", "contracts", "systems", "max_tokens", "may_lose")
_MOST_TOKENS: Final = 10_000_000
_LANGUAGES: Final = (Dialect.CHAT, Dialect.RESPONSES, Dialect.MESSAGES)


def read_replacements(
    top: Table, estate: Estate, routes: tuple[RouteSetup, ...], vendors: Collection[VendorId]
) -> tuple[Replacement, ...]:
    """Return the replacements of the file; what is wrong is noted."""
    reading = _Reading(estate, routes, vendors)
    tables = top.all_below("replacements", "[[replacements]]") if "replacements" in top.values else ()
    found = tuple(reading.replacement(table) for table in tables)
    for at, (table, one) in enumerate(zip(tables, found, strict=True)):
        for other in found[:at]:
            if _clash(one, other):
                table.note("by", f"the same calls are moved at {other.where} already", "keep one of the two")
    return found


def planned(
    kept: tuple[Kept, ...], routes: tuple[RouteSetup, ...], own: tuple[Replacement, ...], top: Table
) -> tuple[Replacement, ...]:
    """Return the replacements that people chose in the plan, for what the file itself does not say.

    The plan names a vendor; what is noted is a vendor of whom the routes serve no model, or more than one.
    """
    served = {model.name: model for setup in routes for model in setup.route.models if _speaks(setup)}
    return tuple(_planned(kept, served, own, top))


def _planned(
    kept: tuple[Kept, ...], served: dict[str, ServedModel], own: tuple[Replacement, ...], top: Table
) -> Iterator[Replacement]:
    makers = {model.maker for model in served.values()}
    for item in kept:
        key, chosen = item.key, item.replacement
        said = any(each.vendor == key.vendor and key.contract in (each.contracts or {key.contract}) for each in own)
        if chosen is None or said or key.vendor not in makers:
            continue
        names = sorted(name for name, model in served.items() if model.maker == chosen)
        if len(names) == 1:
            yield Replacement(
                by=names[0],
                vendor=key.vendor,
                contracts=frozenset({key.contract}),
                systems=frozenset({key.system}) if key.system else frozenset(),
                where=item.where,
                planned=True,
            )
            continue
        what = f"{item.where} chooses `{chosen}`, and the routes serve {len(names) or 'no'} models of it"
        top.note("plan", what, f'add [[replacements]] with `vendor = "{key.vendor}"` and a model in `by`')


class _Reading:
    def __init__(self, estate: Estate, routes: tuple[RouteSetup, ...], vendors: Collection[VendorId]) -> None:
        self._contracts = {each.id for each in estate.contracts}
        self._systems = {each.id for each in estate.systems}
        self._vendors = vendors
        self._models = {model.name for setup in routes for model in setup.route.models if _speaks(setup)}
        self._spoken = {
            (model.name, dialect)
            for setup in routes
            for dialect in setup.route.dialects
            for model in setup.route.models
        }

    def replacement(self, table: Table) -> Replacement:
        table.allow(*_KEYS)
        table.require("by")
        if ("vendor" in table.values) == ("model" in table.values):
            table.note("vendor", "[[replacements]] is for a `vendor` or for a `model`", "write one of the two")
        one_of = toml_table.one_of
        served = "a model of a route, in a dialect of conversations"
        by = table.take("by", one_of(self._models, served)) or ""
        model = table.take("model", one_of(self._models, served)) or ""
        vendor = table.take("vendor", one_of(self._vendors, "a vendor in the rulebook"))
        dialect = table.take("dialect", toml_table.member(Dialect))
        if by and by == model:
            table.note("by", f"`{by}` would take its own place", "name another model")
        if by and dialect is not None and (by, dialect) not in self._spoken:
            table.note("dialect", f"no route serves `{by}` in `{dialect.value}`", "leave it out, or name another")
        contracts = one_of(self._contracts, "a contract in the estate file")
        systems = one_of(self._systems, "a system in the estate file")
        return Replacement(
            by=by,
            model=model,
            vendor=VendorId(vendor) if vendor else None,
            contracts=frozenset(map(ContractId, values.names(table, "contracts", contracts))),
            systems=frozenset(map(SystemId, values.names(table, "systems", systems))),
            dialect=dialect,
            max_tokens=table.take("max_tokens", values.whole(1, _MOST_TOKENS)),
            may_lose=values.names(table, "may_lose"),
            where=table.notes.place(table.path),
        )


def _speaks(setup: RouteSetup) -> bool:
    """Say whether the route answers in a dialect of conversations; vectors of one model are none of another."""
    return any(each in setup.route.dialects for each in _LANGUAGES)


def _clash(one: Replacement, other: Replacement) -> bool:
    """Say whether both are for some of the same calls, and neither is the narrower one."""
    same = (one.model, one.vendor) == (other.model, other.vendor) and one.narrowness == other.narrowness
    return same and _meet(one.contracts, other.contracts) and _meet(one.systems, other.systems)


def _meet(one: frozenset[ContractId] | frozenset[SystemId], other: frozenset[ContractId] | frozenset[SystemId]) -> bool:
    return not one or not other or bool(one & other)
