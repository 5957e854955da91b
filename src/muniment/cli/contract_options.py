"""The options that say for whom something is prohibited: a contract in an estate, a network, a day, a rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.handed import handed

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from muniment.wiring.blocklist import For


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was said of the contract."""

    estate: Path
    contract: str
    network: str
    as_of: date | None
    rulebook: Path | None
    overlay: tuple[Path, ...]

    @property
    def whom(self) -> For:
        """Return the same as the program takes it."""
        from muniment.wiring.blocklist import For

        return For(
            estate_file=self.estate,
            contract=self.contract,
            network=self.network,
            as_of=self.as_of,
            rulebook_at=self.rulebook,
            overlays=self.overlay,
        )


for_a_contract = handed(
    Given,
    Given.__slots__,
    (
        click.option("--estate", type=options.FILE, required=True, metavar="FILE",
                     help="The file that describes your contracts and systems."),
        click.option("--contract", required=True, metavar="ID",
                     help="The contract whose rules count, by its id in that file."),
        click.option("--network", default="", metavar="KIND",
                     help="Only systems that are, or may be, on such a network."),
        options.as_of,
        options.rulebook,
        options.overlays,
    ),
)  # fmt: skip
"""Add the options to a command, which is handed what was said in them."""
