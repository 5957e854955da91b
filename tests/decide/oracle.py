"""A second evaluator, for tests alone: slow, written from the prose of `rulebook/README.md`, and without `muniment`.

It reads the YAML itself. What is missing, it does not reason about: it fills the gaps in every possible way, and
compares what comes out. What is not asked of it: reasons, readings, duties and confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from decide.spans import SCALE, Grant, Span, either, strictest, waived

if TYPE_CHECKING:
    from pathlib import Path

Value: TypeAlias = str | bool | date | frozenset[str]
Entry: TypeAlias = Mapping[str, Any]
"""A value of YAML with keys: everything in it is text."""
Condition: TypeAlias = str | Entry
World: TypeAlias = Mapping[str, Value]
"""Facts by name. In a completion, none that an instrument asks for is missing."""
Asked: TypeAlias = Mapping[str, tuple[Value, ...]]
"""Facts, each with values that stand for all that it can have."""

LETTER = "contract.removal_date"
_EFFECTS = {
    "none": "permitted",
    "notify": "permitted",
    "authorise": "needs-authorisation",
    "waiver-only": "needs-waiver",
    "prohibit": "prohibited",
}
_BINDS = {"in-force", "upheld"}
_OPEN = {"announced", "unknown"}
_ELSEWHERE = "something that no rule names"
_MOST_IN_A_SET = 6
_RULED = ("status", "exceptions", "wind_down")


@dataclass(frozen=True)
class Oracle:
    """The files of a rulebook, as text: facts, instruments and vendors by id."""

    facts: Mapping[str, Entry]
    restrictions: Mapping[str, Entry]
    agreements: Mapping[str, Entry]
    vendors: Mapping[str, Entry]
    _found: dict[tuple[str, str], Asked] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Mapping[str, str]) -> Oracle:
        """Read the files, whose paths are those inside the rulebook's folder."""
        read = {path: yaml.load(text, Loader=yaml.BaseLoader) for path, text in files.items()}  # noqa: S506  # text only

        def below(folder: str) -> dict[str, Entry]:
            return {one["id"]: one for path, one in read.items() if path.startswith(folder)}

        return cls(
            facts={one["id"]: one for one in read["facts.yaml"]},
            restrictions=below("restrictions/"),
            agreements=below("agreements/"),
            vendors=below("vendors/"),
        )

    # The whole

    def decide(self, vendor: str, known: World, day: date, grants: tuple[Grant, ...] = ()) -> Span:
        """Return what is possible: under each instrument however its facts turn out, then under the strictest."""
        known = {**self.listed(vendor, day), **known}
        return strictest(
            [
                either([judge(world) for world in _filled(known, self._asked_by(vendor, name, conditions))])
                for name, judge, conditions in self._judges(vendor, known, day, grants)
            ]
        )

    def together(
        self, vendor: str, known: World, day: date, grants: tuple[Grant, ...] = ()
    ) -> Iterator[tuple[World, Span]]:
        """Yield what follows in every way in which the missing facts of all instruments together may turn out."""
        known = {**self.listed(vendor, day), **known}
        judges = [judge for _, judge, _ in self._judges(vendor, known, day, grants)]
        for world in _filled(known, self.asked(vendor)):
            yield world, strictest([judge(world) for judge in judges])

    def turns_on(self, instrument: str, fact: str, vendor: str, known: World, day: date) -> bool:
        """Say whether what an instrument contributes can differ by `fact` alone, whatever the other facts are."""
        known = {**self.listed(vendor, day), **known}
        for name, judge, conditions in self._judges(vendor, known, day, ()):
            if name == instrument:
                asked = self._asked_by(vendor, name, conditions)
                others = {other: values for other, values in asked.items() if other != fact}
                for world in _filled(known, others):
                    spans = [judge({**world, fact: value}) for value in asked[fact]]
                    if len({(span.best, span.worst) for span in spans}) > 1:
                        return True
        return False

    def naming(self, vendor: str) -> list[Entry]:
        """Return the restrictions that name the vendor, or something that it may offer."""
        return [each for each in self.restrictions.values() if self._reaches(each, vendor)]

    def asked(self, vendor: str) -> Asked:
        """Return the facts that the outcome may turn on, each with values that stand for all that it can have.

        The contracting officer's letter is not among them: while nobody has one, the documents count.
        """
        ruled = [conditions for _, _, conditions in self._judges(vendor, {}, date.min, ())]
        unsettled = [one["when"] for each in self.naming(vendor) for one in each.get("unsettled", ())]
        return self._asked_by(vendor, "all", (*chain.from_iterable(ruled), *unsettled))

    def _judges(
        self, vendor: str, known: World, day: date, grants: tuple[Grant, ...]
    ) -> Iterator[tuple[str, Callable[[World], Span], tuple[Condition, ...]]]:
        """Yield what tells of each instrument what follows in a completion, and the conditions on which that turns."""
        for each in self.naming(vendor):
            ruled = [one["when"] for key in _RULED for one in each.get(key, ())]
            judge = partial(self._restriction, each, vendor, known=known, day=day, grants=grants)
            yield each["id"], judge, (self.scope(each, vendor), *ruled)
        for each in self.agreements.values():
            if each["vendor"] == vendor:
                breaches = [term["breach"] for term in each["terms"]]
                yield each["id"], partial(self._agreement, each, day=day), (each["scope"], *breaches)

    def _asked_by(self, vendor: str, name: str, conditions: tuple[Condition, ...]) -> Asked:
        if (vendor, name) not in self._found:
            facts = dict.fromkeys(leaf["fact"] for condition in conditions for leaf in _leaves(condition))
            values = {fact: values_of(self.facts[fact], fact, conditions) for fact in facts if fact != LETTER}
            self._found[vendor, name] = values
        return self._found[vendor, name]

    def listed(self, vendor: str, day: date) -> dict[str, Value]:
        """Return the facts that official lists answer for the vendor on `day`, where nobody says otherwise."""
        listings = self.vendors[vendor].get("listings", ())
        return {each["fact"]: True for each in listings if _runs(each, day)}

    def _reaches(self, restriction: Entry, vendor: str) -> bool:
        named, described = restriction["vendors"], self.vendors[vendor]
        if isinstance(named, list):
            return vendor in named
        offers, homes = described.get("offers"), named.get("home")
        may_offer = "offering" not in named or offers is None or named["offering"] in offers
        return may_offer and (homes is None or described.get("home") in homes)

    # One instrument, nothing missing

    def _restriction(
        self, restriction: Entry, vendor: str, world: World, known: World, day: date, grants: tuple[Grant, ...]
    ) -> Span:
        free = Span(0, 0)
        begun = [effect["is"] for start, effect in restriction["effect"].items() if _day(start) <= day]
        bar = SCALE.index(_EFFECTS[begun[-1]]) if begun else 0
        if not bar or not self.holds(self.scope(restriction, vendor), world):
            return free
        state = self._state(restriction, world, day)
        if restriction["binding"] == "no":
            return Span(0, bar) if state == "announced" else free
        if state not in _BINDS | _OPEN:
            return free
        if any(self.holds(each["when"], world) for each in restriction.get("exceptions", ())):
            return free
        span = self._let_go_on(restriction, vendor, world, day, bar)
        span = waived(span, day, [grant for grant in grants if grant.instrument == restriction["id"]])
        silent = any(self.surely(each["when"], known) for each in restriction.get("unsettled", ()))
        return Span(0, span.worst, span.until) if silent or state in _OPEN else span

    def scope(self, restriction: Entry, vendor: str) -> Condition:
        """Return the scope as it meets `vendor`, which may offer more than the instrument is about."""
        named, scope = restriction["vendors"], as_condition(restriction["scope"])
        if (
            isinstance(named, list)
            or "offering" not in named
            or self.vendors[vendor].get("offers") == [named["offering"]]
        ):
            return scope
        return {"all": [{"fact": "item.offering", "is": named["offering"]}, scope]}

    def _state(self, restriction: Entry, world: World, day: date) -> str:
        return next(
            (each["state"] for each in restriction["status"] if _runs(each, day) and self.holds(each["when"], world)),
            "unknown",
        )

    def _let_go_on(self, restriction: Entry, vendor: str, world: World, day: date, bar: int) -> Span:
        windows = [
            _day(each["until"])
            for each in restriction.get("wind_down", ())
            if _runs(each, day) and self.holds(each["when"], world)
        ]
        letter = world.get(LETTER)
        if not windows:
            return Span(bar, bar)
        if isinstance(letter, date):
            last = min(letter, self._latest(vendor, restriction))
            return Span(1, 1, last) if day <= last else Span(bar, bar)
        if day > max(windows):
            asked = restriction["reach"] != "agency-only" and day <= self._latest(vendor, restriction)
            return Span(1 if asked else bar, bar)
        return Span(1, 1, min(windows)) if day <= min(windows) else Span(1, bar)

    def _latest(self, vendor: str, restriction: Entry) -> date:
        named = restriction["vendors"]
        vendors = named if isinstance(named, list) else [v for v in self.vendors if self._reaches(restriction, v)]
        return max(
            _day(window["until"])
            for each in self.restrictions.values()
            for window in each.get("wind_down", ())
            if any(self._reaches(each, other) for other in {vendor, *vendors})
        )

    def _agreement(self, agreement: Entry, world: World, day: date) -> Span:
        if not _runs(agreement, day) or not self.holds(agreement["scope"], world):
            return Span(0, 0)
        ranks = [
            SCALE.index("needs-authorisation" if term["kind"] == "authorisation" else "prohibited")
            for term in agreement["terms"]
            if self.holds(term["breach"], world)
        ]
        return Span(max(ranks, default=0), max(ranks, default=0))

    # Conditions

    def holds(self, condition: Condition, world: World) -> bool:
        """Say whether `condition` holds where none of its facts is missing."""
        match condition:
            case str():
                return condition == "always"
            case {"all": parts}:
                return all(self.holds(part, world) for part in parts)
            case {"any": parts}:
                return any(self.holds(part, world) for part in parts)
            case {"not": part}:
                return not self.holds(part, world)
            case _:
                return _passes(condition, world[condition["fact"]])

    def surely(self, condition: Condition, known: World) -> bool:
        """Say whether `condition` holds however its missing facts turn out."""
        asked = {
            leaf["fact"]: values_of(self.facts[leaf["fact"]], leaf["fact"], [condition]) for leaf in _leaves(condition)
        }
        return all(self.holds(condition, world) for world in _filled(known, asked))


def _passes(test: Entry, value: Value) -> bool:
    match test:
        case {"is": wanted}:
            return value == _typed(wanted, value)
        case {"in": wanted}:
            return any(value == _typed(one, value) for one in wanted)
        case {"includes": wanted}:
            return isinstance(value, frozenset) and any(one in value for one in wanted)
        case {"before": wanted}:
            return isinstance(value, date) and value < _day(wanted)
        case {"on_or_after": wanted}:
            return isinstance(value, date) and value >= _day(wanted)
        case _:
            raise AssertionError(test)


def as_condition(read: object) -> Condition:
    """Return what was read as a condition, which is a word, or keys with values."""
    assert isinstance(read, str | dict)
    return read


def files_in(folder: Path) -> dict[str, str]:
    """Return the text of the files that decide, by path."""
    paths = [folder / "facts.yaml", *folder.glob("restrictions/*.yaml"), *folder.glob("agreements/*.yaml")]
    paths += folder.glob("vendors/*/vendor.yaml")
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(paths)
        if not path.name.endswith(".cases.yaml")
    }


def values_of(kind: Entry, fact: str, conditions: Sequence[Condition]) -> tuple[Value, ...]:
    """Return values of a fact that differ for some condition, and one that none of them names."""
    tests = [leaf for condition in conditions for leaf in _leaves(condition) if leaf["fact"] == fact]
    choices: list[str] = kind.get("choices", [])
    match kind["type"]:
        case "yes-no":
            return (True, False)
        case "day":
            days = {_day(leaf[key]) for leaf in tests for key in ("is", "before", "on_or_after") if key in leaf}
            days |= {_day(one) for leaf in tests for one in leaf.get("in", ())}
            return tuple(sorted({*days, *(day - timedelta(days=1) for day in days), date(2020, 1, 1)}))
        case "set":
            return tuple(_sets([frozenset(leaf["includes"]) for leaf in tests]))
        case _:
            named = {one for leaf in tests for one in (leaf.get("in") or [leaf["is"]])}
            return tuple(choices or [*sorted(named), _ELSEWHERE])


def _sets(tests: list[frozenset[str]]) -> Iterator[frozenset[str]]:
    """Yield a smallest set for each way in which the tests can come out together."""
    named = sorted(frozenset().union(*tests))
    alike = {tuple(one in test for test in tests): one for one in reversed(named)}
    seen: set[tuple[bool, ...]] = set()
    for size in range(min(len(alike), _MOST_IN_A_SET) + 1):
        for members in combinations(sorted(alike.values()), size):
            told = tuple(not test.isdisjoint(members) for test in tests)
            if told not in seen:
                seen.add(told)
                yield frozenset(members)


def _filled(known: World, asked: Asked) -> Iterator[World]:
    """Yield `known` with its gaps filled in every way that a rule can tell apart."""
    missing = [fact for fact in asked if fact not in known]
    for way in product(*(asked[fact] for fact in missing)):
        yield {**known, **dict(zip(missing, way, strict=True))}


def _leaves(condition: Condition) -> Iterator[Entry]:
    match condition:
        case str():
            return
        case {"all": parts} | {"any": parts}:
            for part in parts:
                yield from _leaves(part)
        case {"not": part}:
            yield from _leaves(part)
        case _:
            yield condition


def _typed(written: str, like: Value) -> Value:
    match like:
        case bool():
            return written == "yes"
        case date():
            return _day(written)
        case _:
            return written


def _runs(entry: Entry, day: date) -> bool:
    return _day(entry["from"]) <= day and ("to" not in entry or day < _day(entry["to"]))


def _day(written: str) -> date:
    return date.fromisoformat(written)
