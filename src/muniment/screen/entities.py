"""The vendors of a rulebook as entities: names, how their bearers belong to the vendor, which instruments reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.restriction import EffectKind, State
from muniment.domain.screening import Affiliation, Entity, EntityName, Reached
from muniment.screen.names import is_han, normal, without_brackets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from muniment.domain.ids import VendorId
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Affiliate, Vendor

RULEBOOK: Final = "rulebook"
_FARTHEST: Final = 3
"""Steps from a company to a vendor; beyond them nobody would say that it is one."""
_GRAVEST: Final = (
    *(EffectKind.PROHIBIT, EffectKind.WAIVER_ONLY, EffectKind.AUTHORISE, EffectKind.NOTIFY, EffectKind.NONE),
    None,
)
_SHORTEST_COINED: Final = 5
_SHORTEST_COINED_HAN: Final = 2


def vendors(book: Rulebook, day: date) -> Iterator[Entity]:
    """Yield each vendor with its names and those of its affiliates, of whatever day, and what reaches it on `day`."""
    known = _by_name(book.vendors)
    for vendor in book.vendors.values():
        yield Entity(
            ref=vendor.id,
            name=vendor.name,
            of=RULEBOOK,
            names=tuple(_names(vendor, book.vendors, known)),
            vendor=vendor.id,
            reached=reached(book, vendor.id, day),
        )


def reached(book: Rulebook, vendor: VendorId, day: date) -> tuple[Reached, ...]:
    """Return the binding instruments that may reach `vendor`: those that name it first, and the gravest of them.

    Those that are surely without force for everybody on `day` are left out.
    """
    found = (
        Reached(
            instrument=item.id,
            title=item.title,
            effect=effect.kind if (effect := item.effects.on(day)) else None,
            comes=next((start for start, _ in item.effects.entries if start > day), None),
            standing=_standing(item, day),
            chosen_by=item.chosen_by if item.names_nobody else "",
        )
        for item in book.restrictions.values()
        if item.binding and vendor in item.vendors
    )
    return tuple(sorted((each for each in found if not _is_without_force(each)), key=_gravity))


def _gravity(each: Reached) -> tuple[bool, int, str]:
    return bool(each.chosen_by), _GRAVEST.index(each.effect), each.instrument


def _standing(item: Restriction, day: date) -> tuple[tuple[State, str], ...]:
    held = [(status.state, status.whom) for status in item.statuses if status.during.holds_on(day)]
    return tuple(held) or ((State.UNKNOWN, "anybody: how it stands on this day is not recorded"),)


def _is_without_force(each: Reached) -> bool:
    if each.effect is None and each.comes is None:
        return True
    return each.effect is not None and all(state.operative is False for state, _ in each.standing)


def _names(vendor: Vendor, book: Mapping[VendorId, Vendor], known: Mapping[str, VendorId]) -> Iterator[EntityName]:
    seen: set[str] = set()
    for text in (vendor.name, *vendor.aliases):
        if (spelling := without_brackets(text)) not in seen:
            seen.add(spelling)
            yield EntityName(
                text=text, distinctive=_is_coined(text) and text not in vendor.shared and spelling not in vendor.shared
            )
    yield from _of_affiliates(vendor, book, known)


def _of_affiliates(
    vendor: Vendor, book: Mapping[VendorId, Vendor], known: Mapping[str, VendorId]
) -> Iterator[EntityName]:
    """Yield the names of what belongs to `vendor`, and of what belongs to that, each with its way back."""
    waiting: list[tuple[Vendor, tuple[Affiliation, ...]]] = [(vendor, ())]
    met = {vendor.id}
    while waiting:
        holder, path = waiting.pop(0)
        for affiliate in holder.affiliates:
            way = (_step(affiliate, holder), *path)
            own = known.get(_key(affiliate.name))
            if path and own in met:
                continue  # back where the way began
            yield EntityName(text=affiliate.name, path=way)
            if own is not None and own not in met and len(way) < _FARTHEST:
                met.add(own)
                yield from (EntityName(text=alias, path=way) for alias in (book[own].name, *book[own].aliases))
                waiting.append((book[own], way))


def _step(affiliate: Affiliate, holder: Vendor) -> Affiliation:
    return Affiliation(
        company=affiliate.name,
        relation=affiliate.relation,
        to=holder.name,
        during=affiliate.during,
        cited=affiliate.cited,
    )


def _by_name(known: Mapping[VendorId, Vendor]) -> Mapping[str, VendorId]:
    return {_key(text): vendor.id for vendor in known.values() for text in (*vendor.aliases, vendor.name)}


def _key(text: str) -> str:
    return normal(without_brackets(text)).joined


def _is_coined(text: str) -> bool:
    """Say whether a name is one word that is long enough to stand for its bearer inside a longer name."""
    words = normal(without_brackets(text)).words
    least = _SHORTEST_COINED_HAN if words and is_han(words[0]) else _SHORTEST_COINED
    return len(words) == 1 and len(words[0]) >= least
