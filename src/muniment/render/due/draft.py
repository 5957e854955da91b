"""Drafts of reports in Markdown: what the document asks for, in its words, with what the estate knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.app.due import filled
from muniment.domain.due import DeadlineState
from muniment.domain.duty import DutyKind
from muniment.domain.patterns import lazily
from muniment.render.citing import cited, vendor_name
from muniment.render.deadlines import deadline_words
from muniment.render.due.as_text import recipient_line
from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.decision import Deadline
    from muniment.domain.due import DueList, Owed

NOT_KNOWN = "**not known**"
_ODD = lazily(r"[^A-Za-z0-9._-]+")
_MARKS = lazily(r"([\\`*_\[\]<>#|])")


def drafts(found: DueList) -> Iterator[tuple[str, str]]:
    """Yield the name of a file and its text for each report that was not sent yet."""
    for owed in found.owed:
        reports = owed.due.duty.kind in {DutyKind.REPORT, DutyKind.NOTIFY}
        if reports and owed.standing is not DeadlineState.SENT and owed.deadline is not None:
            yield _name(owed, owed.deadline), "\n".join(_lines(found, owed, owed.deadline)) + "\n"


def _name(owed: Owed, deadline: Deadline) -> str:
    where = (owed.contract.id, owed.system.id if owed.system else "", owed.vendor or "")
    names = (*where, owed.instruments[0], owed.due.duty.id, deadline.clock.id)
    return "-".join(_ODD.sub("_", name) for name in names if name) + ".md"


def _lines(found: DueList, owed: Owed, deadline: Deadline) -> Iterator[str]:
    book, duty = found.report.rulebook, owed.due.duty
    yield f"# Draft: {duty.title}"
    yield ""
    yield "A draft. Fill in what is marked, and read the document itself before anything is sent."
    yield ""
    yield f"- Contract: {_plain(owed.contract.id)}"
    if owed.system:
        yield f"- System: {_plain(owed.system.id)}"
    if owed.vendor:
        yield f"- About: {_plain(vendor_name(book, owed.vendor))}"
    yield f"- Which report: {deadline.clock.id}"
    yield f"- Due by: {deadline_words(deadline)}"
    for recipient in (*owed.due.to, *owed.due.perhaps_to):
        yield f"- To: {_plain(recipient_line(owed, recipient))}"
    yield f"- Under: {_plain(cited(book, duty.cited))}"
    yield f"- Rulebook: {book.version}, {book.digest}"
    yield ""
    yield "## What it holds"
    yield ""
    yield from _items(found, owed, deadline)


def _items(found: DueList, owed: Owed, deadline: Deadline) -> Iterator[str]:
    if not deadline.clock.items:
        yield f"The rulebook has no list of what it must hold. In short: {deadline.clock.content}."
        yield ""
        yield NOT_KNOWN
    for number, item in enumerate(deadline.clock.items, start=1):
        yield f"{number}. {item.says}"
        yield ""
        known = [_plain(words) for words in filled(owed, item, found.report)] or [NOT_KNOWN]
        yield from (f"   {words}" if len(known) == 1 else f"   - {words}" for words in known)
        yield ""


def _plain(words: str) -> str:
    """Return text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", visible(words))
