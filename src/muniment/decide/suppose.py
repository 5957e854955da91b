"""Hypotheticals as functions from a rulebook to a rulebook. What comes out says in its digest that it is no law."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from muniment.domain.citation import Citation, Confidence
from muniment.domain.dated import Dated, Interval
from muniment.domain.ids import Digest, SourceId
from muniment.domain.restriction import Effect, Status
from muniment.domain.technology import Vendor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from muniment.domain.hypothetical import LawChange
    from muniment.domain.ids import InstrumentId, VendorId
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook

SUPPOSED = SourceId("supposed")
"""Stands in a citation for what nobody has written: somebody supposes it."""
MARK = "hypothetical+"
"""Begins the digest of every rulebook that holds a supposition, so that no decision from it passes for law."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawChanged:
    """An instrument is as `change` says, from `start` on."""

    change: LawChange
    start: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """An instrument names one more vendor."""

    vendor: VendorId
    instrument: InstrumentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliated:
    """A company belongs to a vendor, and whatever names the vendor names it as well."""

    company: VendorId
    vendor: VendorId


Supposition: TypeAlias = LawChanged | Covered | Affiliated


def suppose(rulebook: Rulebook, suppositions: Iterable[Supposition]) -> Rulebook:
    """Return the rulebook as it would be; later suppositions go before earlier ones where they meet.

    It is marked as hypothetical even when nothing in it differs.
    """
    supposed = replace(rulebook, digest=hypothetical(rulebook.digest))
    for supposition in suppositions:
        match supposition:
            case LawChanged(change=change, start=start):
                supposed = _with(supposed, _changed(supposed.restrictions[change.instrument], change, start))
            case Covered(vendor=vendor, instrument=instrument):
                supposed = _with(supposed, _naming(supposed.restrictions[instrument], vendor))
            case Affiliated(company=company, vendor=vendor):
                supposed = _affiliated(supposed, company, vendor)
    return supposed


def hypothetical(digest: Digest) -> Digest:
    """Return the digest, marked as that of no law; a marked one stays as it is."""
    return digest if digest.startswith(MARK) else Digest(f"{MARK}{digest}")


def _with(rulebook: Rulebook, *changed: Restriction) -> Rulebook:
    restrictions: Mapping[InstrumentId, Restriction] = {**rulebook.restrictions, **{one.id: one for one in changed}}
    return replace(rulebook, restrictions=restrictions)


def _changed(restriction: Restriction, change: LawChange, start: date) -> Restriction:
    """Return the instrument with what is supposed before what is recorded: the first status that fits counts."""
    changed = restriction
    if change.state is not None:
        end = change.until + _DAY if change.until else None
        status = Status(
            during=Interval(start=start, end=end),
            state=change.state,
            whom=f"{change.whom or 'everybody'} (supposed)",
            when=change.when,
            cited=change.cited,
        )
        changed = replace(changed, statuses=(status, *changed.statuses))
    if change.effect is not None:
        by = change.cited[0] if change.cited else Citation(source=SUPPOSED, at="", confidence=Confidence.WEAK)
        changed = replace(changed, effects=_effects(changed.effects, start, Effect(kind=change.effect, cited=by)))
    return changed


def _effects(effects: Dated[Effect], start: date, effect: Effect) -> Dated[Effect]:
    """Return the effects with `effect` from `start` on; what was to follow later is part of what is supposed away."""
    return Dated((*((day, held) for day, held in effects.entries if day < start), (start, effect)))


def _naming(restriction: Restriction, vendor: VendorId) -> Restriction:
    return replace(restriction, vendors=tuple(dict.fromkeys((*restriction.vendors, vendor))))


def _affiliated(rulebook: Rulebook, company: VendorId, vendor: VendorId) -> Rulebook:
    """Return the rulebook in which every instrument that names `vendor` names `company` too."""
    owner = rulebook.vendors[vendor]
    new = Vendor(
        id=company,
        name=company,
        aliases=(),
        products=(),
        affiliates=(),
        screened_through=owner.screened_through,
        note=f"supposed to belong to {owner.name}",
    )
    known = {company: new, **rulebook.vendors}
    reaching = (_naming(one, company) for one in rulebook.restrictions.values() if vendor in one.vendors)
    return _with(replace(rulebook, vendors=known), *reaching)
