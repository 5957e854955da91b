"""The rulebook as a value: everything that is known about vendors and law, under one digest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from muniment.domain.age import MAX_AGE_DAYS
from muniment.domain.ids import Digest
from muniment.domain.tooling import NO_TOOLS, Tooling

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from muniment.domain.agreement import Agreement
    from muniment.domain.calendar import Calendar
    from muniment.domain.citation import Source
    from muniment.domain.condition import FactKind
    from muniment.domain.hypothetical import Hypothetical
    from muniment.domain.ids import (
        FactId,
        HypotheticalId,
        InstrumentId,
        SignatureId,
        SourceId,
        TemplateId,
        VendorId,
    )
    from muniment.domain.pack import Pack
    from muniment.domain.restriction import Restriction
    from muniment.domain.technology import Signature, Vendor
    from muniment.domain.template import Template

NOT_COUNTED_APART = Digest("")
"""Stands for no part of a rulebook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What an organisation put beside the rulebook: the vendors and signatures in one folder, or a rule pack.

    `replaces` are signatures of the rulebook in whose place its own stand, because it said so. `instruments` are those
    of a pack.
    """

    folder: str
    digest: Digest
    vendors: tuple[VendorId, ...]
    signatures: tuple[SignatureId, ...]
    replaces: tuple[SignatureId, ...]
    pack: Pack | None = None
    instruments: tuple[InstrumentId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All data that decisions rest on.

    `released` is the day it was put together; `calendar` says which days are no business days; `list_words` are words
    by which lists of everybody's names are known, `tooling` is what belongs to the people who write software.
    `overlays` are an organisation's own additions; `digest` stands for them as well. `discovery` is the digest of what
    uses are found by; law may change, and it stays. Looked up more than `max_age_days` ago, it frees nobody.
    """

    version: str
    released: date
    digest: Digest
    vendors: Mapping[VendorId, Vendor]
    sources: Mapping[SourceId, Source]
    facts: Mapping[FactId, FactKind]
    restrictions: Mapping[InstrumentId, Restriction]
    agreements: Mapping[InstrumentId, Agreement]
    signatures: tuple[Signature, ...]
    calendar: Calendar
    list_words: tuple[str, ...] = ()
    tooling: Tooling = NO_TOOLS
    overlays: tuple[Overlay, ...] = ()
    discovery: Digest = NOT_COUNTED_APART
    hypotheticals: Mapping[HypotheticalId, Hypothetical] = field(default_factory=dict)
    templates: Mapping[TemplateId, Template] = field(default_factory=dict)
    max_age_days: int = MAX_AGE_DAYS

    @property
    def looked_up(self) -> date:
        """Return the last day through which every instrument was looked up, and every vendor searched for."""
        days = [each.verified_through for each in self.restrictions.values()]
        days += [each.verified_through for each in self.agreements.values()]
        days += [each.screened_through for each in self.vendors.values()]
        return min(days, default=self.released)
