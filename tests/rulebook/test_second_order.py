"""A further FASCSA order is one more file: nothing else in the rulebook names it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from muniment.decide.engine import Engine, Question
from muniment.domain.decision import Outcome
from muniment.domain.ids import FactId, VendorId
from muniment.rulebook.files import read_rules
from muniment.rulebook.load import load

if TYPE_CHECKING:
    from muniment.domain.condition import Facts

PUBLISHED = read_rules(Path(__file__).parents[2] / "rulebook")
FIRST, SECOND = "restrictions/fascsa-acronis.yaml", "restrictions/fascsa-second.yaml"


def second_order() -> bytes:
    """Return an invented order of the Secretary of Defense of 1 March 2026, on a vendor that the first is not about."""
    text = PUBLISHED.contents[FIRST].decode()
    changes = (
        ("fascsa-acronis", "fascsa-second"),
        ("2025-07-11", "2026-03-01"),
        ("includes: [dni]", "includes: [dod]"),
        ("vendors: [acronis]", "vendors: [cohere]"),
    )
    for before, after in changes:
        text = text.replace(before, after)
    return text.encode()


@pytest.mark.parametrize(
    ("solicited", "added", "outcome"),
    [
        pytest.param(date(2026, 3, 2), frozenset(), Outcome.PROHIBITED, id="the order is older than the solicitation"),
        pytest.param(date(2026, 2, 28), frozenset(), Outcome.PERMITTED, id="it came later and nobody added it"),
        pytest.param(date(2026, 2, 28), frozenset({"fascsa-acronis"}), Outcome.PERMITTED, id="another order was added"),
        pytest.param(
            date(2026, 2, 28), frozenset({"fascsa-second"}), Outcome.PROHIBITED, id="it came later, and was added"
        ),
    ],
)
def test_a_further_order_is_one_file(solicited: date, added: frozenset[str], outcome: Outcome) -> None:
    book = load(replace(PUBLISHED, contents={**PUBLISHED.contents, SECOND: second_order()}))
    facts: Facts = {
        FactId("party.tier"): "prime",
        FactId("contract.customer"): "civilian",
        FactId("contract.clauses"): frozenset({"52.204-30"}),
        FactId("contract.fascsa_orders"): frozenset({"dod"}),
        FactId("contract.fascsa_orders_added"): added,
        FactId("contract.solicited"): solicited,
        FactId("contract.gsa_vehicle"): False,
        FactId("system.sci"): False,
        FactId("system.national_security"): False,
        FactId("use.purposes"): frozenset({"performance"}),
    }

    decision = Engine(book).decide(Question(vendor=VendorId("cohere"), facts=facts, as_of=date(2026, 6, 1)))

    assert decision.outcome is outcome
    named = {each.instrument for each in decision.reasons} | {each.instrument for each in decision.set_aside}
    assert "fascsa-second" in named
