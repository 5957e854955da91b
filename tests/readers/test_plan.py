from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.reports import CONTRACT, NORTHWIND, TOOL, estate
from muniment.domain.plan import Cost, Kept, Milestone, total
from muniment.domain.poam_sheet import Column
from muniment.errors import PlanError
from muniment.readers.plan import read_plan

GOOD = f"""
[[items]]
contract = "{CONTRACT}"
system = "{TOOL}"
vendor = "{NORTHWIND}"
owner = "Ada Rivera"
critical = true

[[items.milestones]]
what = "second provider"
due = 2027-01-15
done = 2027-01-12

[[items.costs]]
on = 2026-12-01
what = "adapter"
by = "Ben"
hours = 12.5

[[items.costs]]
on = 2026-12-02
what = "licence"
by = "Ben"
amount = 1800
currency = "USD"
"""


def read(text: str) -> tuple[Kept, ...]:
    return read_plan(text, where="plan.toml", estate=estate(), vendors={NORTHWIND})


def test_owner_steps_and_costs_are_read() -> None:
    (kept,) = read(GOOD)

    assert (kept.owner, kept.critical, kept.where) == ("Ada Rivera", True, "plan.toml:2")
    assert kept.milestones == (Milestone(what="second provider", due=date(2027, 1, 15), done=date(2027, 1, 12)),)
    assert kept.costs[0] == Cost(on=date(2026, 12, 1), what="adapter", by="Ben", hours=Decimal("12.5"))
    assert total(kept.costs) == (Decimal("12.5"), (("USD", Decimal(1800)),))


def test_what_people_write_for_columns_of_a_poam_is_read() -> None:
    (kept,) = read(
        GOOD + '\n[items.emass]\nstatus = "Risk Accepted"\nresources = "two engineers"\nimpact = "Very High"\n'
    )

    assert dict(kept.emass) == {
        Column.STATUS: "Risk Accepted",
        Column.RESOURCES: "two engineers",
        Column.IMPACT: "Very High",
    }


@pytest.mark.parametrize(
    ("line", "instead", "what"),
    [
        (f'contract = "{CONTRACT}"', 'contract = "X-1"', "which is not a contract in the estate file"),
        (f'system = "{TOOL}"', 'system = "mission"', "which is not a system in the estate file"),
        (f'vendor = "{NORTHWIND}"', 'vendor = "nordwind"', "which is not a vendor in the rulebook"),
        (f'vendor = "{NORTHWIND}"', "", "[[items]] without `vendor`"),
        ("critical = true", 'critical = "yes"', "must be true or false"),
        ("due = 2027-01-15", "", "[[items.milestones]] without `due`"),
        ("due = 2027-01-15", 'due = "soon"', "must be a day"),
        ("hours = 12.5", "", "without `hours` and without `amount`"),
        ("hours = 12.5", "hours = -1", "must be a number above 0"),
        ('currency = "USD"', "", "`amount` and `currency` go together"),
        ('currency = "USD"', 'currency = "dollars"', "which is no currency"),
        ("critical = true", 'emass = {status = "ongoing"}', "which is not a value of `Status`"),
        ("critical = true", 'emass = {raw_severity = "High"}', "which is not a value of `Raw Severity`"),
        ("critical = true", 'emass = {item_id = "7"}', "`item_id` has no place in [items.emass]"),
        ('owner = "Ada Rivera"', 'onwer = "Ada"', "`onwer` has no place in [[items]]"),
    ],
)
def test_a_mistake_is_told_with_its_place(line: str, instead: str, what: str) -> None:
    with pytest.raises(PlanError) as raised:
        read(GOOD.replace(line, instead, 1))

    assert what in str(raised.value)
    assert raised.value.problems[0].where.startswith("plan.toml:")


def test_the_same_item_twice_is_refused() -> None:
    with pytest.raises(PlanError, match="the same item stands at"):
        read(GOOD + GOOD)
