"""What somebody supposes on the command line, looked up in the rulebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.app.whatif import ClauseAdded, FactsSupposed, Hypothesis, Named
from muniment.cli.asked import given_facts, known_vendor, unknown
from muniment.decide.suppose import Affiliated, Covered, LawChanged
from muniment.domain.hypothetical import LawChange
from muniment.domain.ids import ContractId, HypotheticalId, InstrumentId, VendorId
from muniment.domain.moment import parse_day
from muniment.domain.restriction import State
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from muniment.cli.whatif.supposing_options import Typed
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook

STATES = {
    "reinstated": State.IN_FORCE,
    "vacated": State.SET_ASIDE,
    "withdrawn": State.SET_ASIDE,
    **{state.value: state for state in State},
}
"""The words for a state: those of the rulebook, and what lawyers call some of them."""


def hypothesis(book: Rulebook, typed: Typed, as_of: date) -> Hypothesis:
    """Return what is supposed. A status without days of its own holds from the day of the question on.

    Raises: InputError for a name that nothing describes, and for what cannot be so on its day.
    """
    day = typed.on or as_of
    return Hypothesis(
        law=tuple(_law(book, typed, day)),
        named=tuple(_named(book, text) for text in typed.suppose),
        facts=tuple(_facts(book, typed)),
        clauses=tuple(ClauseAdded(contract=ContractId(one), clause=clause) for one, clause in typed.clause),
        on=typed.on,
    )


def refuse_mixed(hypothesis: Hypothesis, vendor: str, estate: Path | None, *, given: bool) -> None:
    """Refuse what does not go together: a vendor or an estate is asked about, and something is supposed.

    Raises: InputError.
    """
    if hypothesis.supposes_nothing:
        help_ = "add --suppose, --status, --cover, --affiliate, --clause, --fact or --on; --list shows what has a name"
        raise InputError(Problem(where="muniment whatif", what="nothing is supposed", help=help_))
    if bool(vendor) == bool(estate):
        help_ = "give --estate FILE for an organisation, or VENDOR for one question"
        raise InputError(Problem(where="muniment whatif", what="asks about a vendor or about an estate", help=help_))
    if estate and given:
        help_ = "write what is so in the estate file, and suppose with --fact what is not"
        raise InputError(Problem(where="--given and --through", what="go with VENDOR only", help=help_))
    if vendor and (hypothesis.clauses or any(each.contract or each.system for each in hypothesis.facts)):
        help_ = "without one, suppose --fact contract.clauses=..."
        raise InputError(Problem(where="--clause, --contract and --system", what="need an estate file", help=help_))


def _law(book: Rulebook, typed: Typed, day: date) -> Iterator[LawChanged | Covered | Affiliated]:
    yield from (_status(book, name, text, day) for name, text in typed.status)
    for vendor, name in typed.cover:
        yield Covered(vendor=known_vendor(book, vendor), instrument=_restriction(book, name).id)
    for company, vendor in typed.affiliate:
        yield Affiliated(company=VendorId(company), vendor=known_vendor(book, vendor))


def _facts(book: Rulebook, typed: Typed) -> Iterator[FactsSupposed]:
    if typed.fact:
        yield FactsSupposed(facts=given_facts(book, typed.fact), contract=typed.contract, system=typed.system)


def _named(book: Rulebook, text: str) -> Named:
    """Return the hypothetical in `ID` or `ID@DAY`; without a day it is so from the earliest day on which it can be."""
    name, at, day = text.partition("@")
    found = book.hypotheticals.get(HypotheticalId(name))
    if found is None:
        raise unknown(name, "hypothetical", book.hypotheticals)
    start = _day(day, f"--suppose {text}") if at else found.earliest.day
    if start < found.earliest.day:
        what = f"cannot be so on {start}, but from {found.earliest.day} on: {found.earliest.why}"
        raise InputError(Problem(where=f"--suppose {text}", what=what, help="give a later day, or leave it out"))
    return Named(hypothetical=found, start=start)


def _status(book: Rulebook, name: str, text: str, day: date) -> LawChanged:
    """Return the change in `STATE`, `STATE@FROM` or `STATE@FROM..LAST`."""
    where = f"--status {name}={text}"
    restriction = _restriction(book, name)
    word, at, days = text.partition("@")
    if word not in STATES:
        raise unknown(word, "state", STATES)
    first, dots, last = days.partition("..")
    start = _day(first, where) if at else day
    until = _day(last, where) if dots else None
    if until is not None and until < start:
        raise InputError(Problem(where=where, what=f"ends on {until}, before it begins", help="swap the two days"))
    if start < restriction.issued:
        what = f"`{name}` was issued on {restriction.issued}, and had no standing before"
        raise InputError(Problem(where=where, what=what, help=f"suppose a day from {restriction.issued} on"))
    change = LawChange(instrument=restriction.id, state=STATES[word], until=until)
    return LawChanged(change=change, start=start)


def _restriction(book: Rulebook, name: str) -> Restriction:
    found = book.restrictions.get(InstrumentId(name))
    if found is not None:
        return found
    if InstrumentId(name) in book.agreements:
        what = "is an agreement, which has terms and no status"
        raise InputError(Problem(where=f"instrument `{name}`", what=what, help="suppose facts of it with --fact"))
    raise unknown(name, "instrument", book.restrictions)


def _day(text: str, where: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        what = f"`{text}` is not a date such as 2026-11-23"
        raise InputError(Problem(where=where, what=what, help="write the day after the `@`")) from error
