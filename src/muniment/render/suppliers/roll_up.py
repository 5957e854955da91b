"""A roll-up as text and as JSON, and its rows in the draft of a certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import tomlkit
from rich.text import Text
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from muniment.errors import DraftError, Problem
from muniment.render.found_json import write_object
from muniment.render.layout import columns, heading, indented, labelled, show
from muniment.render.suppliers.flow_down import SIGN, row_value
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rich.console import Console, RenderableType
    from tomlkit.items import Table

    from muniment.app.flow_down.roll_up import RollUp
    from muniment.domain.certification import FlowDown

_MOST = 40
"""Rows that are shown of those that do not hold; JSON has all."""


def print_roll_up(found: RollUp, as_of: date, to: Console) -> None:
    """Print what the subcontractors come to, and who is worse than verified."""
    show(_blocks(found, as_of), to)


def write_roll_up(found: RollUp, as_of: date, notice: int, to: TextIO) -> None:
    """Write the same for a program, with every row."""
    write_object(
        {
            "as_of": str(as_of),
            "contract": found.contract,
            "format": "muniment.flow-down-roll-up/1",
            "levels": {each.value if each else "none": number for each, number in found.levels},
            "rows": (row_value(each, as_of, notice) for each in found.rows),
            "standing": found.standing.value,
            "standings": {each.value: number for each, number in found.standings},
            "unasked": [{"name": each.name, "uei": each.uei} for each in found.unasked],
        },
        to,
    )


def _blocks(found: RollUp, as_of: date) -> Iterator[RenderableType]:
    sign, style = SIGN[found.standing]
    yield Text(f"Subcontractors of {visible(found.contract)}, as of {as_of}", style="quiet")
    yield ""
    yield Text(
        f"{sign} {found.standing.value}: the worst of {count(len(found.rows) + len(found.unasked), 'answer')}",
        style=style,
    )
    yield indented(labelled([(each.value, str(number)) for each, number in found.standings], width=10))
    yield indented(
        labelled([(each.value if each else "no level", str(number)) for each, number in found.levels], width=10)
    )
    rows = [*_unasked(found), *_worse(found)]
    if rows:
        yield ""
        yield heading("Not verified")
        yield columns(("", "subcontractor", "clause", ""), rows[:_MOST], ratios=(None, 1, None, 2))
    if len(rows) > _MOST:
        yield Text(f"  … and {len(rows) - _MOST} more: --json has all", style="quiet")


def _unasked(found: RollUp) -> Iterator[tuple[Text | str, ...]]:
    for each in found.unasked:
        yield Text("✗ missing", style="prohibited"), visible(each.shown), "", "was never asked about this contract"


def _worse(found: RollUp) -> Iterator[tuple[Text | str, ...]]:
    for row in found.rows:
        standing = row.rating.standing
        sign, style = SIGN[standing]
        if sign != "✓":
            who = visible(row.request.of.shown)
            yield Text(f"{sign} {standing.value}", style=style), who, visible(row.clause), visible(row.rating.told)


def with_flow_down(draft: str, rows: Sequence[FlowDown], where: str) -> str:
    """Return the text of a draft with `rows` as its table of what was passed on; all else in it stays as it is.

    Rows on the same subcontractor and clause are replaced, others are kept. Raises: DraftError.
    """
    try:
        document = tomlkit.parse(draft)
    except TOMLKitError as error:
        raise DraftError(Problem(where=where, what=f"is no TOML ({error})")) from error
    ours = {(each.subcontractor, each.clause) for each in rows}
    listed = document.get("flow_down", [])
    kept = [each for each in listed if (each.get("subcontractor"), each.get("clause")) not in ours]
    document.pop("flow_down", None)
    document.append("flow_down", AoT([*kept, *(_table(each) for each in rows)]))
    return tomlkit.dumps(document)


def _table(row: FlowDown) -> Table:
    table = tomlkit.table()
    table.add("subcontractor", row.subcontractor)
    table.add("clause", row.clause)
    table.add("on_file", row.on_file.value)
    if row.document:
        table.add("document", row.document)
    return table
