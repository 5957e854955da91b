"""The answer of a screening as a page: what needs a person first, with the reason, and what it was compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from muniment.domain.screening import IdentityVerdict, LikeName, Result, ReviewState
from muniment.render.layout import columns, heading, indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import count, days_held, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import Console, RenderableType

    from muniment.domain.screening import ListEdition, Match, Reached, Screened, Screening, SupplierReview

_SIGNS: Final = {
    Result.IDENTIFIER_MATCH: ("✗", "prohibited"),
    Result.POSSIBLE_MATCH: ("?", "undetermined"),
    Result.NOT_SCREENED: ("!", "needs"),
    Result.NO_MATCH: ("·", "permitted"),
}
_MOST_SHOWN: Final = 40
_MOST_MATCHES: Final = 3
_MOST_INSTRUMENTS: Final = 3


def print_screening(found: Screening, to: Console) -> None:
    """Print the page; suppliers beyond the first forty of a kind are counted, and are all in `--json` and `--csv`."""
    show(_blocks(found), to)


def _blocks(found: Screening) -> Iterator[RenderableType]:
    yield Text(f"Muniment suppliers, as of {found.as_of}: {visible(found.file.file)}", style="heading")
    yield ""
    yield from _counts(found)
    for result in (Result.IDENTIFIER_MATCH, Result.POSSIBLE_MATCH, Result.NOT_SCREENED):
        yield from _section(found, result)
    yield from _settled(found)
    yield from _noted(found)
    yield from _reviews(found)
    yield from _compared(found)


def _counts(found: Screening) -> Iterator[RenderableType]:
    for result in Result:
        number = sum(1 for _ in found.having(result))
        if number or result is Result.NO_MATCH:
            sign, style = _SIGNS[result]
            of = f" among {found.names:,} names of {_dates(found)}" if result is Result.NO_MATCH else ""
            yield indented(Text.assemble((f"{sign} {number:>7,}  {result.value}", style), of))
    yield from (indented(Text(f"! {line}", style="needs")) for line in left_out(found))
    empty = sum(sheet.empty for sheet in found.file.sheets)
    if empty:
        yield indented(Text(f"  {empty:>7,}  empty or repeated rows", style="quiet"))


def left_out(found: Screening) -> Iterator[str]:
    """Yield in words what no row of the answer shows: sheets that were not read, and lists that are old."""
    for sheet in found.file.sheets:
        if sheet.unread:
            yield f"sheet `{visible(sheet.name)}` was not read: {sheet.unread}"
    if found.old:
        yield f"old, so that no match in it says little: {listed([visible(each.name) for each in found.old])}"


def _dates(found: Screening) -> str:
    return listed([f"{'the ' if each.kind is None else ''}{each.name} dated {each.dated}" for each in found.editions])


def _section(found: Screening, result: Result) -> Iterator[RenderableType]:
    rows = list(found.having(result))
    if not rows:
        return
    facts = {each.name: each.answers for each in found.editions if each.answers}
    sign, style = _SIGNS[result]
    yield ""
    yield heading(f"{result.value.capitalize()}: {count(len(rows), 'supplier')}", sign=sign, style=style)
    for row in rows[:_MOST_SHOWN]:
        yield from _supplier(row, facts)
    if len(rows) > _MOST_SHOWN:
        yield indented(Text(f"and {len(rows) - _MOST_SHOWN:,} more: see --json or --csv", style="quiet"))


def _supplier(row: Screened, facts: Mapping[str, str]) -> Iterator[RenderableType]:
    supplier = row.supplier
    place = f"{supplier.sheet}, row {supplier.row}" if supplier.sheet else f"row {supplier.row}"
    yield indented(Text.assemble((visible(supplier.shown or "(no name)"), "heading"), (f"  {visible(place)}", "quiet")))
    if row.why:
        yield indented(labelled([("because", visible(row.why))]), 4)
    for match in row.matches[:_MOST_MATCHES]:
        yield indented(labelled(_match(match, facts.get(match.entity.of, ""))), 4)
    if len(row.matches) > _MOST_MATCHES:
        yield indented(
            Text(f"and {count(len(row.matches) - _MOST_MATCHES, 'match', 'matches')} more", style="quiet"), 4
        )
    if row.notes:
        yield indented(labelled([("note", visible("; ".join(row.notes)))]), 4)


def _match(match: Match, fact: str) -> Iterator[tuple[str, Text | str]]:
    entity = match.entity
    ended = f", ended {entity.ended}" if entity.ended else ""
    yield f"{match.score:>3}", Text.assemble(visible(entity.name), (f"  {visible(entity.ref)}{ended}", "quiet"))
    by = match.by
    if isinstance(by, LikeName):
        yield "by", visible(_likeness(by))
        for step in by.entity.path:
            days = days_held(step.during)
            yield (
                "belongs",
                visible(f"{step.company}: {step.relation}; to {step.to}, {days} ({step.cited.confidence.value})"),
            )
    else:
        yield "by", f"the same {by.scheme.value.upper()} {by.value}"
    if fact:
        yield "answers", f"`{fact}`, where a person confirms it"
    if entity.says:
        yield "says", visible(entity.says)
    for each in entity.reached[:_MOST_INSTRUMENTS]:
        yield "reached", visible(_instrument(each))
    if len(entity.reached) > _MOST_INSTRUMENTS:
        yield "", f"and {len(entity.reached) - _MOST_INSTRUMENTS} more, all in --json"
    if entity.vendor and not entity.reached:
        yield "reached", "by no binding instrument of the rulebook on this day"
    if match.review and match.review_state:
        yield "review", visible(_said(match.review, match.review_state))


def _likeness(by: LikeName) -> str:
    slips = [f"`{one}` for `{other}`" for one, other in by.words if one != other]
    parts = [f"{by.kind.value} `{by.supplier}` is like `{by.entity.text}`"]
    if by.contained:
        parts = [f"{by.kind.value} `{by.supplier}` has the coined name `{by.entity.text}` in it"]
    parts += [f"reading {listed(slips)}"] if slips else []
    parts += [f"only in yours: {', '.join(by.left_of_supplier)}"] if by.left_of_supplier else []
    parts += [f"only in theirs: {', '.join(by.left_of_entity)}"] if by.left_of_entity else []
    return "; ".join(parts)


def _instrument(each: Reached) -> str:
    effect = each.effect.value if each.effect else "nothing yet"
    comes = f", changes on {each.comes}" if each.comes else ""
    standing = "; ".join(f"{state.value} for {whom}" for state, whom in each.standing)
    chosen = f"; names nobody: all {each.chosen_by}, as facts tell" if each.chosen_by else ""
    return f"{each.instrument}: {effect}{comes} ({standing}{chosen})"


def _settled(found: Screening) -> Iterator[RenderableType]:
    """Yield the rejections that were honoured: nothing is left out silently."""
    rows = [
        (visible(each.supplier.shown), match) for each in found.screened for match in each.matches if not match.stands
    ]
    if not rows:
        return
    yield ""
    yield heading(f"Settled by a review: {count(len(rows), 'match', 'matches')}")
    for name, match in rows[:_MOST_SHOWN]:
        if match.review and match.review_state:
            said = visible(_said(match.review, match.review_state))
            yield indented(labelled([(f"{match.score}", f"{name} is not {visible(match.entity.ref)}: {said}")]))


def _noted(found: Screening) -> Iterator[RenderableType]:
    rows = [each for each in found.having(Result.NO_MATCH) if each.notes]
    if rows:
        yield ""
        yield heading("What is odd about the file")
    for row in rows[:_MOST_SHOWN]:
        yield indented(labelled([(f"row {row.supplier.row}", visible("; ".join(row.notes)))], width=12))
    if len(rows) > _MOST_SHOWN:
        yield indented(Text(f"and {len(rows) - _MOST_SHOWN:,} more rows: see --json or --csv", style="quiet"))


def _reviews(found: Screening) -> Iterator[RenderableType]:
    idle = [use for use in found.reviews if use.state is not ReviewState.HONOURED]
    if idle:
        yield ""
        yield heading("Reviews that settle nothing")
    for use in idle:
        line = f"{use.review.supplier} and {use.review.entity}: {use.state.value} ({use.review.where})"
        yield indented(Text(visible(line)))


def _said(review: SupplierReview, state: ReviewState) -> str:
    word = "the same" if review.verdict is IdentityVerdict.SAME else "somebody else"
    words = f"{word}, says {review.who} on {review.on}: {review.why}; until {review.until}"
    return words if state is ReviewState.HONOURED else f"{words} ({state.value})"


def _compared(found: Screening) -> Iterator[RenderableType]:
    yield ""
    yield heading("Compared with")
    rows = [
        (visible(each.name), f"{each.names:,} names", _age(each, found), each.digest[:19] + "…")
        for each in found.editions
    ]
    yield indented(columns(("list", "names", "dated", "digest"), rows, ratios=(2, None, 3, None)))
    if all(each.kind is None for each in found.editions):
        yield indented(Text("No list was imported: muniment suppliers import-list --help", style="needs"))


def _age(each: ListEdition, found: Screening) -> Text:
    age = each.age(found.as_of)
    words = (
        f"{each.dated}, {count(age, 'day')} old" if age >= 0 else f"{each.dated}, {count(-age, 'day')} after the day"
    )
    return Text.assemble(words, (" ! old: get a newer one", "needs") if each.is_old(found.as_of) else "")
