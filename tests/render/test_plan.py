"""What `muniment plan` writes: a page, tables, a picture, and a POA&M that NIST's own schema takes."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET  # our own output, no input
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import openpyxl
import pytest
import regex

from app.reports import CONTRACT, NORTHWIND, TOOL, rulebook
from muniment.domain.decision import Outcome
from muniment.domain.ids import FactId, InstrumentId, SystemId, VendorId
from muniment.domain.plan import (
    CallSite,
    Candidate,
    Cost,
    Effort,
    Kept,
    Key,
    Milestone,
    Plan,
    PlanItem,
    Remaining,
)
from muniment.render.plan.as_text import print_plan
from muniment.render.plan.burn_down import burn_down_svg, burn_down_words
from muniment.render.plan.file import plan_file
from muniment.render.plan.oscal import write_poam
from muniment.render.plan.tables import TABLES, table, write_plan, write_plan_csv, write_plan_workbook
from render.pages import printed

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = Path(__file__).parent / "oscal-poam-1.2.1.schema.json"
KEY = Key(CONTRACT, SystemId(TOOL), NORTHWIND)


def the_plan(*, kept: bool = True) -> Plan:
    keeps = Kept(
        key=KEY,
        owner="=Ada Rivera",
        critical=True,
        replacement=None,
        milestones=(
            Milestone(what="chosen", due=date(2026, 11, 1), done=date(2026, 10, 30)),
            Milestone(what="moved", due=date(2026, 11, 20)),
            Milestone(what="removed", due=date(2027, 3, 2)),
        ),
        costs=(Cost(on=date(2026, 11, 3), what="adapter", by="Ben", hours=Decimal("12.5")),),
        where="plan.toml:2",
    )
    item = PlanItem(
        id="PO-0123abcd",
        key=KEY,
        outcome=Outcome.PERMITTED_UNTIL,
        last_day=date(2027, 2, 28),
        because=((InstrumentId("northwind-models"), "it ends then"),),
        sites=(CallSite(path="a.py", line=3, shows="Northwind()", in_tests=False),),
        effort=Effort(files=1, calls=1, packages=0, settings=0, tests=0),
        candidates=(
            Candidate(
                vendor=VendorId("gale"),
                now=Outcome.PERMITTED,
                later=Outcome.UNDETERMINED,
                missing=(FactId("contract.customer"),),
                in_use=False,
                aimed=(),
                weighed=1,
            ),
        ),
        missing=(),
        kept=keeps if kept else None,
    )
    return Plan(
        as_of=date(2026, 11, 23),
        items=(item,),
        permitted=(),
        removed=(),
        unseen=(),
        burn_down=(Remaining(on=date(2026, 9, 1), open=4), Remaining(on=date(2026, 11, 23), open=1)),
        complete=True,
    )


def test_the_page_tells_done_overdue_and_late_steps_apart_in_words() -> None:
    page = printed(partial(print_plan, the_plan(), rulebook()))

    assert "✓ 2026-11-01 chosen, done on 2026-10-30" in page
    assert "✗ 2026-11-20 moved, overdue" in page
    assert "! 2027-03-02 removed, after the last permitted day" in page
    assert "12.5 h" in page


def test_an_item_that_nobody_owns_says_so() -> None:
    assert "nobody yet" in printed(partial(print_plan, the_plan(kept=False), rulebook()))


def test_the_most_telling_places_are_named_first() -> None:
    plan = the_plan()
    sites = tuple(
        CallSite(path=f"{name}.py", line=1, shows="", in_tests=False, strength=strength)
        for strength, name in enumerate(("seven", "six", "five", "four", "three"))
    )
    item = replace(plan.items[0], sites=tuple(sorted(sites, key=lambda each: each.path)))

    page = printed(partial(print_plan, replace(plan, items=(item,)), rulebook()))

    assert "seven.py:1, six.py:1, five.py:1, four.py:1 and 1 more" in page


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_rectangular_and_holds_no_formula(name: str) -> None:
    out = StringIO()
    write_plan_csv(the_plan(), rulebook(), name, out)

    rows = list(csv.reader(StringIO(out.getvalue())))
    assert len(rows) == 1 + 1 * (name != "steps") + 3 * (name == "steps")
    assert len({len(row) for row in rows}) == 1
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_a_workbook_has_a_sheet_for_each_table(tmp_path: Path) -> None:
    write_plan_workbook(the_plan(), rulebook(), tmp_path / "plan.xlsx")

    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert book.sheetnames == list(TABLES)
    assert [len(list(book[name].rows)) for name in TABLES] == [len(table(the_plan(), rulebook(), n)) for n in TABLES]


def test_json_holds_what_the_page_shows() -> None:
    out = StringIO()
    write_plan(the_plan(), rulebook(), out)

    made = json.loads(out.getvalue())
    assert made["items"][0]["lastDay"] == "2027-02-28"
    assert made["items"][0]["kept"]["costs"][0]["hours"] == "12.5"
    assert made["burnDown"][-1] == {"on": "2026-11-23", "open": 1}


def test_the_picture_is_well_formed_and_says_in_words_what_it_shows() -> None:
    picture = burn_down_svg(the_plan())

    root = ET.fromstring(picture)  # noqa: S314
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == burn_down_words(the_plan())
    assert "last permitted day 2027-02-28" in picture


def test_a_new_plan_file_is_valid_toml_without_invented_steps() -> None:
    text = plan_file(the_plan(kept=False))

    import tomllib  # noqa: PLC0415

    (item,) = tomllib.loads(text)["items"]
    assert item == {"contract": CONTRACT, "system": TOOL, "vendor": NORTHWIND}


def poam(plan: Plan) -> dict[str, Any]:
    out = StringIO()
    write_poam(plan, rulebook(), CONTRACT, out, at=datetime(2026, 11, 23, 12, tzinfo=UTC))
    made: dict[str, Any] = json.loads(out.getvalue())
    return made


def _pattern(_validator: object, pattern: str, value: object, _schema: object) -> Iterator[jsonschema.ValidationError]:
    """Match by a library that knows the classes of characters in NIST's schema, which Python's own does not."""
    if isinstance(value, str) and not regex.search(pattern, value):
        yield jsonschema.ValidationError(f"{value!r} does not match {pattern!r}")


def problems(document: dict[str, Any]) -> list[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    extended = {"pattern": _pattern}
    validator = jsonschema.validators.extend(jsonschema.Draft7Validator, extended)  # type: ignore[no-untyped-call]
    return [error.message for error in validator(schema).iter_errors(document)]


@pytest.mark.parametrize("kept", [True, False])
def test_a_poam_is_valid_by_the_schema_of_nist(kept: bool) -> None:  # noqa: FBT001
    assert problems(poam(the_plan(kept=kept))) == []


def test_the_schema_would_tell_a_field_that_is_not_oscals() -> None:
    document = poam(the_plan())
    document["plan-of-action-and-milestones"]["owner"] = "Ada"

    assert problems(document)


def test_a_poam_bears_the_last_permitted_day_as_deadline_and_the_same_identifiers_each_time() -> None:
    first, second = poam(the_plan()), poam(the_plan())

    (risk,) = first["plan-of-action-and-milestones"]["risks"]
    assert risk["deadline"] == "2027-02-28T23:59:59Z"
    assert first == second
