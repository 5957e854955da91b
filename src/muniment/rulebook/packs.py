"""Rule packs: a folder that brings restrictions, agreements, sources and facts of an organisation's own.

A pack only adds. Every id in it is new, its instruments carry its name, and its signatures belong to its own vendors:
so it can neither change nor remove what the rulebook says, nor how the rulebook recognises a vendor.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.domain.pack import Pack
from muniment.domain.rulebook import Overlay
from muniment.rulebook.fields import day, fields, gather, identifier, text, version
from muniment.rulebook.known import Known
from muniment.rulebook.layout import Holds, sorted_as_pack
from muniment.rulebook.load import Collector, Rules, known_in, nodes_of, place_of_id, rules_in
from muniment.rulebook.yaml_text import Block, Text, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

    from muniment.domain.ids import Digest
    from muniment.rulebook.files import RulebookFiles
    from muniment.rulebook.load import Entry, Placed
    from muniment.rulebook.yaml_text import Node, Place

_NEEDS = ("id", "title", "version", "issued", "publisher")


def is_pack(files: RulebookFiles) -> bool:
    """Say whether the folder is a rule pack, and not one of vendors and signatures alone."""
    return Holds.PACK.value in files.contents


def with_pack(placed: Placed, files: RulebookFiles) -> Placed:
    """Return the rulebook with what the pack in `files` adds.

    Raises: RulebookError with every problem of the pack: what is not understood, and what is not its own to say.
    """
    nodes = nodes_of(sorted_as_pack(files))
    (told,) = nodes[Holds.PACK]
    pack = _pack(told.node, files.digest())
    book, collector = placed.rulebook, Collector()
    _refuse_taken(placed, nodes[Holds.FACTS], nodes[Holds.SOURCES], nodes[Holds.VENDOR])
    base = Known(sources=book.sources, facts=book.facts, vendors=book.vendors)
    known, sources = known_in(nodes, collector, base)
    rules = rules_in(nodes, known, collector)
    for check in _checks(pack, placed, rules):
        collector.check(check)
    collector.settle()
    own = {each.id: replace(each, pack=pack) for each in rules.restrictions.values}
    agreed = {each.id: replace(each, pack=pack) for each in rules.agreements.values}
    overlay = Overlay(
        folder=files.folder,
        digest=pack.digest,
        vendors=tuple(id_ for id_ in known.vendors if id_ not in book.vendors),
        signatures=tuple(each.id for each in rules.signatures.values),
        replaces=(),
        pack=pack,
        instruments=(*own, *agreed),
    )
    return replace(
        placed,
        rulebook=replace(
            book,
            sources=known.sources,
            facts=known.facts,
            vendors=known.vendors,
            restrictions={**book.restrictions, **own},
            agreements={**book.agreements, **agreed},
            signatures=(*book.signatures, *rules.signatures.values),
            overlays=(*book.overlays, overlay),
        ),
        sources={**placed.sources, **dict(sources.places)},
        signatures={**placed.signatures, **dict(rules.signatures.places)},
        instruments={**placed.instruments, **_instruments(rules)},
    )


def _pack(node: Node, digest: Digest) -> Pack:
    found = fields(node, "a rule pack", needs=_NEEDS)
    return Pack(
        id=identifier(found["id"]),
        title=text(found["title"]),
        version=version(found["version"]),
        issued=day(found["issued"]),
        publisher=text(found["publisher"]),
        digest=digest,
    )


def _refuse_taken(placed: Placed, facts: Iterable[Entry], sources: Iterable[Entry], vendors: Iterable[Entry]) -> None:
    """Refuse what is described before the pack is laid over: whoever reads an id must know which one is meant."""
    book = placed.rulebook
    described: tuple[tuple[str, Iterable[Entry], Container[str]], ...] = (
        ("fact", facts, book.facts),
        ("source", sources, book.sources),
        ("vendor", vendors, book.vendors),
    )
    gather(
        ((what, entry, taken) for what, entries, taken in described for entry in entries),
        lambda each: _refuse_if_taken(*each),
    )
    answered = {fact.answer_in: fact.id for fact in book.facts.values()}
    gather(facts, lambda entry: _refuse_shared_answer(entry, answered))


def _refuse_shared_answer(entry: Entry, answered: Mapping[str, str]) -> None:
    """Refuse a fact that would be answered where another one is: the answer would stand for both."""
    told = entry.node.get("answer_in") if isinstance(entry.node, Block) else None
    if isinstance(told, Text) and told.value in answered:
        what = f"`{told.value}` holds the answer to `{answered[told.value]}` already"
        raise refusal(told.place, what, "use that fact, or choose another key of the estate file")


def _refuse_if_taken(what: str, entry: Entry, taken: Container[str]) -> None:
    id_ = _told_id(entry.node)
    if id_ is not None and id_ in taken:
        help_ = "a rule pack only adds: leave it out to use the one that is there, or choose another id"
        raise refusal(place_of_id(entry.node), f"{what} `{id_}` is described already, outside this pack", help_)


def _told_id(node: Node) -> str | None:
    told = node.get("id") if isinstance(node, Block) else None
    return told.value if isinstance(told, Text) else None


def _checks(pack: Pack, placed: Placed, rules: Rules) -> Iterable[Callable[[], object]]:
    """Yield what is asked of a pack beyond what is asked of a rulebook."""
    instruments, signatures = _instruments(rules), dict(rules.signatures.places)
    yield lambda: gather(instruments.items(), lambda each: _refuse_nameless(pack, *each))
    yield lambda: gather(instruments.items(), lambda each: _refuse_described("instrument", *each, placed.instruments))
    yield lambda: gather(signatures.items(), lambda each: _refuse_described("signature", *each, placed.signatures))
    yield lambda: _refuse_foreign_signatures(placed, rules)


def _instruments(rules: Rules) -> dict[str, Place]:
    return dict((*rules.restrictions.places, *rules.agreements.places))


def _refuse_nameless(pack: Pack, id_: str, place: Place) -> None:
    if not id_.startswith(f"{pack.id}."):
        what = f"instrument `{id_}` does not carry the name of its pack"
        raise refusal(place, what, f"begin its id, and the name of its file, with `{pack.id}.`")


def _refuse_described(what: str, id_: str, place: Place, taken: Mapping[str, Place]) -> None:
    if id_ in taken:
        help_ = "a rule pack only adds: choose another id"
        raise refusal(place, f"{what} `{id_}` is described in {taken[id_]} already", help_)


def _refuse_foreign_signatures(placed: Placed, rules: Rules) -> None:
    """Refuse signatures of vendors that are not the pack's: what a match shows could set an instrument aside."""
    places = dict(rules.signatures.places)
    foreign = [each for each in rules.signatures.values if each.vendor in placed.rulebook.vendors]
    gather(foreign, lambda each: _refuse_foreign(each.vendor, places[each.id]))


def _refuse_foreign(vendor: str, place: Place) -> None:
    help_ = "a pack recognises its own vendors only; put this file into an overlay of vendors and signatures"
    raise refusal(place, f"`{vendor}` is no vendor of this pack", help_)
