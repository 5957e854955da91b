"""`muniment ledger restored`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment ledger restored --ledger ledger.sqlite --by "R. Vega" \\
      --reason "disk failed, backup of 2 November"
"""


@click.command(epilog=_EXAMPLES)
@options.ledger
@options.estate
@click.option("--by", required=True, metavar="NAME", help="Who answers for going on.")
@click.option("--reason", required=True, metavar="TEXT", help="Why the database was put back.")
def command(ledger: str | None, estate: Path | None, by: str, reason: str) -> None:
    """Go on after the database was put back to an earlier state, and say so in an entry.

    The ledger bears another name from then on, because checkpoints under the old one tell of entries that are gone.
    """
    from muniment.prove.checkpoint import write_verifier_key
    from muniment.wiring.ledger import required, restored

    index, key = restored(required(ledger, estate), by, reason)
    click.echo(f"Entry {index} tells of it. From now on the ledger signs as")
    click.echo(write_verifier_key(key))
