"""Who asks for a fact: the instruments, and the documents behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.citation import Citation
    from muniment.domain.contract import AnswerPlace
    from muniment.domain.ids import InstrumentId
    from muniment.domain.report import Report
    from muniment.domain.rulebook import Rulebook


def instrument_title(book: Rulebook, name: InstrumentId) -> str:
    """Return how a restriction or an agreement is called; its id where the rulebook has none of that name."""
    found = book.restrictions.get(name) or book.agreements.get(name)
    return found.title if found else name


def instrument_cited(book: Rulebook, name: InstrumentId, as_of: date) -> tuple[Citation, ...]:
    """Return what says what follows from the instrument on `as_of`."""
    if (restriction := book.restrictions.get(name)) is not None:
        effect = restriction.effects.on(as_of)
        return (effect.cited,) if effect else ()
    agreement = book.agreements.get(name)
    return agreement.cited if agreement else ()


def place_words(report: Report, place: AnswerPlace) -> str:
    """Return what an answer is about, as a person calls it."""
    estate, book = report.estate, report.rulebook
    titles: dict[str, str] = {}
    if estate is not None:
        titles |= {each.id: each.title for each in estate.contracts} | {each.id: each.title for each in estate.systems}

    def named(id_: str) -> str:
        title = titles.get(id_, "")
        return f"{id_} ({title})" if title else id_

    if place.contract:
        return f"contract {named(place.contract)}"
    if place.vendor:
        vendor = book.vendors.get(place.vendor)
        return f"{vendor.name if vendor else place.vendor} in system {named(place.system or '')}"
    if place.system:
        return f"system {named(place.system)}"
    return f"the organisation, {estate.organisation}" if estate else "the organisation"
