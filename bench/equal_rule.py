"""One rule in the words of each engine, asked the same questions. `decisions.py` runs this in each engine's own venv.

The rule: in Defense work, performance and deliverables are barred from 1 June 2026 on. Prints one line of JSON: the
microseconds that one answer takes, and the answers, as a string of 0 and 1, so that they can be compared.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeAlias

COUNT, ROUNDS = 1_000, 7
FIRST = date(2026, 6, 1)


@dataclass(frozen=True)
class Asked:
    """One question: who buys, what for, on which day."""

    customer: str
    purposes: tuple[str, ...]
    day: date


@dataclass(frozen=True)
class Measured:
    """What one answer takes, and the answers."""

    microseconds: float
    answers: str


Answers: TypeAlias = Callable[[Sequence[Asked]], list[bool]]


def questions() -> list[Asked]:
    """Return the same questions in every process."""
    random = Random(0)  # noqa: S311  (no secret)
    words = ("performance", "deliverable", "internal", "commercial")
    return [
        Asked(
            random.choice(("dod", "civilian", "commercial")),
            tuple(random.sample(words, random.randint(0, 3))),
            FIRST + timedelta(days=random.randint(-60, 60)),
        )
        for _ in range(COUNT)
    ]


def cedar() -> Answers:
    """Return Cedar's answers, by `cedarpy`: policies and entities are parsed beforehand."""
    from cedarpy import Decision, Entities, PolicySet, is_authorized_batch

    policies = PolicySet.from_str("""
        permit(principal, action, resource);
        forbid(principal, action, resource) when {
          context.customer == "dod" && context.day >= 20260601
          && context.purposes.containsAny(["performance", "deliverable"])
        };
    """)
    entities = Entities.from_json_str("[]")
    who = {"principal": 'User::"a"', "action": 'Action::"use"', "resource": 'Vendor::"northwind"'}

    def answers(asked: Sequence[Asked]) -> list[bool]:
        requests = [{**who, "context": _flat(each)} for each in asked]
        return [found.decision is Decision.Deny for found in is_authorized_batch(requests, policies, entities)]

    return answers


def rego() -> Answers:
    """Return the answers of rego-cpp, by `regopy`: the query is compiled beforehand."""
    from regopy import Interpreter

    engine = Interpreter()
    engine.add_module(
        "rule",
        """
        package rule
        import rego.v1
        default barred := false
        barred if {
          input.customer == "dod"
          input.day >= 20260601
          some purpose in input.purposes
          purpose in {"performance", "deliverable"}
        }
        """,
    )
    bundle = engine.build("data.rule.barred", [])

    def answers(asked: Sequence[Asked]) -> list[bool]:
        found = []
        for each in asked:
            engine.set_input(_flat(each))
            found.append("true" in str(engine.query_bundle(bundle)))
        return found

    return answers


def openfisca() -> Answers:
    """Return OpenFisca's answers: one simulation for all questions of one day, as its vectors like it best."""
    import numpy as np
    from openfisca_core.entities import Entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    use = Entity("use", "uses", "a use", "")
    common = {"entity": use, "definition_period": DateUnit.DAY}
    in_defense = type("in_defense", (Variable,), {"value_type": bool, **common})
    performs = type("performs", (Variable,), {"value_type": bool, **common})
    barred = type(
        "barred",
        (Variable,),
        {
            "value_type": bool,
            **common,
            "formula_2026_06_01": lambda uses, day: uses("in_defense", day) * uses("performs", day),
        },
    )
    system = TaxBenefitSystem([use])
    for variable in (in_defense, performs, barred):
        system.add_variable(variable)

    def answers(asked: Sequence[Asked]) -> list[bool]:
        found = [False] * len(asked)
        for day in {each.day for each in asked}:
            places = [place for place, each in enumerate(asked) if each.day == day]
            simulation = SimulationBuilder().build_default_simulation(system, len(places))
            these = [asked[place] for place in places]
            simulation.set_input("in_defense", str(day), np.array([each.customer == "dod" for each in these]))
            simulation.set_input("performs", str(day), np.array([_performs(each) for each in these]))
            for place, is_barred in zip(places, simulation.calculate("barred", str(day)), strict=True):
                found[place] = bool(is_barred)
        return found

    return answers


def _flat(asked: Asked) -> dict[str, object]:
    return {"customer": asked.customer, "purposes": list(asked.purposes), "day": int(f"{asked.day:%Y%m%d}")}


def _performs(asked: Asked) -> bool:
    return not {"performance", "deliverable"}.isdisjoint(asked.purposes)


def measured(answers: Answers) -> Measured:
    """Return what one answer takes, the median of some rounds, and the answers."""
    asked = questions()
    found = answers(asked)
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        answers(asked)
        times.append(time.process_time() - start)
    microseconds = round(statistics.median(times) / COUNT * 1e6, 2)
    return Measured(microseconds, "".join(str(int(each)) for each in found))


if __name__ == "__main__":
    print(json.dumps(asdict(measured({"cedar": cedar, "rego": rego, "openfisca": openfisca}[sys.argv[1]]()))))
