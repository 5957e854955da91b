"""Joins for block lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment import wiring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from muniment.domain.blocklist import BlockList, OpenList
    from muniment.domain.egress import Egress
    from muniment.domain.ids import VendorId
    from muniment.domain.technology import IdentifierKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Identifiers of one kind; with an operator, only of what that one runs."""

    kind: IdentifierKind
    operator: VendorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class For:
    """For which contract, on which network (any where it is empty), on which day, and by which rulebook."""

    estate_file: Path
    contract: str
    network: str = ""
    as_of: date | None = None
    rulebook_at: Path | None = None
    overlays: Sequence[Path] = ()


def block_list(sought: Sought, whom: For) -> BlockList:
    """Return what is prohibited for a contract. Raises: InputError."""
    from muniment.app.blocklist import ListAsked, block_list

    book = wiring.rulebook(whom.rulebook_at, whom.overlays)
    described = wiring.estate(whom.estate_file, book)
    asked = ListAsked(
        contract=whom.contract,
        network=whom.network,
        as_of=whom.as_of or wiring.today(),
        kind=sought.kind,
        operator=sought.operator,
        age_limit=wiring.age_limit(book, described),
    )
    return block_list(book, wiring.engine(book), described, asked)


def open_list(names: Sequence[str], whom: For) -> OpenList:
    """Return the hosts `names`, of which nothing bars any for a contract. Raises: InputError."""
    from muniment.app.blocklist import ListAsked
    from muniment.app.openlist import open_list
    from muniment.domain.technology import IdentifierKind

    book = wiring.rulebook(whom.rulebook_at, whom.overlays)
    described = wiring.estate(whom.estate_file, book)
    asked = ListAsked(
        contract=whom.contract,
        network=whom.network,
        as_of=whom.as_of or wiring.today(),
        kind=IdentifierKind.HOST,
        age_limit=wiring.age_limit(book, described),
    )
    return open_list(book, wiring.engine(book), described, asked, names)


def egress(whom: For, seconds: float | None, control: str = "") -> Egress:
    """Return whether hosts that are prohibited for a contract can be reached; without `seconds` none is tried.

    Raises: InputError.
    """
    from muniment.app.egress import egress
    from muniment.domain.technology import IdentifierKind
    from muniment.stores.reaching import Reaching

    listed = block_list(Sought(kind=IdentifierKind.HOST), whom)
    return egress(listed, Reaching(seconds=seconds) if seconds is not None else None, control)
