"""A fact that two sources tell differently is refused with both places; nobody chooses between them unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports import NORTHWIND, TOOL, contract, estate, system, use
from decide.invented import NORTHWIND as INVENTED
from decide.invented import rulebook
from muniment.app.check import check
from muniment.app.questions import facts_of, refuse_contradictions
from muniment.decide.engine import Engine
from muniment.domain.contract import KnownUse
from muniment.domain.ids import FactId
from muniment.errors import InputError

if TYPE_CHECKING:
    from muniment.domain.condition import FactValue
    from muniment.domain.report import Use

KIND, BLIND = FactId("item.kind"), FactId("item.blind")
VALUES = st.sampled_from(
    [True, False, "service", "software", date(2026, 3, 4), frozenset({"a"}), frozenset({"a", "b"})]
)
KNOWN = st.dictionaries(st.sampled_from([KIND, BLIND]), VALUES)


def seen(**facts: str) -> Use:
    return replace(use(), shown={FactId(f"item.{name}"): value for name, value in facts.items()})


def recorded(**facts: str) -> KnownUse:
    return KnownUse(vendor=NORTHWIND, facts={FactId(f"item.{name}"): value for name, value in facts.items()})


def test_what_files_show_and_what_a_person_recorded_may_not_differ() -> None:
    tool = replace(system(), uses=(recorded(kind="service"),))

    with pytest.raises(InputError) as refused:
        facts_of(estate(tool), contract(), tool, seen(kind="software"))

    (problem,) = refused.value.problems
    assert problem.where == f"use of `{NORTHWIND}` in system `{TOOL}`"
    assert problem.what == (
        f"`item.kind` is `service` here, and `software` in what the files show of `{NORTHWIND}` in `{TOOL}`"
    )


def test_two_records_of_one_use_may_not_differ() -> None:
    tool = replace(system(), uses=(recorded(kind="service"), recorded(kind="software")))

    with pytest.raises(InputError, match=r"`item.kind` is `software` here, and `service` in use of"):
        facts_of(estate(tool), contract(), tool, use())


def test_what_is_told_twice_and_alike_is_one_fact() -> None:
    tool = replace(system(), facts={KIND: "service"}, uses=(recorded(kind="service"),))

    assert facts_of(estate(tool), contract(), tool, use())[KIND] == "service"


def test_every_contradiction_of_every_use_is_told_at_once() -> None:
    tool = replace(system(), facts={KIND: "equipment"}, uses=(recorded(kind="service"),))

    with pytest.raises(InputError) as refused:
        refuse_contradictions([seen(kind="software"), seen(kind="service")], estate(tool))

    assert len(refused.value.problems) == 3


def test_a_check_decides_nothing_on_facts_that_contradict_each_other() -> None:
    tool = replace(system(), facts={KIND: "equipment"}, uses=(recorded(kind="service"),))
    book = rulebook()
    told = replace(estate(tool), systems=(replace(tool, uses=(replace(recorded(kind="service"), vendor=INVENTED),)),))

    with pytest.raises(InputError, match=r"`item.kind` is `service` here, and `equipment` in system"):
        check([], told, book, Engine(book), date(2026, 7, 1))


@given(shown=KNOWN, of_system=KNOWN, of_use=KNOWN)
def test_no_value_is_chosen_between_two_that_differ(
    shown: dict[FactId, FactValue], of_system: dict[FactId, FactValue], of_use: dict[FactId, FactValue]
) -> None:
    known = KnownUse(vendor=NORTHWIND, facts=of_use)
    tool = replace(system(), facts=of_system, uses=(known,))
    looked_at = replace(use(), shown=shown)
    told = {(fact, value) for facts in (shown, of_system, of_use) for fact, value in facts.items()}

    try:
        facts = facts_of(estate(tool), contract(), tool, looked_at)
    except InputError:
        assert len(told) > len({fact for fact, _ in told})
    else:
        assert set(facts.items()) == told


def test_a_system_that_does_not_serve_the_contract_is_commercial_use_there() -> None:
    purposes = FactId("use.purposes")
    tool = replace(system(serves=False), facts={purposes: frozenset({"performance"})})

    assert facts_of(estate(tool), contract(), tool, use())[purposes] == frozenset({"commercial"})
