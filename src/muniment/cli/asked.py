"""What somebody asked about on the command line, looked up in the rulebook and the estate."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from itertools import product
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from muniment.domain.condition import FactType, fact_value
from muniment.domain.contract import AnswerPlace
from muniment.domain.ids import ContractId, FactId, InstrumentId, SystemId, VendorId
from muniment.domain.moment import NoMomentError, parse_day, parse_moment
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from muniment.domain.agreement import Agreement, Waiver
    from muniment.domain.condition import FactKind, Facts, FactValue
    from muniment.domain.contract import Contract, Estate, FactAnswer, System
    from muniment.domain.report import Use
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Vendor

_CLAUSES = FactId("contract.clauses")
_PRODUCT = FactId("item.product")
_ALIKE = 0.75
"""How alike two names are, of 1, where one may be a slip for the other. `acronsi` and `acronis` have 0.86."""
_TELLING = 6
"""A name of so many letters inside a longer one is told, such as `hikvision` in `Hangzhou Hikvision`."""
Named = TypeVar("Named", bound=str)
Described = TypeVar("Described")


def asked_place(rulebook: Rulebook, *, contract: str = "", system: str = "", vendor: str = "") -> AnswerPlace:
    """Return the place that options name; an empty one leaves it open.

    Raises: InputError for a vendor that the rulebook does not know.
    """
    return AnswerPlace(
        contract=ContractId(contract) if contract else None,
        system=SystemId(system) if system else None,
        vendor=known_vendor(rulebook, vendor) if vendor else None,
    )


def known_vendor(rulebook: Rulebook, asked: str) -> VendorId:
    """Return the vendor with the id, name or alias `asked`, or the one with a product of that name.

    Case, blanks and marks between letters do not count.
    Raises: InputError where there is none, naming whose affiliate it is, or those that are spelt alike.
    """
    spelt, vendors = _plain(asked), rulebook.vendors.values()
    for vendor in vendors:
        if spelt and spelt in _plain_of((vendor.id, vendor.name, *vendor.aliases)):
            return vendor.id
    making = [vendor.id for vendor in vendors if spelt and spelt in _plain_of(vendor.products)]
    if len(making) == 1:
        return making[0]
    akin = [vendor.id for vendor in vendors if spelt and spelt in _plain_of(one.name for one in vendor.affiliates)]
    if akin or making:
        what = "is a product of several vendors" if making else "is no vendor here, and recorded as an affiliate of one"
        named = ", ".join(f"`{name}`" for name in (*making, *akin))
        help_ = f"ask about {named}; `muniment rules show` says since when and by which document"
        raise InputError(Problem(where=f"vendor `{asked}`", what=what, help=help_))
    raise _unknown_vendor(rulebook, asked)


def named_product(
    rulebook: Rulebook, vendor: VendorId, asked: str, given: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Return the fact that `asked`, by which `vendor` was named, tells of the product; nothing where it tells none.

    Raises: InputError where another product is `given`.
    """
    about, kind = rulebook.vendors[vendor], rulebook.facts.get(_PRODUCT)
    spelt = _plain(asked)
    if kind is None or spelt not in _plain_of(about.products):
        return ()
    told = tuple((kind.id, choice) for choice in kind.choices if _plain(choice) == spelt)
    for (name, choice), (other, text) in product(told, given):
        if other == name and text != choice:
            what = f"is `{text}` here, and `{choice}` by the name asked about, `{asked}`"
            help_ = f"ask about `{vendor}` to say which product it is, or leave the fact out"
            raise InputError(Problem(where=f"--fact {name}", what=what, help=help_))
    return told


def _plain(name: str) -> str:
    """Return a name without what people write differently: case, blanks and marks between letters."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _plain_of(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_plain, names))


def _unknown_vendor(rulebook: Rulebook, asked: str) -> InputError:
    by_name = {
        _plain(name): vendor.id
        for vendor in rulebook.vendors.values()
        for name in (*vendor.products, *vendor.aliases, vendor.name, vendor.id)
    }
    spelt = _plain(asked)
    parts = [name for name in by_name if min(len(name), len(spelt)) >= _TELLING and (name in spelt or spelt in name)]
    alike = get_close_matches(spelt, by_name, n=3, cutoff=_ALIKE)
    near = dict.fromkeys([by_name[name] for name in (*alike, *parts)][:3])
    named = ", ".join(f"`{name}`" for name in near)
    help_ = f"did you mean {named}" if near else "`muniment rules list` shows the vendors that are known"
    return InputError(Problem(where=f"vendor `{asked}`", what="is not known", help=help_))


def instrument(rulebook: Rulebook, asked: str) -> Restriction | Agreement | Vendor:
    """Return the restriction, agreement or vendor with the id `asked`.

    Raises: InputError.
    """
    named = InstrumentId(asked)
    found = rulebook.restrictions.get(named) or rulebook.agreements.get(named)
    if found is not None:
        return found
    vendor = rulebook.vendors.get(VendorId(asked))
    if vendor is not None:
        return vendor
    raise unknown(asked, "rule", [*rulebook.restrictions, *rulebook.agreements, *rulebook.vendors])


def asked_facts(
    rulebook: Rulebook, estate: Estate | None, vendor: VendorId, place: AnswerPlace, given: Iterable[tuple[str, str]]
) -> Facts:
    """Return what is known of the vendor's use at `place`, the way a check knows it, and on top what was `given`.

    What was given fills gaps alone: an answer that names a contract is about what the estate says of it.
    Raises: InputError for a contract, system or fact that nothing describes, and for each fact that the estate tells
    otherwise.
    """
    recorded, by_hand = _recorded(estate, vendor, place), given_facts(rulebook, given)
    if estate is not None:
        told = _told(estate, vendor, place, recorded)
        if problems := tuple(_otherwise(by_hand, recorded, told, place)):
            raise InputError(*problems)
    return {**recorded, **by_hand}


def given_facts(rulebook: Rulebook, given: Iterable[tuple[str, str]]) -> Facts:
    """Return facts by name. Raises: InputError for a name or a value that does not exist, and for two values of one."""
    known: dict[FactId, FactValue] = {}
    for name, text in given:
        kind = rulebook.facts.get(FactId(name))
        if kind is None:
            raise unknown(name, "fact", rulebook.facts)
        value = fact_from(kind, text)
        if known.setdefault(kind.id, value) != value:
            help_ = "say it once; several entries of a set are written with commas"
            raise InputError(Problem(where=f"--fact {name}", what="is given twice, and differently", help=help_))
    return known


def asked_waivers(estate: Estate | None, place: AnswerPlace) -> tuple[Waiver, ...]:
    """Return the waivers that the organisation holds for the contract."""
    return tuple(waiver for waiver in estate.waivers if waiver.contract == place.contract) if estate else ()


def asked_answers(estate: Estate | None, vendor: VendorId, place: AnswerPlace) -> Mapping[FactId, FactAnswer]:
    """Return the answers in the estate that bear on the vendor's use at `place`."""
    return estate.answers_about(replace(place, vendor=vendor)) if estate else {}


def _recorded(estate: Estate | None, vendor: VendorId, place: AnswerPlace) -> Facts:
    """Return the facts in the estate file; without one, a contract is only a name."""
    from muniment.app.questions import facts_of

    if estate is None:
        if place.system:
            where = f"--system {place.system}"
            raise InputError(Problem(where=where, what="needs an estate file", help="add --estate FILE"))
        return {}
    contract, system = _placed(estate, place)
    if contract is None:
        return {**estate.facts, **(system.facts if system else {})}
    return facts_of(estate, contract, system, _use(vendor, system.id if system else None))


def _placed(estate: Estate, place: AnswerPlace) -> tuple[Contract | None, System | None]:
    """Return the contract and the system that `place` names. Raises: InputError where the estate has no such one."""
    contracts = {contract.id: contract for contract in estate.contracts}
    systems = {system.id: system for system in estate.systems}
    system = _found(place.system, systems, "system") if place.system else None
    return _found(place.contract, contracts, "contract") if place.contract else None, system


def _told(estate: Estate, vendor: VendorId, place: AnswerPlace, recorded: Facts) -> Mapping[FactId, str]:
    """Return where the estate file tells each fact of `recorded`; what follows from several places is told by all."""
    from muniment.app.questions import told

    contract, system = _placed(estate, place)
    if contract is not None:
        by_place = tuple(told(estate, contract, system, _use(vendor, place.system)))
    else:
        by_place = (("[organisation]", estate.facts), *([(f"system `{system.id}`", system.facts)] if system else []))
    return {fact: where for where, facts in by_place for fact in facts if fact in recorded}


def _otherwise(by_hand: Facts, recorded: Facts, told: Mapping[FactId, str], place: AnswerPlace) -> Iterator[Problem]:
    at = "".join(
        f" --{name} {value}" for name, value in (("contract", place.contract), ("system", place.system)) if value
    )
    for fact, value in by_hand.items():
        if fact in recorded and recorded[fact] != value:
            where = told.get(fact, "the estate file")
            what = f"is `{fact_value(value)}` here, and `{fact_value(recorded[fact])}` in {where}"
            asked = f"`muniment whatif --estate FILE{at} --fact {fact}={fact_value(value).replace(', ', ',')}`"
            yield Problem(
                where=f"--fact {fact}", what=what, help=f"mend the estate file, or ask what would be: {asked}"
            )


def _use(vendor: VendorId, system: SystemId | None) -> Use:
    """Return a use of which no evidence is known."""
    from muniment.domain.evidence import EvidenceClass, Rung
    from muniment.domain.report import Use

    return Use(
        vendor=vendor,
        system=system,
        roles=(),
        others=(),
        shown={},
        rung=Rung.MENTIONED,
        cls=EvidenceClass.PRODUCT,
        findings=(),
    )


def fact_from(kind: FactKind, text: str, option: str = "--fact") -> FactValue:
    """Return the value that `text`, given with `option`, stands for; `none` is a set without members.

    Raises: InputError where the fact takes no such value.
    """
    match kind.type:
        case FactType.YES_NO if text in {"yes", "no"}:
            return text == "yes"
        case FactType.SET if (members := _members(kind, text)) is not None:
            return _clauses(members, option) if kind.id == _CLAUSES else members
        case FactType.CHOICE if not kind.choices or text in kind.choices:
            return text
        case FactType.TEXT:
            return text
        case FactType.DAY:
            return _day(kind, text, option)
        case FactType.MOMENT:
            return _moment(kind, text, option)
        case _:
            pass
    raise _unfit(kind, text, option)


def _members(kind: FactKind, text: str) -> frozenset[str] | None:
    """Return the members that `text` names; nothing where one of them does not fit."""
    members = frozenset(part.strip() for part in text.split(",") if part.strip())
    if members == {"none"} and "none" not in kind.choices:
        return frozenset()
    fits = members and (not kind.choices or members <= set(kind.choices))
    return members if fits else None


def _clauses(numbers: frozenset[str], option: str) -> frozenset[str]:
    """Return the clauses as an estate file holds them. Raises: InputError for what is no clause number."""
    from muniment.readers.estate.clauses import named_clauses
    from muniment.readers.estate.toml_table import UnfitError

    try:
        return named_clauses(sorted(numbers))
    except UnfitError as error:
        raise InputError(
            Problem(where=f"{option} {_CLAUSES}", what=f"an entry {error.what}", help=error.help)
        ) from error


def unknown(asked: str, what: str, known: Iterable[str]) -> InputError:
    """Return the error for a name that is not known, with those that are spelt alike or the first few."""
    names = sorted(known)
    near = get_close_matches(asked, names, n=3, cutoff=0.5) or names[:5]
    named = ", ".join(f"`{name}`" for name in near)
    return InputError(
        Problem(where=f"{what} `{asked}`", what="is not known", help=f"did you mean {named}" if named else "")
    )


def _found(asked: str, known: Mapping[Named, Described], what: str) -> Described:
    found = {str(name): value for name, value in known.items()}
    if asked not in found:
        raise unknown(asked, what, found)
    return found[asked]


def _day(kind: FactKind, text: str, option: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise _unfit(kind, text, option) from error


def _moment(kind: FactKind, text: str, option: str) -> date:
    try:
        return parse_moment(text, ZoneInfo)
    except NoMomentError as error:
        raise InputError(
            Problem(where=f"{option} {kind.id}", what=f"`{text}` {error.what}", help=error.help)
        ) from error


def _unfit(kind: FactKind, text: str, option: str) -> InputError:
    from muniment.render.fact_words import permitted_answers

    help_ = f"give {permitted_answers(kind)}"
    return InputError(Problem(where=f"{option} {kind.id}", what=f"`{text}` does not fit", help=help_))
