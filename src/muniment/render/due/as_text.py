"""What is owed, to whom and by when, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from muniment.domain.due import DeadlineState
from muniment.domain.duty import Office
from muniment.domain.moment import is_before
from muniment.render.age import rulebook_lines
from muniment.render.citing import cited, vendor_name
from muniment.render.conditions import in_words
from muniment.render.deadlines import deadline_words, moment_words, recipient_words
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

    from muniment.domain.contract import Contract, SentReport, System
    from muniment.domain.due import DueList, Ending, Owed, Perhaps
    from muniment.domain.duty import Recipient
    from muniment.domain.ids import VendorId
    from muniment.domain.moment import Moment
    from muniment.domain.rulebook import Rulebook

TITLE = {
    DeadlineState.OVERDUE: "Overdue",
    DeadlineState.SOON: "Due within a week",
    DeadlineState.LATER: "Due later",
    DeadlineState.OPEN: "No day can be given",
    DeadlineState.SENT: "Sent",
}
_SIGN = {
    DeadlineState.OVERDUE: "✗",
    DeadlineState.SOON: "!",
    DeadlineState.LATER: "~",
    DeadlineState.OPEN: "?",
    DeadlineState.SENT: "✓",
}
_STYLE = {
    DeadlineState.OVERDUE: "prohibited",
    DeadlineState.SOON: "needs",
    DeadlineState.LATER: "until",
    DeadlineState.OPEN: "undetermined",
    DeadlineState.SENT: "permitted",
}
_LABEL = 7


def print_due(found: DueList, to: Console, *, estate_file: str) -> None:
    """Print the list; `estate_file` is named in what to do next."""
    show(_blocks(found, estate_file), to)


def _blocks(found: DueList, estate_file: str) -> Iterator[RenderableType]:
    book = found.report.rulebook
    yield Text(f"Muniment due, as of {moment_words(found.at)}", style="heading")
    yield from rulebook_lines(book, found.report.age)
    yield from (Text(f"! {line}", style="needs") for line in unread_lines(found))
    if not (found.owed or found.perhaps or found.undated or found.endings):
        yield Text("\nNothing is owed for the uses that are known.")
    for standing in DeadlineState:
        entries = [one for one in found.owed if one.standing is standing]
        if entries:
            yield ""
            yield heading(TITLE[standing], sign=_SIGN[standing], style=_STYLE[standing])
        for number, owed in enumerate(entries):
            rows = _sent(book, owed) if standing is DeadlineState.SENT else _owed(book, owed, found.at)
            yield from ("",) if number else ()
            yield indented(labelled(list(rows), width=_LABEL))
    yield from _section("May be owed, once more is known", [_perhaps(book, one, found.at) for one in found.perhaps])
    yield from _section("Recorded as sent, and not owed here", [_idle(book, one) for one in found.idle])
    yield from _section("Uses that must end", _endings(book, found.endings))
    yield from _section("Duties without a day of their own", _undated(book, found.undated))
    yield ""
    yield Text.assemble(("Next: ", "heading"), _next(found, estate_file))


def unread_lines(found: DueList) -> Iterator[str]:
    """Yield that more may be owed, where something that could hide a use was not looked at; nothing where all was."""
    if not found.report.complete:
        yield "Something that could hide a use was not looked at, so more may be owed; `muniment check` names it."


def _owed(book: Rulebook, owed: Owed, at: Moment) -> Iterator[tuple[str, Text | str]]:
    deadline = owed.deadline
    if deadline is None:
        return
    yield "by", Text(deadline_words(deadline), style=_STYLE[owed.standing])
    yield "what", f"{owed.due.duty.title} ({deadline.clock.id})"
    if owed.not_sent is not None:
        yield "but", _not_sent(owed.not_sent, at)
    if outside := _outside_performance(owed):
        yield "but", outside
    yield "holds", deadline.clock.content
    yield "on", _on(book, owed.contract, owed.system, owed.vendor)
    for recipient in (*owed.due.to, *owed.due.perhaps_to):
        yield "to", recipient_line(owed, recipient)
    yield "under", f"{listed([str(name) for name in owed.instruments])}, duty {owed.due.duty.id}"
    yield "", Text(cited(book, owed.due.duty.cited), style="quiet")


def _not_sent(recorded: Moment, at: Moment) -> str:
    early, late = "before the find: it cannot report it", "after the day asked about: it is not yet sent"
    return f"recorded as sent {moment_words(recorded)}, {late if is_before(at, recorded) else early}"


def _outside_performance(owed: Owed) -> str:
    """Return in words that something was found before performance began, or after its end; nothing if neither."""
    if begins := owed.begins_later:
        return (
            f"found before performance begins on {begins}: ask counsel whether the clause reaches it, or the offer does"
        )
    if ends := owed.had_ended:
        return f"found after performance ended on {ends}: ask counsel whether the clause still reaches it"
    return ""


def recipient_line(owed: Owed, recipient: Recipient) -> str:
    """Return a recipient in the words of the rule, with the names that the estate has for it."""
    contract = owed.contract
    names: list[str] = []
    if recipient.office is Office.CONTRACTING_OFFICER and contract.contracting_officer:
        names = [contract.contracting_officer]
    if recipient.office is Office.ORDER_CONTRACTING_OFFICERS:
        names = [f"{one.id}, {one.contracting_officer or 'officer not known'}" for one in contract.orders]
    condition = f", if {in_words(recipient.when)}" if recipient in owed.due.perhaps_to else ""
    named = f": {'; '.join(visible(name) for name in names)}" if names else ""
    return f"{recipient_words(recipient)}{condition}{named}"


def _on(book: Rulebook, contract: Contract, system: System | None, vendor: VendorId | None) -> str:
    where = [visible(contract.id)]
    if system is not None:
        where.append(f"system {visible(system.id)}")
    if vendor is not None:
        where.append(vendor_name(book, vendor))
    return ", ".join(where)


def _sent(book: Rulebook, owed: Owed) -> Iterator[tuple[str, Text | str]]:
    when = moment_words(owed.sent_at) if owed.sent_at else ""
    when += "" if owed.sent else ", as the facts of the use say"
    reference = f" ({visible(owed.sent.reference)})" if owed.sent and owed.sent.reference else ""
    yield "sent", f"{when}{reference}"
    yield "what", f"{owed.due.duty.title} ({owed.deadline.clock.id if owed.deadline else ''})"
    yield "on", _on(book, owed.contract, owed.system, owed.vendor)
    if owed.is_late and owed.deadline:
        yield "late", f"it was due by {deadline_words(owed.deadline)}"


def _perhaps(book: Rulebook, one: Perhaps, at: Moment) -> tuple[str, str]:
    under = listed([str(name) for name in one.instruments])
    verb = "binds" if len(one.instruments) == 1 else "bind"
    facts = listed([f"`{fact}`" for fact in one.missing])
    why = f"hangs on {facts}" if one.missing else f"no fact settles: {'; '.join(visible(law) for law in one.open_law)}"
    said = [f"{_on(book, one.contract, one.system, one.vendor)}: if {under} {verb} it, which {why}"]
    for due in one.dated:
        over = ", which is over" if due.at and is_before(due.at, at) else ""
        said.append(f"then {due.clock.id} by {deadline_words(due)}{over}")
    for sent in one.sent:
        reference = f" ({visible(sent.reference)})" if sent.reference else ""
        later = ", after the day asked about: it is not yet sent" if is_before(at, sent.sent) else ""
        said.append(f"{sent.clock} is recorded as sent {moment_words(sent.sent)}{reference}{later}")
    return "?", "; ".join(said)


def _idle(book: Rulebook, one: SentReport) -> tuple[str, str]:
    where = f"{visible(one.contract)}, system {visible(one.system)}, {vendor_name(book, one.vendor)}"
    return (
        "?",
        f"{where}: the {one.clock} report under {one.instrument}, duty {one.duty}, sent {moment_words(one.sent)}",
    )


def _endings(book: Rulebook, endings: Sequence[Ending]) -> list[tuple[str, str]]:
    """Return one row for each day, use and contract; instruments that give the same day share it."""
    rows: dict[tuple[str, str], dict[str, None]] = {}
    for one in endings:
        place = (str(one.last.until), _on(book, one.contract, one.system, one.vendor))
        rows.setdefault(place, {})[f"{one.last.instrument}, {one.last.title}"] = None
    return [(day, f"{on}: last day under {listed(list(under))}") for (day, on), under in rows.items()]


def _undated(book: Rulebook, undated: Sequence[Owed]) -> list[tuple[str, str]]:
    """Return one row for each duty and contract, with the vendors that bring it about."""
    rows: dict[tuple[str, str], dict[str, None]] = {}
    for one in undated:
        title = f"{one.due.duty.title} [{cited(book, one.due.duty.cited)}]"
        names = rows.setdefault((visible(one.contract.id), title), {})
        names.update(dict.fromkeys([vendor_name(book, one.vendor)] if one.vendor else []))
    return [(contract, f"{title} ({listed(list(names))})") for (contract, title), names in rows.items()]


def _section(title: str, rows: Sequence[tuple[str, str]]) -> Iterator[RenderableType]:
    if rows:
        yield ""
        yield heading(title)
        widest = max(len(label) for label, _ in rows)
        yield indented(labelled(rows, width=min(widest, 20)))


def _next(found: DueList, estate_file: str) -> str:
    waiting = sum(one.standing in {DeadlineState.OVERDUE, DeadlineState.SOON} for one in found.owed)
    if waiting:
        drafts = f"`muniment due --estate {visible(estate_file)} --draft FOLDER` writes drafts"
        return f"{count(waiting, 'entry is', 'entries are')} overdue or due within a week; {drafts}"
    open_ = [one.deadline for one in found.owed if one.deadline and one.deadline.at is None]
    missing = [deadline.waits_for for deadline in open_ if deadline.waits_for]
    if missing:
        return f"write `{missing[0]}` in the estate file, so that the day can be given"
    if found.perhaps:
        return "nothing is surely due within a week; see what may be owed"
    known = "" if found.report.complete and not found.report.stale else " for the uses that are known"
    return f"nothing is due within a week{known}"
