"""What a rulebook update does: every entry that was added, removed or changed, and the decisions that turn with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from rich.text import Text

from muniment.prove.differing import differing
from muniment.render.citing import vendor_name
from muniment.render.decision_json import decision_value, fact_json, source_value
from muniment.render.found_json import rulebook_value, write_object
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.replay import place_value, place_words
from muniment.render.rules.as_json import agreement_value, restriction_value, vendor_value
from muniment.render.visible import visible
from muniment.render.whatif.as_json import hypothetical_value
from muniment.render.whatif.as_text import turn_blocks
from muniment.render.words import count, outcome_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import Console, RenderableType

    from muniment.app.whatif import View
    from muniment.domain.calendar import Calendar
    from muniment.domain.condition import FactKind
    from muniment.domain.report import UseDecision
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Signature
    from muniment.prove.differing import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a rulebook that differs. `places` are empty where it was `added` or `removed` as a whole."""

    kind: str
    id: str
    where: str
    what: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesDiff:
    """Two rulebooks, what differs between them, and for an estate the answers under each.

    `new` are decisions about vendors that the earlier rulebook did not know; `unread` is what was not
    looked at; where it is `complete`, only because somebody chose so.
    """

    before: Rulebook
    after: Rulebook
    entries: tuple[Entry, ...]
    view: View | None = None
    new: tuple[UseDecision, ...] = ()
    unread: tuple[str, ...] = ()
    complete: bool = True


def entries(before: Rulebook, after: Rulebook, where: Mapping[tuple[str, str], str]) -> Iterator[Entry]:
    """Yield every entry that differs; `where` says at which place one is described."""
    was, is_ = _values(before), _values(after)
    for kind in is_:
        for id_ in sorted({*was[kind], *is_[kind]}):
            then, now = was[kind].get(id_), is_[kind].get(id_)
            place = where.get((kind, id_), "")
            if then is None or now is None:
                yield Entry(kind=kind, id=id_, where=place, what="added" if then is None else "removed")
            elif places := tuple(differing(then, now)):
                yield Entry(kind=kind, id=id_, where=place, what="changed", places=places)


def print_rules_diff(diff: RulesDiff, to: Console) -> None:
    """Print what differs, kind by kind, and then which decisions change."""
    show(_blocks(diff), to)


def write_rules_diff(diff: RulesDiff, to: TextIO) -> None:
    """Write the same for a program."""
    write_object(
        {
            "after": rulebook_value(diff.after),
            "before": rulebook_value(diff.before),
            "complete": diff.complete,
            "decisions": None if diff.view is None else list(_turns(diff.view)),
            "entries": (
                {
                    "id": one.id,
                    "kind": one.kind,
                    "places": [place_value(place) for place in one.places],
                    "what": one.what,
                    "where": one.where,
                }
                for one in diff.entries
            ),
            "format": "muniment.rules-diff/1",
            "new": [
                {**decision_value(one.decision), "contract": one.contract, "system": one.use.system} for one in diff.new
            ],
            "unread": list(diff.unread),
        },
        to,
    )


def _values(book: Rulebook) -> dict[str, dict[str, dict[str, Any]]]:
    """Return every entry of a rulebook as JSON, by its kind and id."""
    return {
        "restriction": {one.id: restriction_value(one) for one in book.restrictions.values()},
        "agreement": {one.id: agreement_value(one) for one in book.agreements.values()},
        "hypothetical": {one.id: hypothetical_value(one) for one in book.hypotheticals.values()},
        "vendor": {one.id: vendor_value(one) for one in book.vendors.values()},
        "signature": {one.id: _signature(one) for one in book.signatures},
        "fact": {one.id: _fact(one) for one in book.facts.values()},
        "source": {one.id: source_value(one) for one in book.sources.values()},
        "calendar": {"holidays": _calendar(book.calendar)},
    }


def _calendar(calendar: Calendar) -> dict[str, Any]:
    return {
        "closures": {str(one.day): one.why for one in calendar.closures},
        "days": sorted(map(str, calendar.holidays)),
        "from": str(calendar.start),
        "through": str(calendar.through),
    }


def _fact(kind: FactKind) -> dict[str, Any]:
    return {
        "answer_in": kind.answer_in,
        "choices": list(kind.choices),
        "question": kind.question,
        "type": kind.type.value,
    }


def _signature(one: Signature) -> dict[str, Any]:
    return {
        "alone": one.alone.value,
        "dev_tooling": one.dev_tooling,
        "facts": {fact: fact_json(value) for fact, value in one.facts.items()},
        "match": {kind.value: list(patterns) for kind, patterns in one.match.items()},
        "roles": {role.value: vendor for role, vendor in one.roles.items()},
        "shows": one.shows,
        "unless": {kind.value: list(patterns) for kind, patterns in one.unless.items()},
        "vendor": one.vendor,
    }


def _blocks(diff: RulesDiff) -> Iterator[RenderableType]:
    yield Text("What a rulebook update does", style="heading")
    for label, book in (("from", diff.before), ("to", diff.after)):
        about = f"{label:4} {book.version} of {book.released}, {book.digest[:19]}, looked up through {book.looked_up}"
        yield Text(about, style="quiet")
    if not diff.entries:
        yield Text("No entry differs.")
    for kind in dict.fromkeys(one.kind for one in diff.entries):
        mine = [one for one in diff.entries if one.kind == kind]
        yield ""
        yield heading(count(len(mine), kind))
        for one in mine:
            yield indented(
                Text.assemble((one.what.ljust(8), "quiet"), (one.id, "heading"), (f"  {one.where}", "place"))
            )
            for place in one.places:
                yield indented(Text("/".join(place.path)), 4)
                rows = [("was", place_words(place.before)), ("is", place_words(place.after))]
                yield indented(labelled(rows, width=3), 6)
    if diff.view is not None:
        yield ""
        yield heading(f"Decisions in the estate, on {diff.view.after}")
        yield from turn_blocks(diff.after, diff.view, ("before", "after"), diff.unread)
        for new in diff.new:
            where = f"{visible(new.use.system or 'no system')} on {visible(new.contract or 'any contract')}"
            name = vendor_name(diff.after, new.decision.vendor)
            yield indented(Text(f"{name} in {where}: not known before; now {outcome_words(new.decision)}"))
        yield from (indented(Text(f"Not looked at: {text}")) for text in diff.unread)


def _turns(view: View) -> Iterator[dict[str, Any]]:
    for turn in view.turns:
        yield {
            "after": decision_value(turn.after),
            "before": decision_value(turn.before),
            "contract": turn.asked.contract,
            "differs": turn.differs.value,
            "system": turn.asked.system,
            "vendor": turn.after.vendor,
        }
