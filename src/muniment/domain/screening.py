"""The answer of a screening: who was compared with whom, what matched and why, and what a person said about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from muniment.domain.citation import Citation
    from muniment.domain.dated import Interval
    from muniment.domain.ids import Digest, InstrumentId, VendorId
    from muniment.domain.official_list import ListKind
    from muniment.domain.restriction import EffectKind, State
    from muniment.domain.supplier import NameKind, Scheme, Supplier, SupplierFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """One step from a company to another that belongs to it, or to which it belongs."""

    company: str
    relation: str
    to: str
    during: Interval
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityName:
    """A name that an entity bears. `path` leads from the bearer to the vendor; empty for the vendor's own names.

    A `distinctive` name is coined: whoever has the word in a longer name is looked at.
    """

    text: str
    path: tuple[Affiliation, ...] = ()
    distinctive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """An instrument that may reach a vendor: what it does on the day (nothing yet: `comes`), how it stands, for whom.

    `chosen_by` says of one that names nobody how vendors are chosen; facts then tell whether it reaches this one.
    """

    instrument: InstrumentId
    title: str
    effect: EffectKind | None
    comes: date | None
    standing: tuple[tuple[State, str], ...]
    chosen_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Somebody with whom suppliers are compared: a vendor of the rulebook, or an entry of a list.

    `ref` names it from day to day: the vendor's id, or the name of the list and the entry's own number. `says` is what
    the list says about it. `ended` is the day on which the listing ended by its own words.
    """

    ref: str
    name: str
    of: str
    names: tuple[EntityName, ...]
    vendor: VendorId | None = None
    identifiers: tuple[tuple[Scheme, str], ...] = ()
    says: str = ""
    ended: date | None = None
    reached: tuple[Reached, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEdition:
    """One edition of a list that was compared. `dated` is the day that the list bears, `digest` that of its bytes.

    `answers` is the fact of the rulebook that a match would answer; empty where there is none. A newer edition must be
    expected after `old_after` days.
    """

    kind: ListKind | None
    name: str
    dated: date
    digest: Digest
    names: int
    entities: int
    old_after: int
    file: str = ""
    answers: str = ""

    def age(self, day: date) -> int:
        """Return the days from the list to `day`; negative where the list is the younger."""
        return (day - self.dated).days

    def is_old(self, day: date) -> bool:
        """Say whether so much time has passed that a newer edition must be expected."""
        return self.age(day) > self.old_after


class IdentityVerdict(Enum):
    """What a person said: the supplier is that entity, or somebody else."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierReview:
    """A person's word on one supplier and one entity, up to a day. `where` is the place at which it is written."""

    supplier: str
    entity: str
    verdict: IdentityVerdict
    who: str
    on: date
    why: str
    until: date
    where: str


class ReviewState(Enum):
    """What became of a review in one screening."""

    HONOURED = "honoured"
    CONTRADICTED = "contradicted"
    EXPIRED = "expired"
    NOT_YET = "not yet"
    UNMATCHED = "matches nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class SameIdentifier:
    """The supplier and the entity bear one identifier."""

    scheme: Scheme
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeName:
    """Two names that are alike: which words met which, and which were left over on either side.

    `contained` says that the match rests on a coined word inside a longer name.
    """

    kind: NameKind
    supplier: str
    entity: EntityName
    words: tuple[tuple[str, str], ...]
    left_of_supplier: tuple[str, ...]
    left_of_entity: tuple[str, ...]
    contained: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A supplier and an entity that may be one. `score` is 100 for one identifier or the same words."""

    entity: Entity
    score: int
    by: SameIdentifier | LikeName
    review: SupplierReview | None = None
    review_state: ReviewState | None = None

    @property
    def stands(self) -> bool:
        """Say whether a person still has to deal with it: a rejection that is honoured settles it."""
        rejected = self.review is not None and self.review.verdict is IdentityVerdict.DIFFERENT
        return not (rejected and self.review_state is ReviewState.HONOURED)


class Result(Enum):
    """How the screening of a supplier ended, what needs a person most first. None of them confirms anything."""

    IDENTIFIER_MATCH = "identifier match"
    POSSIBLE_MATCH = "possible match"
    NOT_SCREENED = "not screened"
    NO_MATCH = "no match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """One supplier with its matches, the gravest first.

    `why` says why it was not screened. `notes` are those of the row and of its identifiers.
    """

    supplier: Supplier
    result: Result
    matches: tuple[Match, ...] = ()
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewUse:
    """A review, and what became of it."""

    review: SupplierReview
    state: ReviewState


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The whole answer. `rulebook` comes first among the `editions`."""

    as_of: date
    threshold: int
    file: SupplierFile
    editions: tuple[ListEdition, ...]
    rulebook: Digest
    rulebook_version: str
    screened: tuple[Screened, ...]
    reviews: tuple[ReviewUse, ...]

    @property
    def names(self) -> int:
        """Return the number of names that every supplier was compared with."""
        return sum(edition.names for edition in self.editions)

    def having(self, result: Result) -> Iterator[Screened]:
        """Yield the suppliers that ended with `result`."""
        return (each for each in self.screened if each.result is result)

    @property
    def old(self) -> tuple[ListEdition, ...]:
        """Return the lists of which a newer edition must be expected."""
        return tuple(each for each in self.editions if each.is_old(self.as_of))

    @property
    def complete(self) -> bool:
        """Say whether every row and every sheet was screened."""
        return not any(self.having(Result.NOT_SCREENED)) and not any(sheet.unread for sheet in self.file.sheets)
