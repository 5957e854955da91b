"""From the files of a rulebook to the rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypeVar

from muniment.domain.rulebook import Rulebook
from muniment.domain.tooling import NO_TOOLS
from muniment.errors import Problem, RulebookError
from muniment.rulebook.fields import gather, some, unique
from muniment.rulebook.known import NOTHING, Known
from muniment.rulebook.layout import Holds, sorted_by_content
from muniment.rulebook.parse_agreements import parse_agreement
from muniment.rulebook.parse_facts import parse_fact
from muniment.rulebook.parse_hypotheticals import parse_hypothetical
from muniment.rulebook.parse_release import parse_calendar, parse_reference_data, parse_release, parse_tooling
from muniment.rulebook.parse_restrictions import parse_restriction
from muniment.rulebook.parse_signatures import parse_signature
from muniment.rulebook.parse_sources import parse_source
from muniment.rulebook.parse_templates import parse_template
from muniment.rulebook.parse_vendors import parse_vendor
from muniment.rulebook.yaml_text import Block, Text, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import PurePosixPath

    from muniment.domain.agreement import Agreement
    from muniment.domain.citation import Source
    from muniment.domain.hypothetical import Hypothetical
    from muniment.domain.restriction import Restriction
    from muniment.domain.technology import Signature
    from muniment.domain.template import Template
    from muniment.rulebook.files import RulebookFiles
    from muniment.rulebook.layout import RuleFile
    from muniment.rulebook.yaml_text import Node, Place


class _Described(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


D = TypeVar("D", bound=_Described)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A rulebook together with the places, by id, at which its sources, signatures and instruments are described."""

    rulebook: Rulebook
    sources: Mapping[str, Place]
    signatures: Mapping[str, Place]
    instruments: Mapping[str, Place]
    hypotheticals: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is described, and the path of the file in which it stands."""

    path: PurePosixPath
    node: Node


@dataclass(frozen=True, slots=True)
class Group(Generic[D]):
    """Things of one sort, and where each is described."""

    values: tuple[D, ...] = ()
    places: tuple[tuple[str, Place], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Everything that refers to sources, facts and vendors."""

    signatures: Group[Signature]
    restrictions: Group[Restriction]
    agreements: Group[Agreement]
    hypotheticals: Group[Hypothetical]
    templates: Group[Template]


Nodes: TypeAlias = "Mapping[Holds, tuple[Entry, ...]]"


def load(files: RulebookFiles) -> Rulebook:
    """Return the rulebook that `files` describe. Every id in it stands for something, and it is never empty.

    Raises: RulebookError with the problems of all files. Rules are looked at when what they refer to is in order.
    """
    return load_with_places(files).rulebook


def load_with_places(files: RulebookFiles) -> Placed:
    """Return the rulebook and where its parts are described. Raises as `load` does."""
    nodes = nodes_of(sorted_by_content(files))
    collector = Collector()
    known, sources = known_in(nodes, collector)
    rules = rules_in(nodes, known, collector)
    collector.settle()
    return Placed(
        rulebook=_rulebook(files, nodes, known, rules),
        sources=dict(sources.places),
        signatures=dict(rules.signatures.places),
        instruments=dict((*rules.restrictions.places, *rules.agreements.places)),
        hypotheticals=dict(rules.hypotheticals.places),
    )


class Collector:
    """Keeps the problems of several groups, so that they can be mended together."""

    def __init__(self) -> None:
        """Begin without a problem."""
        self._problems: list[Problem] = []

    def group(self, what: str, entries: Iterable[Entry], parse: Callable[[Entry], D]) -> Group[D]:
        """Return the entries, parsed, or an empty group when any of them has a problem."""
        try:
            parsed = gather(entries, lambda entry: (parse(entry), place_of_id(entry.node)))
            places = tuple((value.id, place) for value, place in parsed)
            unique(places, what)
        except RulebookError as error:
            self._problems.extend(error.problems)
            return Group()
        return Group(tuple(value for value, _ in parsed), places)

    def check(self, test: Callable[[], object]) -> None:
        """Keep the problems that `test` raises."""
        try:
            test()
        except RulebookError as error:
            self._problems.extend(error.problems)

    def settle(self) -> None:
        """Raise what was kept, if anything: RulebookError."""
        if self._problems:
            raise RulebookError(*self._problems)


def nodes_of(files: Mapping[Holds, tuple[RuleFile, ...]]) -> dict[Holds, tuple[Entry, ...]]:
    """Return the entries of every file: one for a file, except for lists of facts and sources."""
    everything = [(holds, file) for holds, group in files.items() for file in group]
    nodes = gather(everything, lambda one: read(one[1].content, one[1].shown))
    entries: dict[Holds, tuple[Entry, ...]] = dict.fromkeys(Holds, ())
    for (holds, file), node in zip(everything, nodes, strict=True):
        items = some(node, lambda item: item) if holds in {Holds.FACTS, Holds.SOURCES} else (node,)
        entries[holds] += tuple(Entry(file.path, item) for item in items)
    return entries


def known_in(nodes: Nodes, collector: Collector, base: Known = NOTHING) -> tuple[Known, Group[Source]]:
    """Return what the files may refer to, `base` included, and the sources in them. Raises: RulebookError."""
    sources = collector.group("source", nodes[Holds.SOURCES], lambda entry: parse_source(entry.node))
    facts = collector.group("fact", nodes[Holds.FACTS], lambda entry: parse_fact(entry.node))
    collector.settle()
    by_id = {**base.sources, **{source.id: source for source in sources.values}}
    kinds = {**base.facts, **{fact.id: fact for fact in facts.values}}
    vendors = collector.group(
        "vendor", nodes[Holds.VENDOR], lambda entry: parse_vendor(entry.node, entry.path.parent.name, by_id, kinds)
    )
    collector.settle()
    known = Known(
        sources=by_id,
        facts=kinds,
        vendors={**base.vendors, **{vendor.id: vendor for vendor in vendors.values}},
    )
    return known, sources


def rules_in(nodes: Nodes, known: Known, collector: Collector) -> Rules:
    """Return everything in the files that refers to sources, facts and vendors; `collector` keeps the problems."""
    restrictions = collector.group(
        "restriction", nodes[Holds.RESTRICTION], lambda entry: parse_restriction(entry.node, entry.path.stem, known)
    )
    bound = {restriction.id: restriction for restriction in restrictions.values}
    rules = Rules(
        signatures=collector.group("signature", nodes[Holds.SIGNATURE], lambda entry: _signature(entry, known)),
        restrictions=restrictions,
        agreements=collector.group(
            "agreement", nodes[Holds.AGREEMENT], lambda entry: parse_agreement(entry.node, entry.path.stem, known)
        ),
        hypotheticals=collector.group(
            "hypothetical",
            nodes[Holds.HYPOTHETICAL] if bound else (),
            lambda entry: parse_hypothetical(entry.node, entry.path.stem, known, bound),
        ),
        templates=collector.group(
            "template",
            nodes[Holds.TEMPLATE] if bound else (),
            lambda entry: parse_template(entry.node, entry.path.stem, known, bound),
        ),
    )
    collector.check(lambda: unique((*rules.restrictions.places, *rules.agreements.places), "instrument"))
    return rules


def _signature(entry: Entry, known: Known) -> Signature:
    folder = Text(entry.path.parent.name, entry.node.place)
    return parse_signature(entry.node, known.vendor(folder), known)


def _rulebook(files: RulebookFiles, nodes: Nodes, known: Known, rules: Rules) -> Rulebook:
    ((release,), (calendar,)) = nodes[Holds.RELEASE], nodes[Holds.CALENDAR]
    released = parse_release(release.node)
    words = gather(nodes[Holds.REFERENCE_DATA], lambda entry: parse_reference_data(entry.node))
    tooling = gather(nodes[Holds.TOOLING], lambda entry: parse_tooling(entry.node))
    return Rulebook(
        version=released.version,
        released=released.released,
        max_age_days=released.max_age_days,
        digest=files.digest(),
        discovery=files.discovery().digest(),
        vendors=known.vendors,
        sources=known.sources,
        facts=known.facts,
        restrictions={restriction.id: restriction for restriction in rules.restrictions.values},
        agreements={agreement.id: agreement for agreement in rules.agreements.values},
        signatures=rules.signatures.values,
        calendar=parse_calendar(calendar.node, known.sources),
        list_words=tuple(word for group in words for word in group),
        tooling=tooling[0] if tooling else NO_TOOLS,
        hypotheticals={each.id: each for each in rules.hypotheticals.values},
        templates={each.id: each for each in rules.templates.values},
    )


def place_of_id(node: Node) -> Place:
    """Return where the id stands in an entry that has one, as every parsed entry has."""
    return node["id"].place if isinstance(node, Block) else node.place
