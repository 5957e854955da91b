"""Joins for block lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment import wiring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from muniment.domain.blocklist import BlockList
    from muniment.domain.egress import Egress
    from muniment.domain.ids import VendorId
    from muniment.domain.technology import IdentifierKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Identifiers of one kind; with an operator, only of what that one runs."""

    kind: IdentifierKind
    operator: VendorId | None = None


def block_list(  # noqa: PLR0913  (one parameter for each thing that the list rests on)
    sought: Sought,
    estate_file: Path,
    contract: str,
    *,
    network: str = "",
    as_of: date | None = None,
    rulebook_at: Path | None = None,
    overlays: Sequence[Path] = (),
) -> BlockList:
    """Return what is prohibited for a contract. Raises: InputError."""
    from muniment.app.blocklist import Asked, block_list

    book = wiring.rulebook(rulebook_at, overlays)
    described = wiring.estate(estate_file, book)
    asked = Asked(
        contract=contract,
        network=network,
        as_of=as_of or wiring.today(),
        kind=sought.kind,
        operator=sought.operator,
    )
    return block_list(book, wiring.engine(book), described, asked)


def egress(  # noqa: PLR0913  (one parameter for each thing that the attempts rest on)
    estate_file: Path,
    contract: str,
    *,
    network: str = "",
    as_of: date | None = None,
    rulebook_at: Path | None = None,
    overlays: Sequence[Path] = (),
    seconds: float | None = None,
    control: str = "",
) -> Egress:
    """Return whether hosts that are prohibited for a contract can be reached; without `seconds` none is tried.

    Raises: InputError.
    """
    from muniment.app.egress import egress
    from muniment.domain.technology import IdentifierKind
    from muniment.stores.reaching import Reaching

    hosts = Sought(kind=IdentifierKind.HOST)
    listed = block_list(
        hosts, estate_file, contract, network=network, as_of=as_of, rulebook_at=rulebook_at, overlays=overlays
    )
    return egress(listed, Reaching(seconds=seconds) if seconds is not None else None, control)
