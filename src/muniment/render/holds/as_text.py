"""Held calls on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from muniment.domain.hold import HoldState
from muniment.enforce.approval import standing
from muniment.prove.canonical import digest
from muniment.render.holds.arguments import all_text, argument_lines, look_alikes, shown
from muniment.render.holds.words import STANDING, approvals, because, described, time_left, voted
from muniment.render.layout import columns, heading, indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from rich.console import Console, RenderableType

    from muniment.app.approvals.held import Listed
    from muniment.domain.hold import HoldRecord

_STYLE = {
    HoldState.WAITING: "needs",
    HoldState.APPROVED: "permitted",
    HoldState.DENIED: "prohibited",
    HoldState.EXPIRED: "quiet",
    HoldState.RELEASED: "permitted",
}


def print_holds(found: Listed, at: datetime, to: Console) -> None:
    """Print the holds as a table, and what could not be read."""
    show(_holds(found, at), to)


def print_hold(record: HoldRecord, at: datetime, to: Console) -> None:
    """Print all that a person needs to know before they answer."""
    show(_hold(record, at), to)


def _holds(found: Listed, at: datetime) -> Iterator[RenderableType]:
    if not found.records:
        yield "No call waits for approval."
    else:
        rows = [_row(record, at) for record in found.records]
        yield columns(("hold", "tool", "asked for by", "approved", "time left"), rows, ratios=(None, 1, 1, None, None))
    for problem in found.unreadable:
        yield Text(f"✗ {visible(problem.where)} {visible(problem.what)}: it cannot be approved", style="prohibited")


def _row(record: HoldRecord, at: datetime) -> tuple[Text | str, ...]:
    now = standing(record, at)
    hold = record.hold
    left = Text(STANDING[now], style=_STYLE[now]) if now is not HoldState.WAITING else time_left(record, at)
    return (hold.id, shown(hold.call.tool), shown(hold.call.requester.caller), approvals(record), left)


def _hold(record: HoldRecord, at: datetime) -> Iterator[RenderableType]:
    now, hold = standing(record, at), record.hold
    yield heading(f"Hold {hold.id}")
    yield Text(f"{STANDING[now]}: {approvals(record)} approvals", style=_STYLE[now])
    if not now.ended:
        yield Text(f"time left: {time_left(record, at)}")
    if record.why:
        yield Text(shown(record.why))
    yield ""
    yield labelled(described(record), width=24)
    yield ""
    yield Text("Exactly these arguments", style="heading")
    yield indented(Text("\n".join(argument_lines(hold.call.arguments))))
    if found := look_alikes(all_text(hold.call.arguments)):
        letters = count(len(found), "letter")
        yield Text(f"{letters} outside of plain ASCII, which may look like another:", style="needs")
        yield indented(Text("\n".join(f"{letter}  {name}" for letter, name in found)))
    yield ""
    yield Text("Why it is held", style="heading")
    yield indented(Text("\n".join(because(each) for each in hold.grounds)))
    if record.votes:
        yield ""
        yield Text("Who has answered", style="heading")
        yield indented(Text("\n".join(voted(each.vote) for each in record.votes)))
    yield ""
    yield Text(f"What is signed has the digest {digest(record.text)}", style="quiet")
