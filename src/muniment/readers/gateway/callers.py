"""[[callers]]: who may call, on which contract and system, and how they prove themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.app.gateway.settings import CallerSetup
from muniment.domain.gateway import Caller, CallerId
from muniment.domain.ids import ContractId, FactId, SystemId
from muniment.readers.estate import toml_table
from muniment.readers.gateway import values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from muniment.domain.condition import FactKind
    from muniment.domain.contract import Estate, System
    from muniment.domain.tool_rules import Authority
    from muniment.readers.estate.toml_table import Table

_CALLER: Final = (
    "id",
    "contract",
    "system",
    "network",
    "purposes",
    "authorities",
    "person",
    "keys",
    "tokens",
    "certificates",
)
_NETWORK: Final = FactId("system.network")
_PURPOSES: Final = FactId("use.purposes")
_WAYS: Final = ("keys", "tokens", "certificates")


def read_callers(
    top: Table, estate: Estate, kinds: Mapping[FactId, FactKind], authorities: Sequence[Authority], *, tokens: bool
) -> tuple[CallerSetup, ...]:
    """Return the callers; what is wrong is noted. `tokens` says whether the file sets which tokens are believed.

    A caller may name the purposes that the rulebook tells apart, and those for which `authorities` allow look-ups.
    """
    tables = top.all_below("callers", "[[callers]]")
    if not tables:
        top.note("callers", "nobody may call", "add [[callers]] with `id`, `contract`, `system` and `keys`")
    values.refuse_twins(tables, "id")
    found = tuple(_caller(table, estate, kinds, authorities) for table in tables)
    for table, setup in zip(tables, found, strict=True):
        if setup.tokens and not tokens:
            table.note("tokens", "no token is believed, for the file has no [tokens]", "add [tokens]")
    _refuse_shared(tables, found)
    return found


def _caller(
    table: Table, estate: Estate, kinds: Mapping[FactId, FactKind], authorities: Sequence[Authority]
) -> CallerSetup:
    table.allow(*_CALLER)
    table.require("id", "contract", "system")
    if not any(table.values.get(way) for way in _WAYS):
        table.note("keys", "[[callers]] without a way to prove itself", "add `keys`, `tokens` or `certificates`")
    contract = table.take(
        "contract", toml_table.one_of({each.id for each in estate.contracts}, "a contract in the estate")
    )
    system = _system(table, estate, contract)
    network = table.take("network", toml_table.one_of(kinds[_NETWORK].choices, "a kind of network")) or ""
    told = system.facts.get(_NETWORK) if system is not None else None
    purposes = {*kinds[_PURPOSES].choices, *(each for authority in authorities for each in authority.purposes)}
    caller = Caller(
        id=CallerId(table.take("id", values.word) or ""),
        contract=ContractId(contract or ""),
        system=SystemId(system.id if system else ""),
        network=network or (told if isinstance(told, str) else ""),
        purposes=values.names(table, "purposes", toml_table.one_of(purposes, "a purpose")),
        authorities=values.names(
            table, "authorities", toml_table.one_of({each.id for each in authorities}, "an authority in this file")
        ),
        person=table.take("person", toml_table.text) or "",
    )
    if system is not None:
        _refuse_contradictions(table, caller, system, kinds[_PURPOSES])
    return CallerSetup(
        caller=caller,
        keys=values.names(table, "keys", values.digest),
        tokens=values.names(table, "tokens"),
        certificates=values.names(table, "certificates", values.digest),
    )


def _system(table: Table, estate: Estate, contract: str | None) -> System | None:
    named = table.take("system", toml_table.one_of({each.id for each in estate.systems}, "a system in the estate"))
    system = next((each for each in estate.systems if each.id == named), None)
    if system is not None and contract is not None and contract not in system.contracts:
        what = f"the system `{named}` does not serve the contract `{contract}`, as the estate file says"
        table.note("system", what, "name a system that does, or add the contract to its `contracts`")
    return system


def _refuse_contradictions(table: Table, caller: Caller, system: System, kind: FactKind) -> None:
    """Note what the estate says otherwise: a gateway must not free a call by telling its facts anew."""
    said = system.facts.get(_NETWORK)
    if caller.network and said is not None and said != caller.network:
        what = f"`network` is `{caller.network}`, and the estate file says `{said}` of the system `{system.id}`"
        table.note("network", what, "leave it out here, or mend the estate file")
    purposes = system.facts.get(_PURPOSES)
    if isinstance(purposes, frozenset):
        for purpose in sorted(set(caller.purposes) & set(kind.choices) - purposes):
            what = f"`{purpose}` is no purpose of the system `{system.id}`, as the estate file says"
            table.note("purposes", what, "leave it out here, or mend the estate file")


def _refuse_shared(tables: tuple[Table, ...], found: tuple[CallerSetup, ...]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for table, setup in zip(tables, found, strict=True):
        for way, entries in (("keys", setup.keys), ("tokens", setup.tokens), ("certificates", setup.certificates)):
            for entry in entries:
                owner = seen.setdefault((way, entry), setup.caller.id)
                if owner != setup.caller.id:
                    table.note(way, f"an entry of `{way}` belongs to `{owner}` as well", "give each caller its own")
