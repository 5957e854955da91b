"""What people bring to a certificate: answers, disclosures, whom they asked, what they searched, what others sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from muniment.domain.answer import RepresentedAnswer
    from muniment.domain.ids import ContractId, Digest, SystemId, TemplateId, VendorId


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """The person who answers for the statement."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Represented:
    """One answer under a clause. `copy` names a file with the official words, empty where the rulebook has them."""

    template: TemplateId
    at: str
    answer: RepresentedAnswer
    copy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Words that a letter asks for. `words` names the file that holds them, `letter` the letter itself, or is empty."""

    source: str
    words: str
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosedMatter:
    """A disclosure: of the open matter `id`, in words, and under the paragraph `under` with its fields by name.

    An id that ends in `*` stands for every unread path whose id begins so.
    """

    id: str
    text: str
    under: str = ""
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseOut:
    """A use that is to end: whose, in which system, the last day of it, and how."""

    vendor: VendorId
    system: SystemId
    until: date
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPerson:
    """A person who was asked, on which day, and about what."""

    name: str
    role: str
    on: date
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search that a person made: where, for which words, on which day, and what it gave.

    `record` is the digest of a signed search record, nothing where there is none.
    """

    where: str
    words: str
    on: date
    by: str
    result: str
    record: Digest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """How it was inquired, beside the scan, and what the inquiry could not see."""

    methods: tuple[str, ...] = ()
    people: tuple[AskedPerson, ...] = ()
    searches: tuple[Search, ...] = ()
    limits: tuple[str, ...] = ()


class OnFile(Enum):
    """What is held of a subcontractor for a clause. Nothing held is missing, whatever was said."""

    MISSING = "missing"
    ASKED = "asked"
    UNSIGNED = "unsigned"
    SIGNED = "signed"
    VERIFIED = "verified"

    @property
    def held(self) -> bool:
        """Say whether there is a document at all."""
        return self not in {OnFile.MISSING, OnFile.ASKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowDown:
    """One subcontractor and one clause passed on to it. `document` names what is on file, empty where nothing is."""

    subcontractor: str
    clause: str
    on_file: OnFile
    document: str = ""
    digest: Digest | None = None


class ReviewVerdict(Enum):
    """What a reviewer decided."""

    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a reviewer decided about a draft, and when (UTC)."""

    by: str
    verdict: ReviewVerdict
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The certificate that this one takes the place of; `digest` is of its signed bytes."""

    id: str
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Certification:
    """Everything that people bring to a certificate, beside who signs it and when.

    `id` is empty for one that is drafted and signed at once: it is then named after its contract and day. Files are
    named as they are in `waivers` (by the id of a waiver), `represented`, `letters` and `flow_down`. What else the
    certificate rests on is `evidence`.
    """

    id: str = ""
    modification: str = ""
    requested_by: str = ""
    represented: tuple[Represented, ...] = ()
    letters: tuple[Letter, ...] = ()
    told: tuple[DisclosedMatter, ...] = ()
    waivers: tuple[tuple[str, str], ...] = ()
    phase_out: tuple[PhaseOut, ...] = ()
    inquiry: Inquiry = Inquiry()
    flow_down: tuple[FlowDown, ...] = ()
    evidence: tuple[str, ...] = ()
    reviews: tuple[Review, ...] = ()
    earlier: Earlier | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """Return the names of all files, each once."""
        named = [each.copy for each in self.represented]
        named += [name for each in self.letters for name in (each.words, each.letter)]
        named += [name for _, name in self.waivers]
        named += [each.document for each in self.flow_down]
        named += self.evidence
        return tuple(dict.fromkeys(filter(None, named)))


NOTHING_BROUGHT = Certification()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A certificate that is being prepared: for which contract, who is to sign it, until when it would hold.

    `signatory` has empty names where nobody is named yet; without `valid_until` nobody said. `supersedes` is the id of
    the certificate that it is to take the place of, or empty.
    """

    contract: ContractId
    signatory: Signatory
    valid_until: date | None
    brings: Certification
    supersedes: str = ""
