"""What the gateway's configuration says of tools: effects that people answer for, personal data, and places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from muniment.domain.call import Ruling
    from muniment.domain.hold import Grounds


class Stranger(Enum):
    """What becomes of a call to be approved where nobody can tell whether who asked is one of those who approve."""

    ONE_MORE = "one-more"
    """One more has to approve: who asked is one person at most, so enough of the others did."""
    WITHHOLD = "withhold"
    COUNT = "count"
    """Who asked is taken for somebody else."""


class SelectorKind(Enum):
    """By what a person is looked up; each kind is written in one way before it is counted."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    NUMBER = "number"
    """An identifier whose blanks, hyphens and case do not matter."""
    EXACT = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectorField:
    """Where in the arguments selectors stand: a JSON pointer, in which `*` is every entry of a list or object."""

    pointer: str
    kind: SelectorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolEffect:
    """A consequence for which people answer: how many must approve, who may, and for how long they are asked."""

    id: str
    title: str
    quorum: int
    approvers: tuple[str, ...]
    lasts: timedelta
    grounds: tuple[Grounds, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolTag:
    """What is known of a tool. `name`, which may end in `*`, is how models know it; its server knows it as `served_as`.

    `served_as` is empty where both names are one, `server` where it does not matter who offers the tool. `schemas`
    are the digests that its declaration may have, in hexadecimal; empty, any is taken. `does` tells approvers in one
    sentence what a call does. A tool of `person_data` has the fields that hold selectors.
    """

    name: str
    served_as: str = ""
    server: str = ""
    schemas: tuple[str, ...] = ()
    does: str = ""
    effect: str = ""
    person_data: bool = False
    selectors: tuple[SelectorField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """On which legal authority people may be looked up: for which purposes, and how many different ones in `window`.

    Beyond `limit`, calls are held under `effect`.
    """

    id: str
    purposes: tuple[str, ...]
    limit: int
    window: timedelta
    effect: str
    grounds: tuple[Grounds, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRule:
    """Where and by whom calls may be made. An empty list asks nothing; a fact that is asked and not known refuses.

    `vendors` and `tools` say which calls it bears on: all of them where both are empty.
    """

    id: str
    vendors: tuple[str, ...]
    tools: tuple[str, ...]
    deployments: tuple[str, ...]
    networks: tuple[str, ...]
    agencies: tuple[str, ...]
    users: tuple[str, ...]
    grounds: tuple[Grounds, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is known of where a call is made; empty where it is not known."""

    vendor: str
    deployment: str = ""
    network: str = ""
    agency: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolPolicy:
    """All that the configuration says of tools. `untagged` is what becomes of a tool that no tag names.

    `unknown_person` says how a person is treated whom the trust policy does not know; `no_person`, a caller behind
    which nobody is named.
    """

    untagged: Ruling
    effects: tuple[ToolEffect, ...]
    tags: tuple[ToolTag, ...]
    authorities: tuple[Authority, ...]
    places: tuple[PlaceRule, ...]
    token_lasts: timedelta
    unknown_person: Stranger = Stranger.ONE_MORE
    no_person: Stranger = Stranger.COUNT
