"""Cases beside a restriction or an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.case import Case, Expectation
from muniment.domain.citation import Confidence
from muniment.domain.decision import Outcome
from muniment.domain.duty import Office
from muniment.domain.ids import FactId, InstrumentId, VendorId
from muniment.rulebook.fields import (
    block,
    choice,
    day,
    day_or_none,
    each,
    fields,
    gather,
    resolve,
    some,
    suggestion,
    text,
    text_or_empty,
)
from muniment.rulebook.files import beside
from muniment.rulebook.parse_facts import parse_given
from muniment.rulebook.parse_sources import cited_by_all
from muniment.rulebook.yaml_text import read, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from muniment.domain.rulebook import Rulebook
    from muniment.rulebook.files import RulebookFiles
    from muniment.rulebook.yaml_text import Block, Node, Text

_LISTS = ("because", "set_aside", "unknown", "open_law", "readings", "duties", "no_duty")
_MAY = (*_LISTS, "until", "due", "asks", "to", "confidence")


def parse_cases(node: Node, rulebook: Rulebook) -> tuple[Case, ...]:
    """Return the cases of one file; everything that they name is in `rulebook`."""
    return some(node, lambda item: _case(item, rulebook))


def cases_of(files: RulebookFiles, rulebook: Rulebook) -> dict[InstrumentId, tuple[Case, ...]]:
    """Return the cases beside each restriction and agreement; `files` hold nothing else.

    Raises: RulebookError for a file that is not as it should be; `rules lint` tells every problem.
    """
    told: dict[InstrumentId, tuple[Case, ...]] = {}
    for path, content in sorted(files.contents.items()):
        instrument = InstrumentId(beside(path))
        told[instrument] = (*told.get(instrument, ()), *parse_cases(read(content, files.shown(path)), rulebook))
    return told


def _case(node: Node, rulebook: Rulebook) -> Case:
    found = fields(node, "a case", needs=("case", "as_of", "vendor", "given", "expect"), may=("scenario", "by", "at"))
    return Case(
        sentence=text(found["case"]),
        where=str(node.place),
        as_of=day(found["as_of"]),
        vendor=resolve(found["vendor"], rulebook.vendors, VendorId, "vendor").id,
        given=parse_given(found["given"], rulebook.facts),
        expect=_expectation(found["expect"], rulebook),
        scenario=text_or_empty(found.get("scenario")),
        text=cited_by_all(found, rulebook.sources) if found.get("by") else (),
    )


def _expectation(node: Node, rulebook: Rulebook) -> Expectation:
    found = fields(node, "an expectation", needs=("outcome",), may=_MAY)
    outcome, until = choice(found["outcome"], Outcome), day_or_none(found.get("until"))
    if (outcome is Outcome.PERMITTED_UNTIL) != (until is not None):
        raise refusal(node.place, "`until` goes with `permitted-until`, and only with it", "give both or neither")
    return Expectation(
        outcome=outcome,
        until=until,
        because=_instruments(found.get("because"), rulebook),
        set_aside=_instruments(found.get("set_aside"), rulebook),
        unknown=each(found.get("unknown"), lambda item: resolve(item, rulebook.facts, FactId, "fact").id),
        open_law=_instruments(found.get("open_law"), rulebook),
        readings=each(found.get("readings"), lambda item: _among(item, _readings(rulebook), "reading")),
        duties=each(found.get("duties"), lambda item: _among(item, _duties(rulebook), "duty")),
        due=_due(found, rulebook),
        no_duty=each(found.get("no_duty"), lambda item: _among(item, _duties(rulebook), "duty")),
        asks=_asks(found.get("asks"), rulebook),
        to=_to(found, rulebook),
        confidence=None if found.get("confidence") is None else choice(found["confidence"], Confidence),
    )


def _asks(node: Node | None, rulebook: Rulebook) -> tuple[FactId, ...] | None:
    return None if node is None else each(node, lambda item: resolve(item, rulebook.facts, FactId, "fact").id)


def _to(found: Block, rulebook: Rulebook) -> tuple[tuple[str, tuple[Office, ...]], ...]:
    node = found.get("to")
    if node is None:
        return ()
    duties = tuple(_duties(rulebook))
    entries = block(node, "who receives").entries()
    return gather(
        entries,
        lambda entry: (_among(entry[0], duties, "duty"), each(entry[1], lambda item: choice(item, Office))),
    )


def _instruments(node: Node | None, rulebook: Rulebook) -> tuple[InstrumentId, ...]:
    return each(node, lambda item: _instrument(item, rulebook))


def _instrument(node: Node, rulebook: Rulebook) -> InstrumentId:
    known = {id_: id_ for id_ in (*rulebook.restrictions, *rulebook.agreements)}
    return resolve(node, known, InstrumentId, "instrument")


def _due(found: Block, rulebook: Rulebook) -> tuple[tuple[str, str, date], ...]:
    node = found.get("due")
    if node is None:
        return ()
    return gather(block(node, "the days that are due").entries(), lambda entry: _due_day(*entry, rulebook))


def _due_day(key: Text, value: Node, rulebook: Rulebook) -> tuple[str, str, date]:
    clocks = [
        f"{duty.id}/{clock.id}"
        for restriction in rulebook.restrictions.values()
        for duty in restriction.duties
        for clock in duty.clocks
    ]
    duty, _, clock = _among(key, clocks, "clock").partition("/")
    return duty, clock, day(value)


def _among(node: Node, known: Iterable[str], what: str) -> str:
    value, words = text(node), sorted(set(known))
    if value in words:
        return value
    raise refusal(
        node.place, f"there is no {what} `{value}`", suggestion(value, words, otherwise=f"describe the {what}")
    )


def _readings(rulebook: Rulebook) -> Iterable[str]:
    return (reading.id for restriction in rulebook.restrictions.values() for reading in restriction.readings)


def _duties(rulebook: Rulebook) -> Iterable[str]:
    return (duty.id for restriction in rulebook.restrictions.values() for duty in restriction.duties)
