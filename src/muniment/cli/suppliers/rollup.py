"""`muniment suppliers rollup`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.suppliers import subcontracting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from muniment.domain.certification import FlowDown

_EXAMPLES = """\b
Examples:
  muniment suppliers rollup --contract PO-1187
  muniment suppliers rollup --contract PO-1187 --list subs.csv \\
      --draft certifications/CERT-1/draft.toml

\b
Exit codes:
  0 all are verified or qualified
  1 somebody is missing, invalid, expired or adverse
  2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.option("--contract", required=True, metavar="ID", help="The contract whose subcontractors are meant.")
@click.option(
    "--list", "listed", type=options.FILE, metavar="FILE", help="Everybody who is required; the unasked are missing."
)
@click.option("--draft", type=options.FILE, metavar="FILE", help="Write the rows into this draft of a certificate.")
@options.as_of
@subcontracting.notice
@subcontracting.within
@options.as_json
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    contract: str,
    listed: Path | None,
    draft: Path | None,
    as_of: date | None,
    notice: int,
    within: Path,
    as_json: bool,
) -> None:
    """Tell what all subcontractors of a contract come to: the worst of them, tiers below them counted.

    Missing is worse than invalid, then come expired, adverse and qualified; verified is best. What is not known is
    missing. With --draft, a certificate's draft gets a row for each subcontractor and clause.
    """
    from muniment import wiring
    from muniment.cli.exit_codes import standing_code
    from muniment.render.suppliers.roll_up import print_roll_up, write_roll_up
    from muniment.render.terminal import console
    from muniment.render.visible import visible
    from muniment.render.words import count
    from muniment.wiring.flow_down.answers import fill_draft, rolled_up

    day = as_of or wiring.today()
    found = rolled_up(within, contract, listed, day)
    if draft is not None:
        fill_draft(found, within, draft, _into)
    if as_json:
        write_roll_up(found, day, notice, sys.stdout)
    else:
        print_roll_up(found, day, console())
        if draft is not None:
            click.echo(f"Wrote {count(len(found.rows), 'row')} into {visible(str(draft))}: have it reviewed again.")
    click.get_current_context().exit(standing_code(found.standing))


def _into(draft: str, rows: Sequence[FlowDown], where: str) -> str:
    from muniment.render.suppliers.roll_up import with_flow_down

    return with_flow_down(draft, rows, where)
