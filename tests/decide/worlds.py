"""Random questions on any rulebook, and random small rulebooks to ask them of."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from decide.oracle import LETTER, Condition, Oracle, Value, as_condition
from decide.spans import Grant
from muniment.decide.engine import Engine, Question
from muniment.domain.agreement import Waiver
from muniment.domain.dated import Interval
from muniment.domain.ids import ContractId, FactId, InstrumentId, VendorId
from muniment.rulebook.files import RulebookFiles
from muniment.rulebook.load import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

_DAY = timedelta(days=1)
_WRITTEN_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")
_TRIES = 12


@dataclass(frozen=True)
class Drawn:
    """One question in the words of both evaluators."""

    vendor: str
    known: dict[str, Value]
    day: date
    grants: tuple[Grant, ...]

    @property
    def question(self) -> Question:
        return Question(
            vendor=VendorId(self.vendor),
            facts={FactId(fact): value for fact, value in self.known.items()},
            as_of=self.day,
            waivers=tuple(_waiver(number, grant) for number, grant in enumerate(self.grants)),
        )


@dataclass(frozen=True)
class Bench:
    """One rulebook, read by both evaluators, and the days around every day that its rules name."""

    engine: Engine
    oracle: Oracle
    days: Sequence[date]
    vendors: Sequence[str]

    @classmethod
    def of(cls, files: Mapping[str, str], engine: Engine | None = None) -> Bench:
        oracle = Oracle.of(
            {path: text for path, text in files.items() if path.startswith(_READ) and not path.endswith("sdk.yaml")}
        )
        rules = [text for path, text in files.items() if path.startswith(("restrictions/", "agreements/"))]
        named = {date.fromisoformat(day) for text in rules for day in _WRITTEN_DAY.findall(text)}
        return cls(
            engine=engine or engine_of(files),
            oracle=oracle,
            days=sorted({day + step for day in named for step in (-_DAY, 0 * _DAY, _DAY)}),
            vendors=[vendor for vendor in oracle.vendors if oracle.asked(vendor)] or list(oracle.vendors),
        )

    def draw(self, random: Random, most: int) -> Drawn:
        """Return a question of whose missing facts there are `most` completions at the most."""
        vendor = random.choice(self.vendors)
        known = self._reached(random, vendor)
        facts = list(self.oracle.asked(vendor))
        random.shuffle(facts)
        ways = 1
        for fact in facts:
            ways *= len(self.oracle.asked(vendor)[fact])
            if ways > most or random.random() < 0.3:
                break
            del known[fact]
        if random.random() < 0.25:
            known[LETTER] = random.choice(self.days)
        return Drawn(vendor, known, random.choice(self.days), self._grants(random, vendor))

    def _reached(self, random: Random, vendor: str) -> dict[str, Value]:
        """Return facts with none missing, mostly such that some instrument reaches the use."""
        scopes = [self.oracle.scope(each, vendor) for each in self.oracle.naming(vendor)]
        known: dict[str, Value] = {}
        for _ in range(_TRIES):
            known = {fact: random.choice(values) for fact, values in self.oracle.asked(vendor).items()}
            if any(self.oracle.holds(scope, known) for scope in scopes):
                break
        return known

    def _grants(self, random: Random, vendor: str) -> tuple[Grant, ...]:
        named = [each["id"] for each in self.oracle.naming(vendor)]
        count = random.choice((0, 0, 0, 0, 1, 2)) if named else 0
        return tuple(
            Grant(random.choice(named), start, random.choice((None, *(day for day in self.days if day >= start))))
            for start in (random.choice(self.days) for _ in range(count))
        )


def engine_of(files: Mapping[str, str]) -> Engine:
    contents = {path: text.encode() for path, text in files.items()}
    return Engine(load(RulebookFiles(folder="small", contents=contents)))


_READ = ("facts.yaml", "restrictions/", "agreements/", "vendors/")


def _waiver(number: int, grant: Grant) -> Waiver:
    return Waiver(
        id=f"w-{number}",
        instrument=InstrumentId(grant.instrument),
        contract=ContractId("c-1"),
        granted_by="the issuing official",
        document="a letter",
        during=Interval(start=grant.start, end=grant.until + _DAY if grant.until else None),
    )


# Small rulebooks

FACTS: tuple[Mapping[str, Any], ...] = tuple(
    {"question": "?", "answer_in": "[[contracts]] x", **fact}
    for fact in (
        {"id": "contract.customer", "type": "choice", "choices": ["dod", "civilian", "commercial"]},
        {"id": "use.purposes", "type": "set", "choices": ["performance", "deliverable", "internal"]},
        {"id": "item.blind", "type": "yes-no"},
        {"id": "use.started", "type": "day"},
        {"id": "contract.component", "type": "text"},
        {"id": "item.offering", "type": "choice", "choices": ["ai-models", "drones", "software"]},
        {"id": LETTER, "type": "day"},
    )
)
_LEAVES: tuple[Any, ...] = (
    {"fact": "contract.customer", "is": "dod"},
    {"fact": "contract.customer", "in": ["dod", "civilian"]},
    {"fact": "use.purposes", "includes": ["performance"]},
    {"fact": "use.purposes", "includes": ["deliverable", "internal"]},
    {"fact": "item.blind", "is": "yes"},
    {"fact": "use.started", "before": "2026-03-06"},
    {"fact": "use.started", "on_or_after": "2026-05-01"},
    {"fact": "contract.component", "is": "navy"},
)
_DATES = ("2026-03-01", "2026-04-15", "2026-06-01", "2026-06-02", "2026-08-01", "2026-09-30")
_CITED = {"by": "notice"}


def small_rulebook(random: Random) -> dict[str, str]:
    """Return the files of a rulebook of one to three instruments and at most one agreement."""
    restrictions = [_restriction(random, f"rule-{number}") for number in range(random.randint(1, 3))]
    described: dict[str, Any] = {
        "rulebook.yaml": {"version": "2026.1", "released": "2026-10-07"},
        "facts.yaml": FACTS,
        "calendar.yaml": {"from": "2018-01-01", "holidays": ["2026-07-03"], "through": "2027-12-31"},
        "sources/all.yaml": [
            {
                "id": "notice",
                "title": "t",
                "address": "a",
                "confidence": "press",
                "read": "full",
                "retrieved": "2026-10-07",
            }
        ],
        "vendors/northwind/vendor.yaml": {**_vendor("northwind"), **_offers(random)},
        "vendors/southwind/vendor.yaml": {**_vendor("southwind"), "offers": ["ai-models"]},
        "vendors/northwind/sdk.yaml": _SIGNATURE,
        **{f"restrictions/{each['id']}.yaml": each for each in restrictions},
        **({"agreements/terms.yaml": _agreement(random)} if random.random() < 0.4 else {}),
    }
    return {path: json.dumps(value) for path, value in described.items()}


def _vendor(name: str) -> dict[str, Any]:
    return {
        "id": name, "name": name, "aliases": [], "products": [], "affiliates": [], "screened_through": "2026-10-07",
    }  # fmt: skip


def _offers(random: Random) -> dict[str, Any]:
    return random.choice(({}, {"offers": ["ai-models"]}, {"offers": ["ai-models", "drones"]}))


_SIGNATURE = {
    "id": "northwind-sdk",
    "shows": "the library",
    "match": {"import": ["python:northwind"]},
    "roles": {"route": "northwind"},
    "alone": "proves",
    "examples": {"import": ["python:northwind"]},
    "counter_examples": [{"import": "python:northwindows", "why": "a longer name"}],
}


def condition(random: Random, depth: int = 2) -> Condition:
    """Return a condition; the deeper, the rarer."""
    kind = random.random()
    if depth == 0 or kind < 0.5:
        return as_condition(random.choice(_LEAVES))
    if kind < 0.6:
        return "always"
    if kind < 0.7:
        return {"not": condition(random, depth - 1)}
    parts = [condition(random, depth - 1) for _ in range(random.randint(1, 3))]
    return {random.choice(("all", "any")): parts}


def _restriction(random: Random, name: str) -> dict[str, Any]:
    kinds = ("none", "notify", "prohibit", "prohibit", "authorise", "waiver-only")
    starts = sorted(random.sample(_DATES, random.randint(1, 3)))
    return {
        "id": name, "title": name, "regime": "r", "authority": "a", "issuer": "i",
        "issued": "2026-03-01", "verified_through": "2026-10-07",
        "binding": random.choice(("yes", "yes", "yes", "yes", "no")),
        "reach": "provide",
        "vendors": random.choice((["northwind"], ["northwind", "southwind"], {"offering": "ai-models"})),
        "items": "everything",
        "scope": condition(random),
        "effect": {start: {"is": random.choice(kinds), **_CITED} for start in starts},
        "status": [_status(random) for _ in range(random.randint(1, 3))],
        "exceptions": _some(random, "e", lambda: {"title": "t", "when": condition(random, 1)}),
        "unsettled": _some(random, "u", lambda: {"why": "w", "when": condition(random, 1)}),
        "wind_down": _some(random, "d", lambda: _window(random)),
    }  # fmt: skip


def _some(random: Random, letter: str, make: Callable[[], dict[str, Any]]) -> list[dict[str, Any]]:
    count = random.choice((0, 0, 0, 1, 2))
    return [{"id": f"{letter}-{number}", **make(), **_CITED} for number in range(count)]


def _span(random: Random) -> dict[str, str]:
    start, end = sorted(random.sample(_DATES, 2))
    return {"from": start} if random.random() < 0.6 else {"from": start, "to": end}


def _status(random: Random) -> dict[str, Any]:
    states = ("in-force",) * 5 + ("upheld", "announced", "unknown", "stayed", "proposed", "expired")
    when = "always" if random.random() < 0.6 else condition(random, 1)
    return {**_span(random), "state": random.choice(states), "whom": "some", "when": when, **_CITED}


def _window(random: Random) -> dict[str, Any]:
    span = _span(random)
    until = random.choice([day for day in _DATES if day >= span["from"]])
    return {"title": "t", **span, "until": until, "when": condition(random, 1)}


def _agreement(random: Random) -> dict[str, Any]:
    kinds = ("permitted", "prohibited", "condition", "authorisation")
    terms = [
        {
            "id": f"t-{number}",
            "kind": kind,
            "says": "s",
            "breach": "never" if kind == "permitted" else condition(random, 1),
            **_CITED,
        }
        for number, kind in enumerate(random.sample(kinds, random.randint(1, 3)))
    ]
    return {
        "id": "terms", "title": "t", "vendor": "northwind", "customer": "c", **_span(random),
        "verified_through": "2026-10-07", "environment": "e", "scope": condition(random), "terms": terms, **_CITED,
    }  # fmt: skip
