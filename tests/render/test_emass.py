"""What a plan enters in a POA&M workbook, and what is told about it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import partial
from io import StringIO

import pytest

from app.reports import rulebook
from muniment.domain.ids import InstrumentId
from muniment.domain.plan import CallSite, Plan
from muniment.domain.poam_sheet import LONGEST, Column, Filled, HeaderFound, Said
from muniment.errors import PlanError
from muniment.render.plan.emass import poam_entries, print_filled, write_filled
from render.pages import printed
from render.test_plan import the_plan


def cells(plan: Plan) -> dict[Column, object]:
    (entry,) = poam_entries(plan, rulebook())
    return dict(entry.cells)


def saying(*said: tuple[Column, str]) -> Plan:
    plan = the_plan()
    (item,) = plan.items
    assert item.kept is not None
    emass: Said = said
    return replace(plan, items=(replace(item, kept=replace(item.kept, emass=emass)),))


def test_the_check_and_the_steps_tell_what_they_know_and_no_more() -> None:
    found = cells(the_plan())

    assert set(found) == {
        *(Column.DESCRIPTION, Column.SOURCE, Column.STATUS, Column.COMMENTS),
        *(Column.OFFICE, Column.SCHEDULED_COMPLETION, Column.MILESTONES),
    }
    assert found[Column.STATUS] == "Ongoing"
    assert found[Column.SCHEDULED_COMPLETION] == date(2027, 3, 2)
    assert found[Column.MILESTONES] == (
        "chosen - 11/01/2026 (completed 10/30/2026)\nmoved - 11/20/2026\nremoved - 03/02/2027"
    )
    assert "until 2027-02-28" in str(found[Column.DESCRIPTION])
    assert "northwind-models: it ends then." in str(found[Column.DESCRIPTION])
    assert str(found[Column.COMMENTS]).startswith("PO-0123abcd: ")


def test_the_last_permitted_day_is_no_scheduled_completion() -> None:
    found = cells(the_plan(kept=False))

    assert Column.SCHEDULED_COMPLETION not in found
    assert Column.MILESTONES not in found


def test_what_people_write_goes_before_what_the_check_says_and_comments_are_kept_beside() -> None:
    found = cells(saying((Column.STATUS, "Risk Accepted"), (Column.SEVERITY, "High"), (Column.COMMENTS, "by letter")))

    assert (found[Column.STATUS], found[Column.SEVERITY]) == ("Risk Accepted", "High")
    assert str(found[Column.COMMENTS]).startswith("by letter\nPO-0123abcd: ")


def test_an_item_that_is_said_to_be_completed_while_the_check_finds_it_is_refused() -> None:
    with pytest.raises(PlanError, match=r"plan.toml:2: `PO-0123abcd` is said to be `Completed`, and the check"):
        cells(saying((Column.STATUS, "Completed")))


def test_a_text_of_people_that_is_longer_than_emass_takes_is_refused_and_not_cut() -> None:
    with pytest.raises(PlanError, match=r"`Mitigations` of `PO-0123abcd` would have 2001 characters"):
        cells(saying((Column.MITIGATIONS, "a" * (LONGEST + 1))))


def test_reasons_and_places_stand_there_as_many_as_emass_takes_and_the_rest_is_counted() -> None:
    plan = the_plan()
    (item,) = plan.items
    sites = tuple(
        CallSite(path=f"src/{'a' * 40}_{number}.py", line=1, shows="", in_tests=False) for number in range(99)
    )
    because = tuple((InstrumentId(f"instrument-{number}"), "b" * 100) for number in range(30))
    long = replace(plan, items=(replace(item, sites=sites, because=because),))

    found = cells(long)

    for column, end in ((Column.COMMENTS, "more places: see"), (Column.DESCRIPTION, "more reasons: see")):
        text = str(found[column])
        assert LONGEST - 200 < len(text) <= LONGEST
        assert end in text.splitlines()[-1]


FILLED = Filled(
    sheet="POA&M",
    header=7,
    first=8,
    last=8,
    headers=(
        HeaderFound(at="A7", text="POA&M Item ID", column=Column.ITEM_ID, required=False, filled=0),
        HeaderFound(at="K7", text="Status", column=Column.STATUS, required=False, filled=1),
        HeaderFound(at="Q7", text="Severity", column=Column.SEVERITY, required=False, filled=0),
        HeaderFound(at="Z7", text="Tasking\nOrder *", column=None, required=True, filled=0),
    ),
    dates_as_numbers=True,
)


def test_what_stayed_empty_is_told_with_its_reason() -> None:
    text = printed(partial(print_filled, FILLED, the_plan()), width=100)

    assert "1 item in rows 8 to 8 of sheet POA&M" in text
    assert "POA&M Item ID: eMASS gives the number" in text
    assert "Severity: no `severity` in the plan file" in text
    assert "Tasking Order *: not a column that is known here; the template says that it is required" in text
    assert "days show as numbers" in text


def test_the_same_is_told_to_programs() -> None:
    to = StringIO()

    write_filled(FILLED, the_plan(), to)

    told = json.loads(to.getvalue())
    assert (told["format"], told["sheet"], told["firstRow"]) == ("muniment.poam-sheet/1", "POA&M", 8)
    assert told["columns"][1] == {
        "at": "K7", "column": "status", "filled": 1, "header": "Status", "required": False, "why": "",
    }  # fmt: skip
