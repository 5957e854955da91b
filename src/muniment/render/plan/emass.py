"""A phase-out plan as rows of a POA&M workbook of eMASS, and what is told about a template that was filled.

What a check and people know is entered. A severity, a control or a mitigation that nobody wrote down stays empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from muniment.domain.poam_sheet import COMPLETED, LONGEST, ONGOING, Column, SheetRow
from muniment.errors import PlanError, Problem
from muniment.render.citing import vendor_name
from muniment.render.found_json import write_object
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.plan.as_text import MORE, effort_words
from muniment.render.visible import visible
from muniment.render.words import WORD, count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import TextIO

    from rich.console import Console, RenderableType

    from muniment.domain.plan import CallSite, Plan, PlanItem
    from muniment.domain.poam_sheet import Cell, Filled, HeaderFound
    from muniment.domain.rulebook import Rulebook

FORMAT: Final = "muniment.poam-sheet/1"
_ROOM: Final = 60
"""Characters that are kept for saying how many more there are."""


def poam_entries(plan: Plan, rulebook: Rulebook) -> tuple[SheetRow, ...]:
    """Return a row for each item of the plan, in its order.

    Raises: PlanError, with every item, where people say that it is completed and the check still finds it, or where
    a text is longer than eMASS takes.
    """
    entries = tuple(SheetRow(item=item.id, cells=tuple(_cells(plan, rulebook, item).items())) for item in plan.items)
    problems = [each for item, entry in zip(plan.items, entries, strict=True) for each in _problems(item, entry)]
    if problems:
        raise PlanError(*problems)
    return entries


def _cells(plan: Plan, rulebook: Rulebook, item: PlanItem) -> dict[Column, Cell]:
    """Return what is known for each column. What people wrote goes before what the check says."""
    kept = item.kept
    cells: dict[Column, Cell] = {
        Column.DESCRIPTION: _description(rulebook, item),
        Column.SOURCE: f"muniment check as of {plan.as_of}, rulebook {rulebook.version} ({rulebook.digest})",
        Column.STATUS: ONGOING,
    }
    if kept and kept.owner:
        cells[Column.OFFICE] = visible(kept.owner)
    if kept and kept.milestones:
        cells[Column.SCHEDULED_COMPLETION] = max(each.due for each in kept.milestones)
        cells[Column.MILESTONES] = "\n".join(_steps(item))
    said = {column: visible(text) for column, text in kept.emass} if kept else {}
    return cells | said | {Column.COMMENTS: _comments(item, said.get(Column.COMMENTS, ""))}


def _description(rulebook: Rulebook, item: PlanItem) -> str:
    """Return what is used where, its outcome, and the reasons: as many as eMASS takes."""
    where = f"{vendor_name(rulebook, item.key.vendor)} in {item.key.system or 'no system'} on {item.key.contract}"
    until = f" until {item.last_day}" if item.last_day else ""
    why = (f"{instrument}: {text}." for instrument, text in item.because)
    missing = [f"Not known: {', '.join(item.missing)}."] if item.missing else []
    return _as_many(f"{where}: {WORD[item.outcome]}{until}.", [*missing, *why], "reason", " ")


def _comments(item: PlanItem, said: str) -> str:
    """Return what people say, the name of the item, how much there is to change, and places: as many as eMASS takes."""
    told = visible(f"{item.id}: {effort_words(item.effort)}")
    return _as_many("\n".join(filter(None, (said, told))), [_place(each) for each in item.sites], "place", "\n")


def _as_many(first: str, others: list[str], kind: str, between: str) -> str:
    """Return `first` and as many of the others as there is room for; the rest is counted."""
    text = first
    for done, each in enumerate(visible(other) for other in others):
        if len(text) + len(each) > LONGEST - _ROOM:
            return f"{text}{between}And {count(len(others) - done, f'more {kind}')}: see `muniment plan`."
        text += between + each
    return text


def _place(site: CallSite) -> str:
    return f"{site.path}:{site.line}" if site.line else site.path


def _steps(item: PlanItem) -> Iterator[str]:
    """Yield each step with its day on a line of its own, in the order of days."""
    for step in sorted(item.kept.milestones if item.kept else (), key=lambda each: each.due):
        done = f" (completed {_american(step.done)})" if step.done else ""
        yield visible(f"{step.what} - {_american(step.due)}{done}")


def _american(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def _problems(item: PlanItem, entry: SheetRow) -> Iterator[Problem]:
    where = item.kept.where if item.kept else item.id
    for column, value in entry.cells:
        if column is Column.STATUS and value == COMPLETED:
            yield Problem(
                where=where,
                what=f"`{item.id}` is said to be `{COMPLETED}`, and the check still finds it",
                help="write the status that it has, or remove what the check finds",
            )
        if isinstance(value, str) and len(value) > LONGEST:
            yield Problem(
                where=where,
                what=f"`{column.value}` of `{item.id}` would have {len(value)} characters, and eMASS takes {LONGEST}",
                help="write less of it in the plan file",
            )


def write_filled(filled: Filled, plan: Plan, to: TextIO) -> None:
    """Write what was done to the template as JSON."""
    write_object(
        {
            "asOf": str(plan.as_of),
            "columns": [_header(each, filled) for each in filled.headers],
            "complete": plan.complete,
            "datesAsNumbers": filled.dates_as_numbers,
            "firstRow": filled.first,
            "format": FORMAT,
            "headerRow": filled.header,
            "items": [each.id for each in plan.items],
            "lastRow": filled.last,
            "leftOut": [each.where for each in (*plan.permitted, *plan.removed, *plan.unseen)],
            "sheet": filled.sheet,
        },
        to,
    )


def _header(found: HeaderFound, filled: Filled) -> dict[str, Any]:
    return {
        "at": found.at,
        "column": found.column.name.lower() if found.column else None,
        "filled": found.filled,
        "header": found.text,
        "required": found.required,
        "why": _why(found, filled),
    }


def print_filled(filled: Filled, plan: Plan, to: Console) -> None:
    """Print what was filled, what stayed empty and why."""
    show(_blocks(filled, plan), to)


def _blocks(filled: Filled, plan: Plan) -> Iterator[RenderableType]:
    rows = filled.last - filled.first + 1
    yield Text(
        f"{count(rows, 'item')} in rows {filled.first} to {filled.last} of sheet {visible(filled.sheet)}",
        style="heading",
    )
    if not plan.complete:
        yield Text(MORE, style="needs")
    if filled.dates_as_numbers:
        yield Text(
            "! the template has no form for dates: days show as numbers until you give the column one", style="needs"
        )
    for kept, why in (
        (plan.permitted, "is found and simply permitted"),
        (plan.removed, "no check finds any more"),
        (plan.unseen, "may still be there: its system was not all read, or it was set aside"),
    ):
        if kept:
            yield Text(f"! left out: {count(len(kept), 'item')} that you keep, which {why}", style="needs")
    for title, chosen in (
        ("Filled", [each for each in filled.headers if each.filled == rows]),
        ("Filled in some rows", [each for each in filled.headers if 0 < each.filled < rows]),
        ("Left empty", [each for each in filled.headers if not each.filled]),
    ):
        if chosen:
            yield ""
            yield heading(title)
            yield indented(labelled((each.at, _told(each, filled)) for each in chosen))


def _told(found: HeaderFound, filled: Filled) -> Text:
    text = Text(visible(" ".join(found.text.split())))
    why = _why(found, filled)
    if why:
        text.append(f": {why}", style="needs" if found.required else "")
    return text


def _why(found: HeaderFound, filled: Filled) -> str:
    """Return why a column is empty, or was filled in some rows only; nothing where it is full."""
    if found.filled == filled.last - filled.first + 1:
        return ""
    rows = f"in {count(found.filled, 'row')}; " if found.filled else ""
    required = "; the template says that it is required" if found.required else ""
    return f"{rows}{_cause(found)}{required}"


def _cause(found: HeaderFound) -> str:
    if found.kept:
        return found.kept
    match found.column:
        case None:
            return "not a column that is known here"
        case Column.ITEM_ID:
            return "eMASS gives the number"
        case Column.SCHEDULED_COMPLETION | Column.MILESTONES:
            return "no steps in the plan file"
        case Column.OFFICE:
            return "no owner in the plan file"
        case column:
            return f"no `{column.name.lower()}` in the plan file"
