"""A phase-out plan for programs and spreadsheets: JSON, CSV and XLSX hold the same tables."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Final

from muniment.errors import InputError, Problem
from muniment.render.citing import vendor_name
from muniment.render.found_json import rulebook_value, write_object
from muniment.render.scan.as_csv import cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from muniment.domain.plan import Cost, Kept, Plan, PlanItem
    from muniment.domain.rulebook import Rulebook

FORMAT: Final = "muniment.plan/1"
TABLES: Final = ("items", "places", "steps", "costs")


def write_plan(plan: Plan, rulebook: Rulebook, to: TextIO) -> None:
    """Write the plan as JSON."""
    write_object(
        {
            "asOf": str(plan.as_of),
            "burnDown": ({"on": str(each.on), "open": each.open} for each in plan.burn_down),
            "complete": plan.complete,
            "format": FORMAT,
            "items": (_item(item) for item in plan.items),
            "permitted": (_kept(kept) for kept in plan.permitted),
            "removed": (_kept(kept) for kept in plan.removed),
            "rulebook": rulebook_value(rulebook),
            "unseen": (_kept(kept) for kept in plan.unseen),
        },
        to,
    )


def _item(item: PlanItem) -> dict[str, Any]:
    effort = item.effort
    return {
        "because": [{"instrument": instrument, "text": text} for instrument, text in item.because],
        "candidates": [
            {
                "aimed": list(each.aimed),
                "allowed": each.allowed,
                "inUse": each.in_use,
                "later": each.later.value,
                "missing": list(each.missing),
                "now": each.now.value,
                "vendor": each.vendor,
                "weighed": each.weighed,
            }
            for each in item.candidates
        ],
        "contract": item.key.contract,
        "effort": {
            "calls": effort.calls,
            "files": effort.files,
            "packages": effort.packages,
            "settings": effort.settings,
            "tests": effort.tests,
        },
        "id": item.id,
        "kept": _kept(item.kept) if item.kept else None,
        "lastDay": str(item.last_day) if item.last_day else None,
        "missing": list(item.missing),
        "outcome": item.outcome.value,
        "places": [
            {"inTests": each.in_tests, "line": each.line, "path": each.path, "shows": each.shows} for each in item.sites
        ],
        "system": item.key.system or None,
        "vendor": item.key.vendor,
    }


def _kept(kept: Kept) -> dict[str, Any]:
    return {
        "contract": kept.key.contract,
        "costs": [_cost(each) for each in kept.costs],
        "critical": kept.critical,
        "owner": kept.owner,
        "replacement": kept.replacement,
        "steps": [
            {"done": str(each.done) if each.done else None, "due": str(each.due), "what": each.what}
            for each in kept.milestones
        ],
        "system": kept.key.system,
        "vendor": kept.key.vendor,
    }


def _cost(cost: Cost) -> dict[str, Any]:
    return {
        "amount": str(cost.amount) if cost.amount is not None else None,
        "by": cost.by,
        "currency": cost.currency or None,
        "hours": str(cost.hours) if cost.hours is not None else None,
        "on": str(cost.on),
        "what": cost.what,
    }


def table(plan: Plan, rulebook: Rulebook, name: str) -> list[tuple[str, ...]]:
    """Return one of the `TABLES`, its header first."""
    match name:
        case "places":
            return [("item", "path", "line", "in_tests", "shows"), *_places(plan)]
        case "steps":
            return [("item", "contract", "system", "vendor", "what", "due", "done"), *_steps(plan)]
        case "costs":
            return [
                ("contract", "system", "vendor", "on", "what", "by", "hours", "amount", "currency"),
                *_costs(plan),
            ]
        case _:
            return [_ITEM_COLUMNS, *(_row(rulebook, item) for item in plan.items)]


_ITEM_COLUMNS: Final = (
    *("item", "contract", "system", "vendor", "vendor_name", "outcome", "last_day", "critical", "owner", "because"),
    *("files", "places_in_code", "packages", "other_places", "test_files", "replacement", "permitted_instead"),
)


def _row(rulebook: Rulebook, item: PlanItem) -> tuple[str, ...]:
    kept, effort = item.kept, item.effort
    return (
        item.id,
        item.key.contract,
        item.key.system,
        item.key.vendor,
        vendor_name(rulebook, item.key.vendor),
        item.outcome.value,
        str(item.last_day or ""),
        "yes" if item.critical else "no",
        kept.owner if kept else "",
        "; ".join(f"{instrument}: {text}" for instrument, text in item.because),
        *(str(number) for number in (effort.files, effort.calls, effort.packages, effort.settings, effort.tests)),
        str(kept.replacement or "") if kept else "",
        "; ".join(each.vendor for each in item.candidates if each.allowed),
    )


def _places(plan: Plan) -> Iterator[tuple[str, ...]]:
    for item in plan.items:
        for each in item.sites:
            yield item.id, each.path, str(each.line or ""), "yes" if each.in_tests else "no", each.shows


def _steps(plan: Plan) -> Iterator[tuple[str, ...]]:
    for item in plan.items:
        for each in item.kept.milestones if item.kept else ():
            yield (item.id, *_of(item.kept), each.what, str(each.due), str(each.done or ""))
    for kept in (*plan.permitted, *plan.removed, *plan.unseen):
        for each in kept.milestones:
            yield ("", *_of(kept), each.what, str(each.due), str(each.done or ""))


def _costs(plan: Plan) -> Iterator[tuple[str, ...]]:
    for kept in (*(item.kept for item in plan.items if item.kept), *plan.permitted, *plan.removed, *plan.unseen):
        for each in kept.costs:
            numbers = tuple("" if number is None else str(number) for number in (each.hours, each.amount))
            yield (*_of(kept), str(each.on), each.what, each.by, *numbers, each.currency)


def _of(kept: Kept | None) -> tuple[str, str, str]:
    return (kept.key.contract, kept.key.system, kept.key.vendor) if kept else ("", "", "")


def write_plan_csv(plan: Plan, rulebook: Rulebook, name: str, to: TextIO) -> None:
    """Write one of the `TABLES` as CSV (RFC 4180). No cell is a formula to a spreadsheet."""
    rows = csv.writer(to, lineterminator="\r\n")
    rows.writerows([cell(value) for value in row] for row in table(plan, rulebook, name))


def write_plan_workbook(plan: Plan, rulebook: Rulebook, to: Path) -> None:
    """Write a workbook with a sheet for each of the `TABLES`. Every cell is text.

    Raises: InputError where the extra `spreadsheets` is not installed.
    """
    try:
        from openpyxl import Workbook  # noqa: PLC0415  (an extra)
    except ImportError as error:
        help_ = "pip install 'muniment[spreadsheets]', or write --csv"
        raise InputError(Problem(where=str(to), what="workbooks need the extra `spreadsheets`", help=help_)) from error
    book = Workbook(write_only=True)
    for name in TABLES:
        sheet = book.create_sheet(name)
        for row in table(plan, rulebook, name):
            sheet.append([cell(value) for value in row])
    book.save(to)
