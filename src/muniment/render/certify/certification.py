"""What people brought to a certificate: answers with their words, disclosures, waivers, inquiry, subcontractors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from muniment.render.layout import heading, indented, labelled
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from muniment.domain.certification import Inquiry
    from muniment.domain.statement import Disclosure, Representation, RulebookStamp, StatedFact, StatedWaiver, Statement

_WIDE = 14


def represented(said: Representation) -> Iterator[RenderableType]:
    """Yield a representation: where it is from, its words letter by letter, and the answer."""
    named = f"{said.ref} ({said.version})" if said.ref else f"Wording from {said.source}"
    yield heading(visible(named))
    yield indented(Text("\n".join(visible(line) for line in said.text.splitlines())))
    rows: list[tuple[str, Text | str]] = []
    if said.answer is not None:
        rows.append(("answer", Text(said.answer.value.replace("-", " "), style="heading")))
        rows.append(("words from", visible(said.source)))
    rows += [
        (
            "is about" if use.surely else "perhaps about",
            visible(f"{use.vendor} in {use.system}, told as {use.disclosure or 'nothing'}"),
        )
        for use in said.covers
    ]
    if rows:
        yield indented(labelled(rows, width=_WIDE), 4)


def disclosed(told: Disclosure) -> Iterator[RenderableType]:
    """Yield a disclosure: what the check says, what the signatory says, and the fields of the clause."""
    rows: list[tuple[str, Text | str]] = [("told as", visible(told.text))]
    if told.under:
        rows.append(("under", told.under))
    rows += [(each.name, visible(each.value)) for each in told.fields]
    yield indented(Text(visible(told.matter)))
    wide = max(7, *(len(name) for name, _ in rows))
    yield indented(labelled([*rows, ("id", visible(told.id))], width=wide), 4)


def brought(statement: Statement) -> Iterator[RenderableType]:
    """Yield the waivers, ends of use, inquiry and subcontractors in a statement; nothing for what it lacks."""
    sections = (
        ("Waivers", [(visible(each.id), _waiver(each)) for each in statement.waivers]),
        (
            "Phased out",
            [(str(each.until), visible(f"{each.vendor} in {each.system}: {each.how}")) for each in statement.phase_out],
        ),
        ("Inquired", list(_inquiry(statement.inquiry))),
        ("Said", [(visible(each.by), visible(f"{stated(each)}{_source(each)}")) for each in statement.said]),
        (
            "Subcontractors",
            [
                (each.on_file.value, visible(f"{each.subcontractor}, {each.clause}" + _document(each.document)))
                for each in statement.flow_down
            ],
        ),
        ("Evidence", [(each.digest[:19], visible(each.name)) for each in statement.evidence]),
    )
    for title, rows in sections:
        if rows:
            yield ""
            yield heading(title)
            yield indented(labelled(rows, width=_WIDE))


def stated(said: StatedFact) -> str:
    """Return what a person said of a fact, about what, and when; not who."""
    value = "nobody knows" if said.value is None else said.value
    return f"on {said.on}, of {about(said)}: {said.fact} {value}"


def about(said: StatedFact) -> str:
    """Return what a fact is about."""
    parts = [(said.contract, "contract"), (said.system, "system"), (said.vendor, "vendor")]
    return ", ".join(f"{name} {value}" for value, name in parts if value) or "the organisation"


def stamped(book: RulebookStamp) -> str:
    """Return which rulebook decided, how new it was, and how old it might be, without its digest."""
    words = f"{book.version} of {book.released}, looked up through {book.verified_through}"
    limit = book.age_limit
    if limit is None:
        return words
    days = limit.for_look_up(book.verified_through).days
    later = f", {count(days, 'day')} after that" if days >= 0 else ""
    return (
        f"{words}, asked on {limit.asked_on}{later}; {limit.max_days:,} are the most, as the {limit.set_in.words} sets"
    )


def _source(said: StatedFact) -> str:
    return f", source: {said.source}" if said.source else ""


def _waiver(held: StatedWaiver) -> str:
    until = f"until {held.until}" if held.until else "without an end"
    kept = f", {held.digest[:19]}" if held.digest else ", document not attached"
    return visible(
        f"{held.instrument}, granted by {held.granted_by}, from {held.issued} {until}: {held.document}{kept}"
    )


def _inquiry(inquiry: Inquiry) -> Iterator[tuple[str, Text | str]]:
    yield from (("method", visible(each)) for each in inquiry.methods)
    for person in inquiry.people:
        role = f", {person.role}" if person.role else ""
        yield "asked", visible(f"{person.name}{role}, on {person.on}: {person.about}")
    for search in inquiry.searches:
        kept = f" ({search.record[:19]})" if search.record else ""
        what = f'{search.where} for "{search.words}", on {search.on} by {search.by}: {search.result}{kept}'
        yield "searched", visible(what)
    yield from (("not seen", visible(each)) for each in inquiry.limits)


def _document(name: str) -> str:
    return f": {name}" if name else ""
