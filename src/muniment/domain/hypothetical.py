"""What may come to pass: named changes of the law that are a live possibility, and that nobody has seen happen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.condition import ALWAYS

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.citation import Citation
    from muniment.domain.condition import Condition
    from muniment.domain.ids import HypotheticalId, InstrumentId
    from muniment.domain.restriction import EffectKind, State


@dataclass(frozen=True, slots=True, kw_only=True)
class LawChange:
    """What would be different about one instrument: its status for those whom `when` describes, its effect, or both.

    `until` is the last day of it; without one it holds until further notice. `cited` may be empty: a supposition that
    somebody types has no source.
    """

    instrument: InstrumentId
    state: State | None = None
    whom: str = ""
    when: Condition = ALWAYS
    effect: EffectKind | None = None
    until: date | None = None
    cited: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One reading of what would follow where no source settles it. Each is decided by itself, and all are shown."""

    id: str
    says: str
    changes: tuple[LawChange, ...]
    cited: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HypotheticalMilestone:
    """A day that bears on whether the hypothetical can be so, and the document that gives it."""

    day: date
    why: str
    cited: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothetical:
    """A named hypothetical: why it is a live possibility, since when it can be so, and exactly what it changes.

    Before `earliest` it cannot be so: there it changes nothing. `ordinarily` is a later day on which it would first be
    so if everything takes its usual course. Where `unsettled` says that no source tells what follows, `changes` leave
    it open, and `alternatives` say what each reading comes to.
    """

    id: HypotheticalId
    title: str
    live: str
    cited: tuple[Citation, ...]
    earliest: HypotheticalMilestone
    ordinarily: HypotheticalMilestone | None
    changes: tuple[LawChange, ...]
    unsettled: str = ""
    alternatives: tuple[Alternative, ...] = ()
    note: str = ""
