"""The tables of the estate file, and how the facts of the rulebook are written in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from muniment.domain.condition import FactKind, FactType, FactValue
from muniment.domain.duty import FOUND
from muniment.domain.ids import FactId
from muniment.readers.estate import toml_table
from muniment.readers.estate.toml_table import Table, UnfitError

Kinds: TypeAlias = Mapping[FactId, FactKind]

TIER = FactId("party.tier")
CLAUSES = FactId("contract.clauses")
AGENCY = FactId("contract.agency")
SOLICITED = FactId("contract.solicited")
AWARDED = FactId("contract.awarded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A table of the estate file: its header, its own keys, and the facts that may be written in it.

    Facts come from whole `areas` (the part before the dot), with `also` added and `apart` taken away.
    """

    header: str
    keys: tuple[str, ...]
    areas: tuple[str, ...] = ()
    also: tuple[FactId, ...] = ()
    apart: tuple[FactId, ...] = ()

    def holds(self, fact: FactId) -> bool:
        """Say whether `fact` is written in this table under a key of its own."""
        area, _, short = fact.partition(".")
        return short not in self.keys and fact not in self.apart and (area in self.areas or fact in self.also)


TOP = Shape(
    header="the file",
    keys=("organisation", "contracts", "systems", "waivers", "postures", "reports", "answers", "rulebook", "ledger"),
)
RULEBOOK = Shape(header="[rulebook]", keys=("max_age_days",))
ORGANISATION = Shape(header="[organisation]", keys=("name",), areas=("party",), apart=(TIER,))
CONTRACT = Shape(
    header="[[contracts]]",
    keys=("id", "title", "agency", "clauses", "performance", "contracting_officer", "orders"),
    areas=("contract",),
    also=(TIER,),
)
CLAUSE = Shape(header="an entry of `clauses`", keys=("id", "version"))
ORDER = Shape(header="an entry of `orders`", keys=("id", "contracting_officer"))
PERFORMANCE = Shape(header="`performance`", keys=("start", "end"))
SYSTEM = Shape(header="[[systems]]", keys=("id", "title", "contracts", "sources", "uses"), areas=("system", "use"))
FIND = Shape(header="`report`", keys=tuple(datum.value.replace("-", "_") for datum in FOUND))
USE = Shape(header="[[systems.uses]]", keys=("vendor", "report"), areas=("item", "use", "event"))
WAIVER = Shape(header="[[waivers]]", keys=("id", "instrument", "contract", "granted_by", "document", "from", "until"))
POSTURE = Shape(header="[[postures]]", keys=("instrument", "reading", "decided_by", "on", "why"))
REPORT = Shape(
    header="[[reports]]", keys=("instrument", "duty", "clock", "contract", "system", "vendor", "sent", "reference")
)
ANSWER = Shape(header="[[answers]]", keys=("fact", "contract", "system", "vendor", "value", "by", "on", "source"))
LEDGER = Shape(header="[ledger]", keys=("at", "key", "checkpoint"))
_WITH_FACTS = (ORGANISATION, CONTRACT, SYSTEM, USE)


def with_dates(kinds: Kinds) -> Kinds:
    """Return `kinds` and the two days that every contract may give, whether or not a rule asks for them."""
    days = {
        SOLICITED: FactKind(
            id=SOLICITED,
            type=FactType.DAY,
            question="On which day was the solicitation issued?",
            answer_in="[[contracts]] solicited",
        ),
        AWARDED: FactKind(
            id=AWARDED,
            type=FactType.DAY,
            question="On which day was the contract awarded?",
            answer_in="[[contracts]] awarded",
        ),
    }
    return {**days, **kinds}


def spellings(shape: Shape, kinds: Kinds) -> Mapping[str, tuple[FactId, ...]]:
    """Return what each key of a table can mean: the part after the dot, or the whole name in quotation marks."""
    spelled: dict[str, tuple[FactId, ...]] = {}
    for fact in kinds:
        if shape.holds(fact):
            for key in (fact.partition(".")[2], fact):
                spelled[key] = (*spelled.get(key, ()), fact)
    return spelled


def read_facts(table: Table, shape: Shape, kinds: Kinds) -> dict[FactId, FactValue]:
    """Return the facts in `table`; every key that is neither a fact nor one of its own keys is noted."""
    spelled = spellings(shape, kinds)
    facts: dict[FactId, FactValue] = {}
    for key in table.values:
        meant = spelled.get(key, ())
        if key in shape.keys:
            continue
        if not meant:
            table.note(key, f"`{key}` is not known in {shape.header}", _elsewhere(key, shape, kinds))
        elif len(meant) > 1:
            table.note(key, f"`{key}` can mean {_either(meant)}", "write the whole name in quotation marks")
        elif meant[0] in facts:
            table.note(key, f"`{meant[0]}` is given twice", "keep one of the two spellings")
        elif (value := read_value(table, key, kinds[meant[0]])) is not None:
            facts[meant[0]] = value
    return facts


def _elsewhere(key: str, shape: Shape, kinds: Kinds) -> str:
    """Return a help for an unknown key: the table that it belongs in, or the nearest known key."""
    homes = [other for other in _WITH_FACTS if key in {*other.keys, *spellings(other, kinds)} and other is not shape]
    if homes and shape is not CLAUSE:
        return f"`{key}` belongs below {homes[0].header}"
    if any(fact.startswith(f"{key}.") for fact in kinds):
        return f'write the part after the dot alone, or the whole name in quotation marks: "{key}...."'
    known = {*shape.keys, *(spelled for spelled in spellings(shape, kinds) if "." not in spelled or "." in key)}
    return toml_table.suggestion(key, known)


def _either(meant: tuple[FactId, ...]) -> str:
    return " or ".join(f"`{fact}`" for fact in meant)


def read_value(table: Table, key: str, kind: FactKind) -> FactValue | None:
    """Return what stands at `key` as a value of `kind`; nothing where it is missing, or unfit, which is noted."""
    match kind.type:
        case FactType.YES_NO:
            return table.take(key, toml_table.yes_or_no)
        case FactType.DAY:
            return table.take(key, toml_table.day)
        case FactType.MOMENT:
            return table.take(key, toml_table.moment)
        case FactType.TEXT | FactType.CHOICE:
            return table.take(key, lambda value: _choice(value, kind))
        case FactType.SET:
            return _set(table, key, kind)
        case _:
            assert_never(kind.type)


def _choice(value: object, kind: FactKind) -> str:
    plain = toml_table.text(value)
    if kind.choices and plain not in kind.choices:
        raise UnfitError(what=f"cannot be `{plain}`", help_=toml_table.suggestion(plain, kind.choices))
    return plain


def _set(table: Table, key: str, kind: FactKind) -> frozenset[str] | None:
    entries = table.each(key, lambda value: _choice(value, kind))
    if entries is None:
        return None
    seen: set[str] = set()
    for position, entry in entries:
        if entry in seen:
            table.notes.add((*table.path, key, position), f"`{entry}` stands twice in `{key}`", "keep one of them")
        seen.add(entry)
    return frozenset(seen)
