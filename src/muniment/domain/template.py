"""What a clause asks to be represented and disclosed, paragraph by paragraph. The words are the clause's, or absent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from muniment.domain.condition import ALWAYS, NEVER

if TYPE_CHECKING:
    from muniment.domain.answer import RepresentedAnswer
    from muniment.domain.citation import Citation
    from muniment.domain.condition import Condition
    from muniment.domain.duty import ClockUnit, Datum
    from muniment.domain.ids import Digest, TemplateId


class Family(Enum):
    """Which set of clauses a template belongs to. A contract has one or the other."""

    FAR_PART_4 = "far-part-4"
    FAR_OVERHAUL = "far-overhaul"


@dataclass(frozen=True, slots=True, kw_only=True)
class Covers:
    """Which uses a representation is about: of vendors that an instrument of `regimes` names, where `when` holds.

    Without `when` the decision on the contract says it: a use is covered where such an instrument bars it. `anywhere`
    means in every system of the organisation, whatever contract it serves.
    """

    regimes: tuple[str, ...]
    anywhere: bool = False
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of a paragraph, letter by letter, with empty boxes where it has boxes. `digest` is of them in UTF-8."""

    text: str
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationAsked:
    """One representation that a clause asks for.

    `at` is its paragraph, empty where nobody could read the clause: then it stands for any paragraph. `wording` is
    nothing where the official text is not at hand, and whoever certifies has to bring it. It is left out where
    `skipped` surely holds, as `skipped_at` says.
    """

    at: str
    answers: tuple[RepresentedAnswer, ...]
    covers: Covers
    cited: Citation
    wording: Wording | None = None
    skipped: Condition = NEVER
    skipped_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureField:
    """One thing to tell. It may stay empty unless it is `needed`; `fills` is what an estate may know of it."""

    id: str
    needed: bool = True
    fills: Datum | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureItem:
    """What a clause asks to be told, in its own words, and the fields into which that is taken apart."""

    at: str
    says: str
    fields: tuple[DisclosureField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureParagraph:
    """A paragraph that lists what to disclose; `under` is the representation that calls for it, empty for a report."""

    at: str
    title: str
    items: tuple[DisclosureItem, ...]
    under: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """Something to be done again and again while a contract runs, at least every `count` units."""

    id: str
    what: str
    count: int
    unit: ClockUnit
    cited: Citation
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """For how many months a representation can hold, and the document that says so."""

    months: int
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What one version of a clause or provision asks for.

    `lasts` is nothing where no document limits how long a representation under it holds. `passed_on` says in words what
    goes into subcontracts, empty where nothing does.
    """

    id: TemplateId
    family: Family
    clause: str
    version: str
    title: str
    cited: Citation
    asked: tuple[RepresentationAsked, ...] = ()
    disclosures: tuple[DisclosureParagraph, ...] = ()
    recurring: tuple[Recurring, ...] = ()
    lasts: Lasting | None = None
    passed_on: str = ""
    note: str = ""

    def representation(self, at: str) -> RepresentationAsked | None:
        """Return what is asked for in the paragraph `at`; where nobody read the clause, any paragraph will do."""
        return next((each for each in self.asked if each.at in {at, ""}), None)

    def disclosure(self, at: str) -> DisclosureParagraph | None:
        """Return the paragraph `at` that lists what to disclose."""
        return next((each for each in self.disclosures if each.at == at), None)
