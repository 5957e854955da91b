"""Where subcontractors stand, as a table and as JSON: what it says and how well it is assured, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TextIO

from rich.text import Text

from muniment.domain.subcontract import Level, Standing
from muniment.render.found_json import write_object
from muniment.render.layout import columns, heading, indented, labelled, show
from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from rich.console import Console, RenderableType

    from muniment.domain.subcontract import Rating, Received, Request, Row, Tier

SIGN: Final = {
    Standing.MISSING: ("✗", "prohibited"),
    Standing.INVALID: ("✗", "prohibited"),
    Standing.EXPIRED: ("✗", "prohibited"),
    Standing.ADVERSE: ("✗", "prohibited"),
    Standing.QUALIFIED: ("!", "undetermined"),
    Standing.VERIFIED: ("✓", "permitted"),
}
_LEVELS: Final = {
    Level.UNSIGNED: "a form or a file that nobody signed",
    Level.SIGNED_PDF: "a PDF whose signature a named program verified; a person read it",
    Level.PINNED_KEY: "signed with the key that is pinned for them",
    Level.IN_LEDGER: "that, and proven to be in their ledger",
    Level.WITNESSED: "that, and a witness or a time stamp vouches for the ledger",
}


def print_rows(rows: Sequence[Row], as_of: date, notice: int, to: Console) -> None:
    """Print a row for each subcontractor and clause, those below them, and who is to be asked again."""
    show(_blocks(rows, as_of, notice), to)


NOTICE: Final = 30
"""How many days before what came expires it is to be asked for again, where nobody said otherwise."""


def write_taken(received: Received, path: Path, rows: Sequence[Row], as_of: date, to: TextIO) -> None:
    """Write what was taken in, where it lies, and where the subcontractor stands by it, for a program."""
    kept = {
        "answers": received.answers,
        "by": received.by,
        "digest": received.digest,
        "file": received.file,
        "kind": received.kind.value,
        "path": str(path),
        "request": received.request,
    }
    listed = [row_value(each, as_of, NOTICE) for each in rows]
    write_object({"as_of": str(as_of), "format": "muniment.taken/1", "kept": kept, "rows": listed}, to)


def write_rows(rows: Sequence[Row], as_of: date, notice: int, to: TextIO) -> None:
    """Write the same for a program."""
    listed = [row_value(each, as_of, notice) for each in rows]
    write_object({"as_of": str(as_of), "format": "muniment.flow-down/1", "rows": listed}, to)


def row_value(row: Row, as_of: date, notice: int) -> dict[str, Any]:
    """Return one row."""
    again = row.remind_on(as_of, notice)
    return {
        "ask_again_on": None if again is None else str(again),
        "asked_on": str(row.request.sent),
        "clause": row.clause,
        "contract": row.request.contract,
        "due": str(row.request.due),
        "order": row.request.order,
        "request": row.request.id,
        "subcontractor": {"name": row.request.of.name, "uei": row.request.of.uei},
        **_rating(row.rating),
    }


def _rating(rating: Rating) -> dict[str, Any]:
    document = rating.document
    return {
        "below": [{"subcontractor": each.name, **_rating(each.rating)} for each in rating.below],
        "document": document and {"digest": document.digest, "file": document.file, "kind": document.kind.value},
        "level": rating.level and rating.level.value,
        "replaced": rating.replaced and _rating(rating.replaced),
        "standing": rating.standing.value,
        "until": None if rating.until is None else str(rating.until),
        "why": rating.why,
    }


def _blocks(rows: Sequence[Row], as_of: date, notice: int) -> Iterator[RenderableType]:
    yield Text(f"Subcontractors, as of {as_of}", style="quiet")
    if not rows:
        yield ""
        yield Text("! nobody was asked: muniment suppliers request", style="undetermined")
        return
    requests: dict[str, list[Row]] = {}
    for row in rows:
        requests.setdefault(row.request.id, []).append(row)
    for found in requests.values():
        yield ""
        yield from _request(found[0].request, found)
    yield from _again(rows, as_of, notice)
    yield from _legend(rows)


def _request(request: Request, rows: Sequence[Row]) -> Iterator[RenderableType]:
    yield heading(visible(f"{request.of.shown}: {request.contract}"))
    yield indented(Text(f"asked on {request.sent}, due {request.due}", style="quiet"))
    yield columns(
        ("", "clause", "level", "until", ""), [_cells(row) for row in rows], ratios=(None, None, None, None, 1)
    )
    for row in rows:
        yield from _below(row.rating.below, 1)


def _cells(row: Row) -> tuple[Text | str, ...]:
    rating = row.rating
    sign, style = SIGN[rating.standing]
    level = rating.level.value if rating.level else "none"
    return (
        Text(f"{sign} {rating.standing.value}", style=style),
        visible(row.clause),
        level,
        str(rating.until or ""),
        visible(rating.told),
    )


def _below(tiers: Sequence[Tier], depth: int) -> Iterator[RenderableType]:
    for each in tiers:
        sign, style = SIGN[each.rating.standing]
        level = each.rating.level.value if each.rating.level else "none"
        text = Text.assemble(
            (f"{sign} {each.rating.standing.value}", style), visible(f"  {level}  {each.name}: {each.rating.told}")
        )
        yield indented(text, 2 + 2 * depth)
        yield from _below(each.rating.below, depth + 1)


def _again(rows: Sequence[Row], as_of: date, notice: int) -> Iterator[RenderableType]:
    """Yield who is to be asked again, and by when; each subcontractor and request once."""
    days: dict[str, date] = {}
    for row in rows:
        again = row.remind_on(as_of, notice)
        if again is not None:
            key = f"{row.request.of.shown}, {row.request.contract}"
            days[key] = min(again, days.get(key, again))
    if not days:
        return
    yield ""
    yield heading("To be asked again")
    listed = sorted(days.items(), key=lambda each: (each[1], each[0]))
    yield columns(
        ("on", ""),
        [(Text(str(day), style="prohibited" if day <= as_of else ""), visible(who)) for who, day in listed],
        ratios=(None, 1),
    )


def _legend(rows: Sequence[Row]) -> Iterator[RenderableType]:
    used = sorted({row.rating.level for row in rows if row.rating.level}, key=lambda each: each.rank)
    if used:
        yield ""
        yield heading("Levels")
        yield indented(labelled([(each.value, _LEVELS[each]) for each in used], width=4))
