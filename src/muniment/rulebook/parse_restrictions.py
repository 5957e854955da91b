"""Restrictions: one legal instrument to a file."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from muniment.domain.dated import Dated
from muniment.domain.ids import InstrumentId
from muniment.domain.restriction import (
    OFFERING,
    Effect,
    EffectKind,
    ExceptionRule,
    OpenDate,
    Reach,
    Reading,
    Restriction,
    State,
    Status,
    Unsettled,
    WindDown,
)
from muniment.domain.technology import Offering
from muniment.rulebook.fields import (
    block,
    choice,
    day,
    distinct,
    each,
    fields,
    gather,
    identifier,
    interval,
    some,
    text,
    text_or_empty,
    yes_no,
)
from muniment.rulebook.parse_conditions import parse_condition
from muniment.rulebook.parse_duties import parse_duty
from muniment.rulebook.parse_sources import CITING, PINPOINT, cited, cited_by_all
from muniment.rulebook.yaml_text import Block, refusal

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.ids import VendorId
    from muniment.rulebook.known import Known
    from muniment.rulebook.yaml_text import Node, Text

_NEEDS = (
    *("id", "title", "regime", "authority", "issuer", "issued", "verified_through", "binding", "reach", "vendors"),
    *("items", "scope", "effect", "status"),
)
_LISTS = ("exceptions", "unsettled", "wind_down", "readings", "duties", "open_dates")


def parse_restriction(node: Node, stem: str, known: Known) -> Restriction:
    """Return the restriction in the file named `stem`."""
    found = fields(node, "a restriction", needs=_NEEDS, may=(*_LISTS, "waivers", "note"))
    for key in _LISTS:
        distinct(found.get(key), "entry")
    vendors, offering, homes = _vendors(found["vendors"], known)
    return Restriction(
        id=file_id(found["id"], stem),
        title=text(found["title"]),
        regime=text(found["regime"]),
        authority=text(found["authority"]),
        issuer=text(found["issuer"]),
        issued=day(found["issued"]),
        verified_through=day(found["verified_through"]),
        binding=yes_no(found["binding"]),
        reach=choice(found["reach"], Reach),
        vendors=vendors,
        items=text(found["items"]),
        scope=parse_condition(found["scope"], known),
        effects=_effects(found["effect"], known),
        statuses=some(found["status"], lambda item: _status(item, known)),
        exceptions=each(found.get("exceptions"), lambda item: _exception(item, known)),
        unsettled=each(found.get("unsettled"), lambda item: _unsettled(item, known)),
        wind_downs=each(found.get("wind_down"), lambda item: _wind_down(item, known)),
        readings=each(found.get("readings"), lambda item: _reading(item, known)),
        duties=each(found.get("duties"), lambda item: parse_duty(item, known)),
        open_dates=each(found.get("open_dates"), lambda item: _open_date(item, known)),
        waivers=text_or_empty(found.get("waivers")),
        note=text_or_empty(found.get("note")),
        offering=offering,
        homes=homes,
    )


def _vendors(node: Node, known: Known) -> tuple[tuple[VendorId, ...], Offering | None, tuple[str, ...]]:
    """Return the vendors that are named, or those of an offering or of some countries, and by what they are chosen."""
    if not isinstance(node, Block):
        return some(node, known.vendor), None, ()
    found = fields(node, "a choice of vendors", needs=(), may=("offering", "home"))
    offering = _offering(found["offering"], known) if "offering" in found.keys else None
    homes = some(found["home"], text) if "home" in found.keys else ()
    if vendors := known.chosen(offering, homes):
        return vendors, offering, homes
    raise refusal(node.place, "no vendor is chosen", "write `offering:`, `home:` or both, as in a `vendor.yaml`")


def _offering(told: Node, known: Known) -> Offering:
    offering = choice(told, Offering)
    kind = known.facts.get(OFFERING)
    if kind is None or offering.value not in kind.choices:
        what = f"no fact `{OFFERING}` asks whether an item is `{offering.value}`"
        raise refusal(told.place, what, "vendors with several offerings need it: add it to `facts.yaml`")
    return offering


def file_id(node: Node, stem: str) -> InstrumentId:
    """Return the id of an instrument, which its file is named after."""
    id_ = identifier(node)
    if id_ == stem:
        return InstrumentId(id_)
    raise refusal(node.place, f"id `{id_}` stands in a file named `{stem}.yaml`", "make the two names equal")


def _effects(node: Node, known: Known) -> Dated[Effect]:
    found = block(node, "an effect")
    if not found.keys:
        raise refusal(found.place, "no effect is given", "write the first day and what follows from it")
    entries = gather(found.entries(), lambda entry: _effect(*entry, known))
    for (earlier, _), (later, _) in pairwise(entries):
        if later <= earlier:
            place = found.keys[later.isoformat()]
            raise refusal(place, f"the effect from {later} stands after the one from {earlier}", "sort by date")
    return Dated(entries)


def _effect(start: Text, node: Node, known: Known) -> tuple[date, Effect]:
    found = fields(node, "an effect", needs=("is", *CITING), may=PINPOINT)
    return day(start), Effect(kind=choice(found["is"], EffectKind), cited=cited(found, known.sources))


def _status(node: Node, known: Known) -> Status:
    needs = ("from", "state", "whom", "when", *CITING)
    found = fields(node, "a status", needs=needs, may=("to", *PINPOINT, "note"))
    return Status(
        during=interval(found),
        state=choice(found["state"], State),
        whom=text(found["whom"]),
        when=parse_condition(found["when"], known),
        cited=cited_by_all(found, known.sources),
        note=text_or_empty(found.get("note")),
    )


def _exception(node: Node, known: Known) -> ExceptionRule:
    found = fields(node, "an exception", needs=("id", "title", "when", *CITING), may=PINPOINT)
    return ExceptionRule(
        id=identifier(found["id"]),
        title=text(found["title"]),
        when=parse_condition(found["when"], known),
        cited=cited(found, known.sources),
    )


def _unsettled(node: Node, known: Known) -> Unsettled:
    found = fields(node, "an unsettled case", needs=("id", "why", "when", *CITING), may=PINPOINT)
    return Unsettled(
        id=identifier(found["id"]),
        why=text(found["why"]),
        when=parse_condition(found["when"], known),
        cited=cited(found, known.sources),
    )


def _wind_down(node: Node, known: Known) -> WindDown:
    needs = ("id", "title", "from", "until", "when", *CITING)
    found = fields(node, "a wind-down", needs=needs, may=("to", *PINPOINT, "note"))
    during, until = interval(found), day(found["until"])
    if until < during.start:
        raise refusal(found["until"].place, f"`until` is {until}, which is earlier than `from`, {during.start}")
    return WindDown(
        id=identifier(found["id"]),
        title=text(found["title"]),
        during=during,
        until=until,
        when=parse_condition(found["when"], known),
        cited=cited(found, known.sources),
        note=text_or_empty(found.get("note")),
    )


def _reading(node: Node, known: Known) -> Reading:
    needs = ("id", "holder", "says", "from", "effect", "when", *CITING)
    found = fields(node, "a reading", needs=needs, may=("to", *PINPOINT))
    return Reading(
        id=identifier(found["id"]),
        holder=text(found["holder"]),
        says=text(found["says"]),
        during=interval(found),
        effect=choice(found["effect"], EffectKind),
        when=parse_condition(found["when"], known),
        cited=cited(found, known.sources),
    )


def _open_date(node: Node, known: Known) -> OpenDate:
    found = fields(node, "an open date", needs=("date", "what", *CITING), may=PINPOINT)
    return OpenDate(day=day(found["date"]), what=text(found["what"]), cited=cited(found, known.sources))
