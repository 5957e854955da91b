"""A decision memo: why a use was judged as it was, for whoever reads the file years later. What it says, in blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import muniment
from muniment.domain.condition import fact_value
from muniment.domain.decision import Outcome
from muniment.render.age import age_words, stale_words
from muniment.render.citing import cited, vendor_name
from muniment.render.deadlines import deadline_words
from muniment.render.decision_json import every_citation
from muniment.render.words import WORD, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from muniment.domain.citation import Citation
    from muniment.domain.condition import Facts
    from muniment.domain.contract import Posture
    from muniment.domain.decision import Decision, DutyDue
    from muniment.domain.rulebook import Rulebook
    from muniment.render.said import Said


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of the memo, or of a part of it where `level` is 2."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list, one line each."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Title | Paragraph | Points | Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """What a memo is about. `elsewhere` is the decision on the same vendor outside the contract, in commercial use.

    `prepared_by` is empty where nobody is named yet; `prepared_on` is a day in UTC.
    """

    rulebook: Rulebook
    organisation: str
    contract: str
    system: str
    decision: Decision
    facts: Facts
    said: Said
    elsewhere: Decision | None
    postures: tuple[Posture, ...]
    prepared_by: str
    prepared_on: date


def memo_blocks(memo: Memo) -> Iterator[Block]:
    """Yield the memo from its heading to the list of documents."""
    decision, book = memo.decision, memo.rulebook
    yield Title(f"Decision memo: {vendor_name(book, decision.vendor)} on {memo.contract or 'any contract'}", level=1)
    yield Grid(("Matter", "Stated"), tuple(_head(memo)))
    yield Title("Decision")
    yield Paragraph(_answer(memo))
    yield from _listing("Why", _reasons(memo, decision))
    yield from _postures(memo)
    yield from _elsewhere(memo)
    yield from _readings(memo)
    yield from _open(memo)
    yield from _listing("Last permitted days, all that documents give", _last_days(memo))
    yield from _listing("Duties that arise", [_duty(book, due) for due in decision.duties])
    yield from _listing("Instruments that were weighed and set aside", _set_aside(book, decision))
    yield Title("Facts relied on")
    yield _facts(memo)
    yield from _listing("What may change this", _coming(memo))
    yield from _documents(memo)
    yield Title("Limits")
    yield Paragraph(
        "This memo states what documents say, as far as each was read, and what follows from the facts above. It is "
        "not legal advice. A program made it; it is the organisation's own once a person has read and adopted it."
    )
    yield Grid(("Prepared by", "Reviewed by", "Date"), ((memo.prepared_by or " ", " ", " "),))


def _facts(memo: Memo) -> Block:
    """Return what is known, with a column for who said so where somebody answered for any of it."""
    said = {fact: memo.said.words(fact, value).removeprefix(", ") for fact, value in memo.facts.items()}
    known = tuple((fact, fact_value(memo.facts[fact]), said[fact]) for fact in sorted(memo.facts))
    if not known:
        return Paragraph("None was recorded.")
    if any(said.values()):
        return Grid(("Fact", "Value", "On whose word"), known)
    return Grid(("Fact", "Value"), tuple(row[:2] for row in known))


def _head(memo: Memo) -> Iterator[tuple[str, str]]:
    book, decision = memo.rulebook, memo.decision
    yield "Organisation", memo.organisation
    yield "Contract", memo.contract or "any"
    yield "System", memo.system or "any"
    yield "Vendor", vendor_name(book, decision.vendor)
    yield "Decided as of", str(decision.as_of)
    yield "Prepared on", str(memo.prepared_on)
    yield "Law as last looked up", age_words(decision.age) if decision.age else f"through {decision.verified_through}"
    yield "Rulebook", f"{book.version} of {book.released}, {decision.rulebook}"
    for overlay in book.overlays:
        yield "Beside it", f"{overlay.folder}, {overlay.digest}"
    yield "Program", f"muniment {muniment.__version__}"
    yield "Weakest source it rests on", decision.confidence.value


def _answer(memo: Memo) -> str:
    decision = memo.decision
    until = f" {decision.until}" if decision.until else ""
    word = "permitted until" if decision.outcome is Outcome.PERMITTED_UNTIL else WORD[decision.outcome]
    text = f"On {decision.as_of} the use is {word}{until}."
    if stale := stale_words(decision):
        text += f" {stale[0].upper()}{stale[1:]}. The law may have changed since."
    if decision.outcome is Outcome.UNDETERMINED and decision.as_looked_up is None:
        text += " The instruments and facts that are known do not settle it; it must not be taken for permitted."
    if decision.as_of > decision.verified_through:
        text += f" The law was last looked up on {decision.verified_through}; a later change is not known here."
    if not decision.reasons and decision.outcome is Outcome.PERMITTED:
        text += " Nothing in the rulebook stands against it; what is not in the rulebook was not weighed."
    return text


def _postures(memo: Memo) -> Iterator[Block]:
    """Tell by which readings the organisation acts, and where that is a choice to go beyond the law."""
    chosen = {(each.instrument, each.reading): each for each in memo.decision.readings if each.chosen}
    held = [posture for posture in memo.postures if (posture.instrument, posture.reading) in chosen]
    if not held:
        return
    yield Title("The organisation's own posture")
    for posture in held:
        reading = chosen[posture.instrument, posture.reading]
        yield Paragraph(
            f"On {posture.instrument} the organisation acts by the reading of {reading.holder}: {reading.says}. "
            f"Decided by {posture.decided_by} on {posture.on}: {posture.why} "
            f"Under that reading the use is {WORD[reading.outcome]}."
        )
    decision = memo.decision
    if decision.posture is None:
        yield Paragraph("This asks no more than the instruments do, and changes nothing.")
    elif decision.outcome is Outcome.UNDETERMINED:
        yield Paragraph(
            f"The instruments leave the use undetermined. To act as if it were {WORD[decision.posture]} is the "
            "organisation's own choice while they do."
        )
    else:
        yield Paragraph(
            f"By the instruments alone the use is {WORD[decision.outcome]}. To act as if it were "
            f"{WORD[decision.posture]} is the organisation's own choice to go beyond them."
        )


def _elsewhere(memo: Memo) -> Iterator[Block]:
    """Tell how the same vendor stands in commercial use, and why."""
    found = memo.elsewhere
    if found is None:
        return
    yield Title("Use outside the contract")
    yield Paragraph(f"The same vendor in commercial use alone, on the same day: {WORD[found.outcome]}.")
    if found.reasons:
        free = found.outcome in {Outcome.PERMITTED, Outcome.PERMITTED_UNTIL}
        yield Paragraph("These instruments apply, and bar nothing:" if free else "Instruments that bear on it:")
        yield Points(tuple(_reasons(memo, found)))
    asides = _set_aside(memo.rulebook, found)
    if found.outcome is Outcome.PERMITTED and asides:
        yield Paragraph("It stays permitted because each instrument that was weighed leaves it out:")
        yield Points(tuple(asides))
    if found.unknown:
        yield Points(tuple(f"open: {each.question} ({each.fact})" for each in found.unknown))


def _readings(memo: Memo) -> Iterator[Block]:
    if not memo.decision.readings:
        return
    yield Title("Disputed readings, all evaluated")
    rows = tuple(
        (
            each.instrument,
            f"{each.holder}{' (acted by)' if each.chosen else ''}",
            f"{each.says} [{cited(memo.rulebook, each.cited)}]",
            WORD[each.outcome],
        )
        for each in memo.decision.readings
    )
    yield Grid(("Instrument", "As read by", "It says", "Then the use is"), rows)


def _open(memo: Memo) -> Iterator[Block]:
    decision = memo.decision
    asked = [
        f"{each.question} ({each.fact}; bears on {listed(list(each.instruments))}{memo.said.words(each.fact, None)})"
        for each in decision.unknown
    ]
    yield from _listing("Facts that are missing", asked)
    points = [f"{each.instrument}: {each.why}{_sources(memo.rulebook, each.cited)}" for each in decision.open_law]
    yield from _listing("What no fact settles", points)


def _reasons(memo: Memo, decision: Decision) -> list[str]:
    """Return what decides, and then what merely applies beside it."""
    ordered = sorted(decision.reasons, key=lambda reason: not decision.rests_on(reason))
    return [
        f"{each.instrument}: {each.because}{_sources(memo.rulebook, each.cited)}"
        f"{'' if decision.rests_on(each) else ' (applies as well; the outcome does not rest on it)'}"
        for each in ordered
    ]


def _last_days(memo: Memo) -> list[str]:
    return [
        f"{each.until}: {each.instrument}, {each.title}{_sources(memo.rulebook, [each.cited] if each.cited else [])}"
        f"{' ' + each.note if each.note else ''}"
        for each in memo.decision.last_days
    ]


def _duty(book: Rulebook, due: DutyDue) -> str:
    clocks = [f"{one.clock.id}: {one.clock.content}, due by: {deadline_words(one)}" for one in due.due]
    within = f" ({'; '.join(clocks)})" if clocks else ""
    return f"{due.instrument}: {due.duty.title}{within}{_sources(book, [due.duty.cited])}"


def _set_aside(book: Rulebook, decision: Decision) -> list[str]:
    return [f"{each.instrument}: {each.because}{_sources(book, each.cited)}" for each in decision.set_aside]


def _coming(memo: Memo) -> list[str]:
    decision = memo.decision
    weighed = {each.instrument for each in decision.reasons} | {each.instrument for each in decision.set_aside}
    weighed |= {each.instrument for each in decision.open_law}
    days = sorted(
        (day.day, name, day)
        for name in weighed
        if (item := memo.rulebook.restrictions.get(name)) is not None
        for day in item.open_dates
        if day.day >= decision.as_of
    )
    return [f"{day}: {name}, {each.what}{_sources(memo.rulebook, [each.cited])}" for day, name, each in days]


def _documents(memo: Memo) -> Iterator[Block]:
    named = dict.fromkeys(citation.source for citation in every_citation(memo.decision))
    sources = [memo.rulebook.sources[name] for name in named if name in memo.rulebook.sources]
    if sources:
        yield Title("Documents")
        yield Grid(
            ("Document", "Address", "Confidence", "Read"),
            tuple((s.title, s.address, s.confidence.value, f"{s.read.value}, {s.retrieved}") for s in sources),
        )


def _listing(title: str, items: list[str]) -> Iterator[Block]:
    if items:
        yield Title(title)
        yield Points(tuple(items))


def _sources(book: Rulebook, citations: Iterable[Citation]) -> str:
    told = "; ".join(cited(book, citation) for citation in citations)
    return f" [{told}]" if told else ""
