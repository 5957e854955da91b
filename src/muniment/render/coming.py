"""The calendar of days to come, for a person and for a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from rich.text import Text

from muniment.decide.compare import Differs
from muniment.render.age import rulebook_lines
from muniment.render.citing import cited_briefly, document_blocks, vendor_name
from muniment.render.decision_json import citation_value, decision_value
from muniment.render.found_json import rulebook_value, write_object
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import MORE_UNREAD, STYLE, count, outcome_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rich.console import Console, RenderableType

    from muniment.app.coming import ComingDay
    from muniment.app.whatif import Turn, View
    from muniment.decide.coming import ComingDate
    from muniment.domain.age import Age
    from muniment.domain.rulebook import Rulebook

FORMAT = "muniment.coming/1"
_WIDTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """One page: the days from `as_of` on, up to and including `until`. `unread` says what was not looked at.

    `complete`: nothing of that could hide a use, or it was left out because somebody chose so.
    """

    rulebook: Rulebook
    as_of: date
    until: date | None
    days: tuple[ComingDay, ...]
    unread: tuple[str, ...] = ()
    complete: bool = True
    age: Age | None = None


def print_coming(page: Coming, to: Console) -> None:
    """Print each day, what it brings, and with an estate what it changes there."""
    show(_blocks(page), to)


def write_coming(page: Coming, to: TextIO) -> None:
    """Write one JSON object, each day on a line of its own."""
    write_object(
        {
            "as_of": str(page.as_of),
            "complete": page.complete,
            "days": (_day_value(day) for day in page.days),
            "format": FORMAT,
            "rulebook": rulebook_value(page.rulebook, page.age),
            "unread": list(page.unread),
            "until": str(page.until) if page.until else None,
        },
        to,
    )


def coming_value(one: ComingDate) -> dict[str, Any]:
    """Return one date, with its source."""
    return {
        "after_look_up": one.after_look_up,
        "cited": [citation_value(citation) for citation in one.cited],
        "date": str(one.day),
        "instrument": one.instrument,
        "kind": one.kind.value,
        "verified_through": str(one.verified_through) if one.verified_through else None,
        "what": one.what,
    }


def _day_value(day: ComingDay) -> dict[str, Any]:
    view = day.view
    return {
        "changes": [_turn_value(turn) for turn in view.those(Differs.OUTCOME)] if view else None,
        "compared": len(view.turns) if view else None,
        "dates": [coming_value(one) for one in day.dates],
        "other_grounds": len(view.those(Differs.GROUNDS)) if view else None,
        "turns": str(day.turns),
    }


def _turn_value(turn: Turn) -> dict[str, Any]:
    return {
        "after": decision_value(turn.after),
        "before": decision_value(turn.before),
        "contract": turn.asked.contract,
        "system": turn.asked.system,
        "vendor": turn.before.vendor,
    }


def _blocks(page: Coming) -> Iterator[RenderableType]:
    until = f" to {page.until}" if page.until else " on"
    yield Text(f"Coming dates, from {page.as_of}{until}", style="heading")
    yield Text("As the law is recorded today; a day may bring what nobody has recorded.", style="quiet")
    yield from rulebook_lines(page.rulebook, page.age)
    for day in page.days:
        yield ""
        yield heading(str(day.turns))
        yield indented(labelled(_rows(page, day), width=_WIDTH))
    if not page.days:
        yield indented(Text("No coming date is recorded."))
    if page.unread:
        yield ""
        yield heading("Not looked at")
        yield from (indented(Text(visible(each))) for each in page.unread)
    yield from document_blocks(page.rulebook, (each for day in page.days for one in day.dates for each in one.cited))


def _rows(page: Coming, day: ComingDay) -> Iterator[tuple[str, Text | str]]:
    for one in day.dates:
        source = f" [{cited_briefly(page.rulebook, one.cited, most=1)}]" if one.cited else ""
        yield str(one.day), Text.assemble((one.instrument, "heading"), f": {visible(one.what)}{source}")
        if one.after_look_up:
            yield "", Text(f"after the last look-up, of {one.verified_through}", style="quiet")
    if day.view is not None:
        yield from _here(page, day.view)


def _here(page: Coming, view: View) -> Iterator[tuple[str, Text | str]]:
    """Yield what changes in the estate, one row for each decision; a word where nothing does."""
    changed, other = view.those(Differs.OUTCOME), len(view.those(Differs.GROUNDS))
    for turn in changed:
        yield "changes", _changed(page.rulebook, turn)
    if not changed:
        more = MORE_UNREAD if page.unread else ""
        yield "changes", f"nothing here, of {count(len(view.turns), 'decision')}{more}"
    if other:
        yield "", f"{count(other, 'decision')} with the same outcome on other grounds"


def _changed(rulebook: Rulebook, turn: Turn) -> Text:
    system = f" in {visible(turn.asked.system)}" if turn.asked.system else ""
    contract = visible(turn.asked.contract) if turn.asked.contract else "any contract"
    return Text.assemble(
        f"{vendor_name(rulebook, turn.before.vendor)}{system} on {contract}: ",
        (outcome_words(turn.before), STYLE[turn.before.outcome]),
        " → ",
        (outcome_words(turn.after), STYLE[turn.after.outcome]),
    )
