"""One legal instrument that restricts a vendor: to whom it applies, with what status, and what follows on each day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from muniment.domain.condition import AllOf, OneOf
from muniment.domain.duty import DutyKind
from muniment.domain.ids import FactId

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.citation import Citation
    from muniment.domain.condition import Condition
    from muniment.domain.dated import Dated, Interval
    from muniment.domain.duty import Duty
    from muniment.domain.ids import InstrumentId, VendorId
    from muniment.domain.pack import Pack
    from muniment.domain.technology import Offering, Vendor

OFFERING = FactId("item.offering")
"""Which of a vendor's offerings the item is; asked where an instrument is about one and the vendor may have others."""


class Reach(Enum):
    """What the prohibition attaches to."""

    PROVIDE = "provide"
    USE_ANYWHERE = "use-anywhere"
    USE_IN_PERFORMANCE = "use-in-performance"
    PRESENCE = "presence"
    AGENCY_ONLY = "agency-only"
    TERMS = "terms"


class State(Enum):
    """The standing of an instrument for some persons during some days.

    `PROPOSED` is a draft rule or clause, or a bill: it binds nobody until it is made final, and is shown with its day.
    """

    PROPOSED = "proposed"
    ANNOUNCED = "announced"
    IN_FORCE = "in-force"
    UPHELD = "upheld"
    STAYED = "stayed"
    ENJOINED = "enjoined"
    SET_ASIDE = "set-aside"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    UNKNOWN = "unknown"

    @property
    def operative(self) -> bool | None:
        """Say whether the instrument binds in this state; nothing where that is not known."""
        if self in {State.IN_FORCE, State.UPHELD}:
            return True
        if self in {State.ANNOUNCED, State.UNKNOWN}:
            return None
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A state during some days for the persons described by `when` (and, in words, by `whom`)."""

    during: Interval
    state: State
    whom: str
    when: Condition
    cited: tuple[Citation, ...]
    note: str = ""


class EffectKind(Enum):
    """What an instrument does to a use that it reaches."""

    NONE = "none"
    NOTIFY = "notify"
    PROHIBIT = "prohibit"
    AUTHORISE = "authorise"
    WAIVER_ONLY = "waiver-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What follows from a day on, and the document that says so."""

    kind: EffectKind
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionRule:
    """A case that the instrument itself leaves out."""

    id: str
    title: str
    when: Condition
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """A case that no text decides. No fact settles it; only a new document would."""

    id: str
    why: str
    when: Condition
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class WindDown:
    """Days during which a use that meets `when` may go on, up to and including `until`."""

    id: str
    title: str
    during: Interval
    until: date
    when: Condition
    cited: Citation
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one holder says the instrument means. `effect` is what follows if that reading is right."""

    id: str
    holder: str
    says: str
    during: Interval
    effect: EffectKind
    when: Condition
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDate:
    """A coming day on which something may change."""

    day: date
    what: str
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """One instrument. `binding` is false for statements that cite no authority: they show readings and decide nothing.

    `verified_through` is the last day for which its status was looked up. One that is about an `offering` names nobody:
    its `vendors` are all that may offer it. One with `homes`, countries, names nobody either: its `vendors` have their
    seat there, and its scope asks whether one stands on an official list. `pack` is the rule pack that brought it,
    nothing for the rulebook's own.
    """

    id: InstrumentId
    title: str
    regime: str
    authority: str
    issuer: str
    issued: date
    verified_through: date
    binding: bool
    reach: Reach
    vendors: tuple[VendorId, ...]
    items: str
    scope: Condition
    effects: Dated[Effect]
    statuses: tuple[Status, ...]
    exceptions: tuple[ExceptionRule, ...] = ()
    unsettled: tuple[Unsettled, ...] = ()
    wind_downs: tuple[WindDown, ...] = ()
    readings: tuple[Reading, ...] = ()
    duties: tuple[Duty, ...] = ()
    open_dates: tuple[OpenDate, ...] = ()
    waivers: str = ""
    note: str = ""
    offering: Offering | None = None
    homes: tuple[str, ...] = ()
    pack: Pack | None = None

    @property
    def names_nobody(self) -> bool:
        """Say whether its vendors are chosen by what they offer or where they have their seat."""
        return self.offering is not None or bool(self.homes)

    @property
    def chosen_by(self) -> str:
        """Return in words how its vendors are chosen."""
        seat = f" seated in {', '.join(home.title() for home in self.homes)}" if self.homes else ""
        return f"{self.offering.value if self.offering else 'vendor'}{seat}"

    def toward(self, vendor: Vendor) -> Restriction:
        """Return the instrument as it meets `vendor`: of several things that it may offer, only the offering counts.

        A duty that says by itself when it arises does so for the offering alone, too.
        """
        if self.offering is None or vendor.offers == (self.offering,):
            return self
        offered = OneOf(OFFERING, frozenset((self.offering.value,)))
        duties = [
            duty if duty.kind is DutyKind.REPORT else replace(duty, when=AllOf((offered, duty.when)))
            for duty in self.duties
        ]
        return replace(self, scope=AllOf((offered, self.scope)), duties=tuple(duties))
