"""`muniment suppliers status`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.suppliers import subcontracting

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment suppliers status
  muniment suppliers status --contract PO-1187 --as-of 2027-02-01 --json

\b
Exit codes:
  0 everybody who was asked is verified or qualified
  1 something is missing, invalid, expired or adverse
"""


@click.command(epilog=_EXAMPLES)
@click.option("--contract", default="", metavar="ID", help="Only what was asked about this contract.")
@options.as_of
@subcontracting.notice
@subcontracting.within
@options.as_json
def command(*, contract: str, as_of: date | None, notice: int, within: Path, as_json: bool) -> None:
    """Show for each subcontractor and clause what was asked, what is on file, what it says and how well it is assured.

    Everything on file is verified again each time. Level and standing are two things: see `docs/flow-down.md`.
    """
    from muniment import wiring
    from muniment.cli.exit_codes import flow_down_code
    from muniment.render.suppliers.flow_down import print_rows, write_rows
    from muniment.render.terminal import console
    from muniment.wiring.flow_down import status

    day = as_of or wiring.today()
    rows = status(within, day, contract)
    if as_json:
        write_rows(rows, day, notice, sys.stdout)
    else:
        print_rows(rows, day, notice, console())
    click.get_current_context().exit(flow_down_code(rows))
