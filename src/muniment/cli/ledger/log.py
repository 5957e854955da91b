"""`muniment ledger log`."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.domain.entry import EntryType

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment ledger log --ledger ledger.sqlite
  muniment ledger log --ledger ledger.sqlite --type signature \\
      --contract W912DY-26-C-0001 --json
"""


@click.command(epilog=_EXAMPLES)
@options.ledger
@options.estate
@click.option(
    "--type",
    "kind",
    type=click.Choice([each.value for each in EntryType]),
    metavar="TYPE",
    help=f"Only entries of this type: {', '.join(each.value for each in EntryType)}.",
)
@click.option("--contract", metavar="ID", help="Only entries about this contract.")
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the newest N of them.")
@options.as_json
def command(
    *,
    ledger: str | None,
    estate: Path | None,
    kind: str | None,
    contract: str | None,
    last: int | None,
    as_json: bool,
) -> None:
    """List the entries of the ledger, the oldest first. It believes the database; `audit` does not."""
    from muniment.app.ledger.proofs import Wanted, chosen
    from muniment.domain.ids import ContractId
    from muniment.render.ledger.as_json import write_log
    from muniment.render.ledger.as_text import print_log
    from muniment.render.terminal import console
    from muniment.wiring.ledger import opened, required

    wanted = Wanted(
        type=EntryType(kind) if kind else None, contract=ContractId(contract) if contract else None, last=last
    )
    with opened(required(ledger, estate)) as records, suppress(BrokenPipeError):
        found = chosen(records, wanted)
        if as_json:
            write_log(records.latest(), found, sys.stdout)
        else:
            print_log(records.latest(), found, console())
