"""One restriction, agreement or vendor in full, with a citation beside everything that is claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from muniment.domain.condition import ALWAYS, NEVER
from muniment.render.age import age_words
from muniment.render.citing import cited, document_blocks, vendor_name
from muniment.render.conditions import in_words
from muniment.render.deadlines import recipients_words
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.timeline.as_text import SIGNS
from muniment.render.words import count, days_held, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from muniment.domain.age import Age
    from muniment.domain.agreement import Agreement
    from muniment.domain.citation import Citation
    from muniment.domain.condition import Condition
    from muniment.domain.duty import Clock, Duty
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Vendor

_WIDE = 13


def print_restriction(rulebook: Rulebook, item: Restriction, age: Age, to: Console) -> None:
    """Print what an instrument says: whom and what it reaches, what follows when, and how it stands."""
    show(_restriction(rulebook, item, age), to)


def print_agreement(rulebook: Rulebook, item: Agreement, age: Age, to: Console) -> None:
    """Print an agreement and its published terms."""
    show(_agreement(rulebook, item, age), to)


def print_vendor(rulebook: Rulebook, vendor: Vendor, age: Age, to: Console) -> None:
    """Print a company, its affiliates, and the instruments and agreements that name it."""
    show(_vendor(rulebook, vendor, age), to)


def _restriction(rulebook: Rulebook, item: Restriction, age: Age) -> Iterator[RenderableType]:
    yield from _title(item.title, item.id)
    yield labelled(
        [
            ("authority", item.authority),
            ("issued", f"{item.issued} by {item.issuer}"),
            ("binding", "yes" if item.binding else "no: a statement that cites no authority; it decides nothing"),
            ("names", _named(rulebook, item)),
            ("covers", item.items),
            ("reaches", item.reach.value),
            ("applies when", in_words(item.scope)),
            ("waivers", item.waivers or "none recorded"),
            ("looked up", age_words(age)),
            *([("comes", item.pack.words)] if item.pack else []),
            *([("note", item.note)] if item.note else []),
        ],
        width=_WIDE,
    )
    for title, rows in _parts(rulebook, item):
        if rows:
            yield ""
            yield heading(title)
            yield indented(labelled(rows, width=24))
    yield from document_blocks(rulebook, _citations(item))


def _named(rulebook: Rulebook, item: Restriction) -> str:
    if not item.names_nobody:
        return listed([vendor_name(rulebook, vendor) for vendor in item.vendors])
    return f"nobody: any {item.chosen_by}, now {count(len(item.vendors), 'vendor')}"


def _parts(rulebook: Rulebook, item: Restriction) -> Iterator[tuple[str, list[tuple[str, Text | str]]]]:
    """Yield each section as its title and its rows."""
    effects = [
        (f"from {day}", _with(rulebook, effect.kind.value, effect.cited)) for day, effect in item.effects.entries
    ]
    yield "What follows", list(effects)
    yield (
        "Status",
        [(days_held(status.during), _status(rulebook, item, number)) for number, status in enumerate(item.statuses)],
    )
    yield (
        "Exceptions",
        [(case.id, _with(rulebook, f"{case.title}{_when(case.when)}", case.cited)) for case in item.exceptions],
    )
    yield (
        "Not settled by any text",
        [(case.id, _with(rulebook, f"{case.why}{_when(case.when)}", case.cited)) for case in item.unsettled],
    )
    yield (
        "Wind-downs",
        [
            (f"until {window.until}", _with(rulebook, f"{window.title}{_when(window.when)}", window.cited))
            for window in item.wind_downs
        ],
    )
    yield (
        "Readings",
        [
            (reading.id, _with(rulebook, f"{reading.holder}: {reading.says} ({reading.effect.value})", reading.cited))
            for reading in item.readings
        ],
    )
    yield "Duties", [(duty.id, _with(rulebook, _duty(duty), duty.cited)) for duty in item.duties]
    yield "Open dates", [(str(day.day), _with(rulebook, day.what, day.cited)) for day in item.open_dates]


def _status(rulebook: Rulebook, item: Restriction, number: int) -> Text:
    status = item.statuses[number]
    sign, word, style = SIGNS[status.state]
    line = Text.assemble((f"{sign} {word}", style), f" for {status.whom}")
    line.append(_when(status.when))
    for citation in status.cited:
        line.append(f" [{cited(rulebook, citation)}]", style="quiet")
    return line.append(f" {status.note}" if status.note else "")


def _duty(duty: Duty) -> str:
    within = [
        f"{count(clock.count, clock.unit.value.replace('-', ' '))} after {_start(clock)} ({clock.content})"
        for clock in duty.clocks
        if clock.starts_on is None
    ]
    days = [f"{clock.starts_on} ({clock.content})" for clock in duty.clocks if clock.starts_on is not None]
    to = f". To: {recipients_words(duty.to)}"
    by = (f". Within {listed(within)}" if within else "") + (f". By {listed(days)}" if days else "")
    unless = "" if duty.unless == NEVER else f", unless {in_words(duty.unless)}"
    return f"{duty.title}{to}{by}{_when(duty.when)}{unless}"


def _start(clock: Clock) -> str:
    _, submitted, earlier = clock.runs_from.partition(":")
    if submitted:
        return f"the {earlier} report"
    return "the find" if clock.runs_from == "identified" else f"`{clock.runs_from}`"


def _when(condition: Condition) -> str:
    """Return the condition as a clause; nothing for one that always holds."""
    return "" if condition == ALWAYS else f", when {in_words(condition)}"


def _agreement(rulebook: Rulebook, item: Agreement, age: Age) -> Iterator[RenderableType]:
    yield from _title(item.title, item.id)
    yield labelled(
        [
            ("vendor", vendor_name(rulebook, item.vendor)),
            ("customer", item.customer),
            ("days", days_held(item.during)),
            ("environment", item.environment),
            ("applies when", in_words(item.scope)),
            ("looked up", age_words(age)),
            *([("comes", item.pack.words)] if item.pack else []),
            *([("note", item.note)] if item.note else []),
        ],
        width=_WIDE,
    )
    yield ""
    yield heading("Terms")
    rows = [(f"{term.id}: {term.kind.value}", _with(rulebook, term.says, term.cited)) for term in item.terms]
    yield indented(labelled(rows, width=30))
    if item.ambiguities:
        yield ""
        yield heading("Ambiguities")
        yield from (indented(f"- {ambiguity}") for ambiguity in item.ambiguities)
    yield from document_blocks(rulebook, [*item.cited, *(term.cited for term in item.terms)])


def _vendor(rulebook: Rulebook, vendor: Vendor, age: Age) -> Iterator[RenderableType]:
    yield from _title(vendor.name, vendor.id)
    instruments = [item.id for item in rulebook.restrictions.values() if vendor.id in item.vendors]
    agreements = [item.id for item in rulebook.agreements.values() if item.vendor == vendor.id]
    yield labelled(
        [
            ("also called", listed(vendor.aliases) or "nothing else"),
            ("products", listed(vendor.products) or "none recorded"),
            ("offers", listed([each.value for each in vendor.offers]) or "nobody said"),
            ("instruments", listed(instruments) or "none names it"),
            ("agreements", listed(agreements) or "none"),
            ("searched", age_words(age)),
            *([("note", vendor.note)] if vendor.note else []),
        ],
        width=_WIDE,
    )
    if vendor.affiliates:
        yield ""
        yield heading("Affiliates")
        rows = [
            (days_held(one.during), _with(rulebook, f"{one.name}, {one.relation}", one.cited))
            for one in vendor.affiliates
        ]
        yield indented(labelled(rows, width=24))
    if vendor.listings:
        yield ""
        yield heading("On official lists")
        rows = [(days_held(one.during), _with(rulebook, one.says, one.cited)) for one in vendor.listings]
        yield indented(labelled(rows, width=24))


def _title(title: str, name: str) -> Iterator[Text]:
    yield Text(title, style="heading")
    yield Text(name, style="quiet")


def _with(rulebook: Rulebook, text: str, citation: Citation) -> Text:
    return Text.assemble(text, (f" [{cited(rulebook, citation)}]", "quiet"))


def _citations(item: Restriction) -> Iterator[Citation]:
    yield from (effect.cited for _, effect in item.effects.entries)
    for status in item.statuses:
        yield from status.cited
    for part in (item.exceptions, item.unsettled, item.wind_downs, item.readings, item.duties, item.open_dates):
        yield from (one.cited for one in part)
