"""Vendors, and the signatures by which their technology is recognised."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from muniment.domain.citation import Citation
    from muniment.domain.condition import Facts
    from muniment.domain.dated import Interval
    from muniment.domain.ids import FactId, SignatureId, VendorId


class IdentifierKind(Enum):
    """What a piece of evidence can be named by; readers produce these, the rulebook knows them."""

    PURL = "purl"
    IMPORT = "import"
    HOST = "host"
    ENV = "env"
    MODEL = "model"
    SYMBOL = "symbol"
    ACTION = "action"
    IMAGE = "image"
    COMMAND = "command"
    EXTENSION = "extension"
    CONFIG_KEY = "config-key"
    FILE = "file"
    SETTING = "setting"
    OID = "oid"
    ARCHITECTURE = "architecture"
    NAME = "name"
    TRAILER = "trailer"
    APP = "app"

    __hash__ = object.__hash__  # identifiers are looked up by the hundred thousand, and `Enum` hashes names


class Role(Enum):
    """What a vendor does in a use. The four are never merged."""

    MAKER = "maker"
    OPERATOR = "operator"
    ROUTE = "route"
    PROTOCOL = "protocol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliate:
    """An entity that belongs to a vendor on some days, and how sure that is."""

    name: str
    relation: str
    during: Interval
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An official list with a vendor on it on some days: it answers the yes-no fact `fact` unless the estate does.

    `says` is the entry in words, with the edition of the list. That a vendor stands on no list is never recorded.
    """

    fact: FactId
    says: str
    during: Interval
    cited: Citation


class Offering(Enum):
    """A sort of thing that a vendor makes, sells or runs. Instruments may be about one, whoever offers it."""

    AI_MODELS = "ai-models"
    TELECOMMUNICATIONS = "telecommunications"
    VIDEO_SURVEILLANCE = "video-surveillance"
    DRONES = "drones"
    SEMICONDUCTORS = "semiconductors"
    SOFTWARE = "software"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A company. `screened_through`: the last day on which a search for instruments naming it was recorded.

    `offers` is complete where it is given; empty, nobody said, and the vendor may offer anything. `home` is the country
    in which it has its seat, empty where nobody said; it decides only what is asked about the vendor, never an outcome.
    `shared` are those of its names that others bear too, such as words of a language.
    """

    id: VendorId
    name: str
    aliases: tuple[str, ...]
    products: tuple[str, ...]
    affiliates: tuple[Affiliate, ...]
    screened_through: date
    note: str = ""
    offers: tuple[Offering, ...] = ()
    home: str = ""
    listings: tuple[Listing, ...] = ()
    shared: frozenset[str] = frozenset()

    def may_offer(self, offering: Offering) -> bool:
        """Say whether the vendor offers it, or nobody said what it offers."""
        return not self.offers or offering in self.offers


class Alone(Enum):
    """Whether a signature proves its vendor by itself, or only in company of one that does."""

    PROVES = "proves"
    SUGGESTS = "suggests"


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterExample:
    """An identifier that must not match, and why somebody might think it should."""

    kind: IdentifierKind
    value: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Identifiers that show one thing about a vendor.

    `match` holds patterns per kind: the canonical identifier, with `*` for any run of characters.
    `unless` holds patterns of the same kinds that take a match back. `facts` are what a match shows by itself.
    `roles` says who plays which part when it matches; a vendor that is only the protocol is not used.
    `dev_tooling` marks what helps people write software and is no part of it (agent files, review bots).
    `names_models` is no where what it holds of kind `model` names none: secrets, actions of policies, paths, addresses.
    `swept` says of each package type on which day the registry's list of names was read for this signature; a package
    published after that day is known only if a pattern covers it.
    """

    id: SignatureId
    vendor: VendorId
    shows: str
    match: Mapping[IdentifierKind, tuple[str, ...]]
    unless: Mapping[IdentifierKind, tuple[str, ...]]
    facts: Facts
    roles: Mapping[Role, VendorId]
    alone: Alone
    dev_tooling: bool
    examples: tuple[tuple[IdentifierKind, str], ...]
    counter_examples: tuple[CounterExample, ...]
    names_models: bool = True
    swept: Mapping[str, date] = field(default_factory=dict)
