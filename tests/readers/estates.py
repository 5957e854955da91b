"""Estate files: samples, the smallest one that is read, and the facts that it may hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from muniment.domain.condition import FactKind, FactType
from muniment.domain.ids import FactId, InstrumentId, VendorId
from muniment.errors import EstateError
from muniment.readers.estate.read import read_estate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.contract import Estate

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples" / "estate"
GOOD = sorted((SAMPLES / "good").glob("*.toml"))
BAD = sorted((SAMPLES / "bad").glob("*.toml"))


HOMES = {
    "party": "[organisation]",
    "party.tier": "[[contracts]]",
    "contract": "[[contracts]]",
    "system": "[[systems]]",
    "use": "[[systems.uses]]",
    "use.purposes": "[[systems]]",
    "item": "[[systems.uses]]",
    "event": "[[systems.uses]]",
}


def kind(fact: str, type_: str, *choices: str) -> FactKind:
    area, _, key = fact.partition(".")
    home = HOMES.get(fact, HOMES[area])
    return FactKind(
        id=FactId(fact),
        type=FactType(type_),
        question="Which?",
        answer_in=f"{home} {key}",
        choices=choices,
    )


KINDS = {
    found.id: found
    for found in (
        kind("party.tier", "choice", "prime", "subcontractor"),
        kind("party.defence_supplier", "yes-no"),
        kind("contract.customer", "choice", "dod", "civilian"),
        kind("contract.agency", "text"),
        kind("contract.clauses", "set"),
        kind("contract.awarded", "day"),
        kind("system.network", "choice", "unclassified", "classified"),
        kind("use.purposes", "set", "performance", "internal"),
        kind("use.started", "day"),
        kind("use.form", "text"),
        kind("item.kind", "choice", "software", "hardware"),
        kind("item.form", "text"),
    )
}
INSTRUMENTS = (InstrumentId("northwind-models"), InstrumentId("southwind-devices"))
VENDORS = (VendorId("northwind-ai"), VendorId("southwind"))

SMALLEST = """
[organisation]
name = "Alder Ridge Systems"
[[contracts]]
id = "SUB-7"
{contract}
[[systems]]
id = "planner"
contracts = ["SUB-7"]
{system}
{rest}
"""


def read(text: str, kinds: Mapping[FactId, FactKind] = KINDS) -> Estate:
    return read_estate(
        text, where="muniment.toml", folder="/home/alder", facts=kinds, instruments=INSTRUMENTS, vendors=VENDORS
    )


def smallest(*, contract: str = "", system: str = "", rest: str = "") -> str:
    return SMALLEST.format(contract=contract, system=system, rest=rest)


def refusal(text: str) -> str:
    with pytest.raises(EstateError) as refused:
        read(text)
    return str(refused.value)
