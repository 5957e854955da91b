"""The answer of a screening as CSV (RFC 4180): one row for each match, and for each supplier without one."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from muniment.domain.screening import LikeName
from muniment.render.scan.as_csv import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.screening import Match, Screened, Screening

COLUMNS = (
    *("sheet", "row", "supplier", "result", "score", "entity", "entity_name", "list", "matched", "instruments"),
    *("review", "why", "notes"),
)


def write_screening_csv(found: Screening, to: TextIO) -> None:
    """Write a header and the rows. No cell is a formula to a spreadsheet."""
    rows = csv.writer(to, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for screened in found.screened:
        for values in _rows(screened):
            rows.writerow([cell(value) for value in values])


def _rows(screened: Screened) -> Iterator[tuple[str, ...]]:
    row = screened.supplier
    head = (row.sheet, str(row.row), row.shown, screened.result.value)
    tail = (screened.why, "; ".join(screened.notes))
    if not screened.matches:
        yield (*head, *[""] * (len(COLUMNS) - len(head) - len(tail)), *tail)
    for match in screened.matches:
        yield (*head, *_match(match), *tail)


def _match(match: Match) -> tuple[str, ...]:
    by, entity = match.by, match.entity
    matched = by.entity.text if isinstance(by, LikeName) else f"{by.scheme.value.upper()} {by.value}"
    reached = " ".join(each.instrument for each in entity.reached)
    said = f"{match.review.verdict.value}: {match.review.who}, {match.review.on}" if match.review else ""
    state = f" ({match.review_state.value})" if match.review_state else ""
    return str(match.score), entity.ref, entity.name, entity.of, matched, reached, said + state
